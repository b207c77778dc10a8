#include "core/query.h"

#include "core/error.h"
#include "core/nearest.h"
#include "core/query-fault.h"
#include "core/query-format.h"

#include <string.h>
#include <time.h>

/* Writes @self as "(or subject:w:crash p:freez)". */
static void
show(const CoreQuery *self, GString *out)
{
	static const char *const kinds[] = { "w", "p", "r", ">", "<", "and",
		"or", "not" };

	if (self->children) {
		g_string_append_printf(out, "(%s", kinds[self->kind]);
		for (unsigned i = 0; i < self->children->len; i++) {
			g_string_append_c(out, ' ');
			show(self->children->pdata[i], out);
		}
		g_string_append_c(out, ')');
		return;
	}
	g_string_append_printf(out, "%d%s", self->field, kinds[self->kind]);
	if (self->header)
		g_string_append_printf(out, ":%s", self->header);
	if (self->text)
		g_string_append_printf(out, ":%s", self->text);
	else
		g_string_append_printf(out, ":%" G_GINT64_FORMAT, self->number);
}

static void
test_builds_the_tree(void)
{
	static const struct {
		const char *text, *tree;
	} cases[] = {
		{ "crash", "0w:crash" },
		{ "crash*", "0p:crash" },
		{ "\"stops working\"", "0w:stops working" },
		{ "/\\bfatal \\/ \\d+/", "0r:\\bfatal \\/ \\d+" },
		{ "a or b and c", "(or 0w:a (and 0w:b 0w:c))" },
		{ "(a or b) and c", "(and (or 0w:a 0w:b) 0w:c)" },
		{ "a or b or c", "(or 0w:a 0w:b 0w:c)" },
		{ "a and\n  not b", "(and 0w:a (not 0w:b))" },
		{ "not not a", "(not (not 0w:a))" },
		{ "A OR B", "(or 0w:A 0w:B)" },
		{ "\"and\" or oral", "(or 0w:and 0w:oral)" },
		{ "subject:a", "1w:a" },
		{ "subject:(a or b*) or c", "(or 1w:a 1p:b 0w:c)" },
		{ "subject:(body:a or b)", "(or 2w:a 1w:b)" },
		{ "from:@daily.example", "3w:@daily.example" },
		{ "to:\"Ann Lee\"", "4w:Ann Lee" },
		{ "header.X-Spam-Flag:yes", "6w:X-Spam-Flag:yes" },
		{ "header.List-Id:/x/", "6r:List-Id:x" },
		{ "header.A:(b or c)", "(or 6w:A:b 6w:A:c)" },
		{ "tag:bug/crash", "13w:bug/crash" },
		{ "tag:bug*", "13p:bug" },
		{ "origin:auto-reply", "9w:auto-reply" },
		{ "type:Customer", "11w:Customer" },
		{ "stage:re*", "12p:re" },
		{ "size>5MB", "15>:5242880" },
		{ "age<3d", "16<:259200" },
		{ "e-mail", "0w:e-mail" },
		{ "\xc3\x9c"
		  "bergabe",
		    "0w:\xc3\x9c"
		    "bergabe" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(CoreQuery) query =
		    core_query_parse(cases[i].text, 1, &error);
		g_autoptr(GString) tree = g_string_new(NULL);

		g_assert_no_error(error);
		show(query, tree);
		g_assert_cmpstr(tree->str, ==, cases[i].tree);
	}
}

/* What is written is written once more after it was parsed again. */
static void
test_formats_what_parses_alike(void)
{
	static const struct {
		const char *text, *formatted;
	} cases[] = {
		{ "a  or (b AND c)", "a or (b and c)" },
		{ "((a)) and not (b or not c*)", "a and not (b or not c*)" },
		{ "\"two words\" or \"one\"", "\"two words\" or one" },
		{ "\"and\" or \"a:b\"", "\"and\" or \"a:b\"" },
		{ "subject:(a or /b \\/ c/)",
		    "subject:a or subject:/b \\/ c/" },
		{ "header.X-A:\"/b\"", "header.X-A:\"/b\"" },
		{ "size>5120KB or size<3B", "size>5MB or size<3B" },
		{ "age>2w and age<90m", "age>14d and age<90m" },
		{ "size>0", "size>0GB" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CoreQuery) query =
		    core_query_parse(cases[i].text, 1, NULL);
		g_autofree char *once = core_query_format(query);
		g_autoptr(CoreQuery) again = core_query_parse(once, 1, NULL);
		g_autoptr(GString) tree = g_string_new(NULL);
		g_autoptr(GString) same = g_string_new(NULL);

		g_assert_cmpstr(once, ==, cases[i].formatted);
		show(query, tree);
		show(again, same);
		g_assert_cmpstr(tree->str, ==, same->str);
	}
}

static void
test_points_at_the_fault(void)
{
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{ "", "7:1: a word, \"phrase\", /regex/ or field is missing"
		      " here\n\n^" },
		{ "a or", "7:5: a word, \"phrase\", /regex/ or field is"
		          " missing here\na or\n    ^" },
		{ "a or  \n", "7:5: a word, \"phrase\", /regex/ or field is"
		              " missing here\na or  \n    ^" },
		{ "a b",
		    "7:3: 'and' or 'or' is missing before this, or quotes round"
		    " words that belong together\na b\n  ^" },
		{ "(a or b",
		    "7:1: this parenthesis has no matching ')'\n(a or b\n^" },
		{ "a)", "7:2: this ')' has no '(' before it: take it out\n"
		        "a)\n ^" },
		{ "()", "7:2: a word, \"phrase\", /regex/ or field is missing"
		        " here\n()\n ^" },
		{ "or a", "7:1: a word, \"phrase\", /regex/ or field is"
		          " missing before this\nor a\n^" },
		{ "a or\n\t\"b",
		    "8:2: this quote is not closed: a '\"' is missing on this"
		    " line\n\t\"b\n\t^" },
		{ "/a",
		    "7:1: this regex is not closed: a '/' is missing on"
		    " this line; put quotes round words with a '/'\n/a\n^" },
		{ "//", "7:1: this regex is empty; put quotes round words with"
		        " a '/'\n//\n^" },
		{ "lang:/en/",
		    "7:6: this field takes a word or prefix*, no regex\n"
		    "lang:/en/\n     ^" },
		{ "a*b", "7:2: '*' can only end a word, as in crash*; other"
		         " patterns need a /regex/\na*b\n ^" },
		{ "*", "7:1: '*' can only end a word, as in crash*; other"
		       " patterns need a /regex/\n*\n^" },
		{ "!!", "7:1: '!!' has no letter or digit to look for; signs"
		        " need a /regex/\n!!\n^" },
		{ "\xc3\xa9 or subjct:a",
		    "7:6: there is no field 'subjct'; did you mean 'subject'?"
		    "\n\xc3\xa9 or subjct:a\n     ^" },
		{ "https://x",
		    "7:1: there is no field 'https'; put quotes round words"
		    " with a ':'\nhttps://x\n^" },
		{ "subject: a",
		    "7:9: a word is missing after the ':', with no blank"
		    " between\nsubject: a\n        ^" },
		{ "tag:\"\"", "7:5: a word is missing after the ':', as in"
		              " from:ann\ntag:\"\"\n    ^" },
		{ "size:5", "7:5: this field wants '>' or '<' and a number\n"
		            "size:5\n    ^" },
		{ "size>5", "7:6: '5' is no size: write a number and B, KB, MB"
		            " or GB, as 5MB\nsize>5\n     ^" },
		{ "age>soon",
		    "7:5: 'soon' is no time: write a number and s, m, h, d or"
		    " w, as 3d\nage>soon\n    ^" },
		{ "subject>a", "7:8: this field wants a ':' and a word\n"
		               "subject>a\n       ^" },
		{ "origin:human",
		    "7:8: there is no origin 'human'; there are person,"
		    " auto-reply, bounce, list, own, answer, reply,"
		    " notification, spam\norigin:human\n       ^" },
		{ "type:custmer",
		    "7:6: there is no type 'custmer'; did you mean 'customer'?"
		    "\ntype:custmer\n     ^" },
		{ "stage:x*",
		    "7:7: there is no stage 'x'; there are know, like, trust,"
		    " try, buy, repeat, refer\nstage:x*\n      ^" },
		{ "origin:persons",
		    "7:8: there is no origin 'persons'; did you mean 'person'?"
		    "\norigin:persons\n       ^" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(core_query_parse(cases[i].text, 7, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_cmpstr(error->message, ==, cases[i].fault);
	}
}

/* Each fault is told at its place, and none that another made. */
static void
test_tells_all_faults(void)
{
	static const struct {
		const char *text, *places;
	} cases[] = {
		{ "a and (b or c)", "" },
		{ "a b or c d", "1:3 1:10" },
		{ "would be great if", "1:7" },
		{ "subjct:a or from:b and hedaer:c", "1:1 1:24" },
		{ "subjct:(a b or \"c) or d e", "1:1 1:8 1:11 1:16" },
		{ "(a b) and (c* or *d)", "1:4 1:18" },
		{ "\"a or b\n or c or d)", "1:1 2:11" },
		{ "\"a or b\n c or d", "1:1" },
		{ "/a b\n or size>x and age>y", "1:1 2:10 2:20" },
		{ "a) or (b or *", "1:2 1:7 1:13" },
		{ "a) b) and !!", "1:2 1:5 1:11" },
		{ "and or not", "1:1 1:5 1:11" },
		{ "((a", "1:1 1:2" },
		{ "not (a or ) and lang:/x/", "1:10 1:22" },
		{ "x:\"and or\" or y:z", "1:1 1:15" },
		{ "origin:(persn or lst) a", "1:9 1:18 1:23" },
		{ "subject:\nor b", "1:9" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) faults = core_query_faults_new();
		g_autoptr(CoreQuery) query =
		    core_query_parse_all(cases[i].text, 1, faults);
		g_autoptr(GString) places = g_string_new(NULL);

		g_assert_nonnull(query);
		for (unsigned k = 0; k < faults->len; k++) {
			const CoreQueryFault *fault = faults->pdata[k];

			g_string_append_printf(places, "%s%d:%d", k ? " " : "",
			    fault->line, fault->column);
		}
		g_assert_cmpstr(places->str, ==, cases[i].places);
	}
}

static char *
repeat(const char *text, unsigned times)
{
	GString *all = g_string_new(NULL);

	while (times-- > 0)
		g_string_append(all, text);
	return g_string_free(all, FALSE);
}

static void
test_is_bounded(void)
{
	static const struct {
		const char *text;
		unsigned good, bad;
	} cases[] = { { "(", 100, 101 }, { "not ", 100, 101 },
		{ "x", 1000, 1001 } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *good = repeat(cases[i].text, cases[i].good);
		g_autofree char *bad = repeat(cases[i].text, cases[i].bad);
		g_autofree char *closing =
		    repeat(")", cases[i].text[0] == '(' ? cases[i].good : 0);
		g_autofree char *whole = g_strconcat(good, "a", closing, NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(CoreQuery) query = core_query_parse(
		    cases[i].text[0] == 'x' ? good : whole, 1, &error);

		g_assert_no_error(error);
		g_assert_nonnull(query);
		g_assert_null(core_query_parse(bad, 1, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
	}
}

/* Each term has its place, and none is looked for from the line's beginning. */
static void
test_takes_a_very_long_line(void)
{
	const int n = 200000;
	g_autofree char *terms = repeat("(\xc3\xa9 or not a) or ", n);
	g_autofree char *text = g_strconcat("a or\n", terms, "b", NULL);
	clock_t began = clock();
	g_autoptr(CoreQuery) query = core_query_parse(text, 1, NULL);
	const CoreQuery *last;

	g_assert_cmpint((clock() - began) / CLOCKS_PER_SEC, <, 5);
	g_assert_cmpuint(query->children->len, ==, n + 2);
	last = query->children->pdata[n + 1];
	g_assert_cmpint(last->line, ==, 2);
	g_assert_cmpint(last->column, ==, n * 16 + 1);
	last = query->children->pdata[n];
	last = last->children->pdata[1];
	g_assert_cmpint(last->kind, ==, CORE_QUERY_NOT);
	g_assert_cmpint(last->column, ==, (n - 1) * 16 + 7);
}

/* Anything that was cut or stirred parses or fails, and never crashes. */
static void
test_survives_any_text(void)
{
	static const char *const pieces[] = { "a", "(", ")", "\"", "/", "\\",
		" ", "\n", "and ", "or ", "not ", "*", "subject:", "size>",
		"5MB", "header.x:", "\xc3\xa9", "from:@", "<", ":" };

	for (int round = 0; round < 3000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(CoreQuery) query = NULL;
		int length = g_test_rand_int_range(0, 30);

		while (length-- > 0)
			g_string_append(text, pieces[g_test_rand_int_range(
			                          0, G_N_ELEMENTS(pieces))]);
		query = core_query_parse(text->str, 1, &error);
		g_assert_true((query != NULL) == (error == NULL));
	}
}

static void
test_counts_terms(void)
{
	g_autoptr(CoreQuery) query =
	    core_query_parse("a or (b and not c) or size>1KB", 1, NULL);

	g_assert_cmpuint(core_query_terms(query), ==, 4);
}

static void
test_finds_the_nearest_word(void)
{
	static const char *const known[] = { "support", "sales", "qa",
		"product", NULL };
	static const struct {
		const char *word, *nearest;
	} cases[] = { { "suport", "support" }, { "sale", "sales" },
		{ "qq", "qa" }, { "prodcut", "product" }, { "legal", NULL },
		{ "", NULL }, { "marketing", NULL } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(
		    core_nearest(cases[i].word, known), ==, cases[i].nearest);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/query/tree", test_builds_the_tree);
	g_test_add_func("/core/query/format", test_formats_what_parses_alike);
	g_test_add_func("/core/query/faults", test_points_at_the_fault);
	g_test_add_func("/core/query/all-faults", test_tells_all_faults);
	g_test_add_func("/core/query/bounds", test_is_bounded);
	g_test_add_func("/core/query/long-line", test_takes_a_very_long_line);
	g_test_add_func("/core/query/any-text", test_survives_any_text);
	g_test_add_func("/core/query/terms", test_counts_terms);
	g_test_add_func("/core/nearest", test_finds_the_nearest_word);
	return g_test_run();
}
