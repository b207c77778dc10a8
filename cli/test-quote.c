#include "cli/quote.h"

#include <string.h>

static char *
quote(const char *text, const char *words, bool bright)
{
	g_auto(GStrv) list = g_strsplit(words, "|", -1);
	g_autoptr(GPtrArray) quotes = cli_quote(text, list, 3, bright);

	g_ptr_array_add(quotes, NULL);
	return g_strjoinv("|", (char **)quotes->pdata);
}

static void
test_quotes_sentences(void)
{
	static const struct {
		const char *text, *words, *quotes;
	} cases[] = {
		{ "Hello. It crashes now. Bye.", "crashes",
		    "It <crashes> now." },
		{ "It crashes, crashes.", "crashes", "It <crashes>, crashes." },
		{ "One two. Three.", "two|Three", "One <two>.|<Three>." },
		{ "both in one", "one|both", "<both> in <one>" },
		{ "a line\nthat goes on\n\nand another", "goes on",
		    "a line that <goes on>" },
		{ "broken\nover lines", "broken over", "<broken over> lines" },
		{ "debugging a bug", "bug", "debugging a <bug>" },
		{ "\xe9\x80\x80\xe6\xac\xbe\xe3\x81\x97\xe3\x81\xa6",
		    "\xe6\xac\xbe",
		    "\xe9\x80\x80<\xe6\xac\xbe>\xe3\x81\x97\xe3\x81\xa6" },
		{ "na\xc3\xafve", "na\xc3\xafve", "<na\xc3\xafve>" },
		{ "nothing here", "else", "" },
		{ "aa. bb. cc. dd.", "aa|bb|cc|dd", "<aa>.|<bb>.|<cc>." },
		{ "On 3. of Mai, e.g. now, it broke. Bye", "now",
		    "On 3. of Mai, e.g. <now>, it broke." },
		{ "overlapping words", "overlapping words|words",
		    "<overlapping words>" },
		{ "Version 1.5 broke", "broke", "Version 1.5 <broke>" },
		{ "one - two", "-|", "" },
		{ "", "x", "" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bright =
		    quote(cases[i].text, cases[i].words, true);
		g_autofree char *plain =
		    quote(cases[i].text, cases[i].words, false);
		g_autoptr(GString) marked = g_string_new(cases[i].quotes);
		g_autoptr(GString) bare = g_string_new(cases[i].quotes);

		(void)g_string_replace(marked, "<", "\033[1m", 0);
		(void)g_string_replace(marked, ">", "\033[0m", 0);
		(void)g_string_replace(bare, "<", "", 0);
		(void)g_string_replace(bare, ">", "", 0);
		g_assert_cmpstr(bright, ==, marked->str);
		g_assert_cmpstr(plain, ==, bare->str);
	}
}

/* Whatever got into the database. */
static void
test_controls_do_not_reach_the_terminal(void)
{
	g_autofree char *found =
	    quote("a \033[31mred\033[0m \xe2\x80\xae word\a", "word", false);

	g_assert_cmpstr(found, ==, "a [31mred[0m word");
}

static void
test_long_sentences_are_cut(void)
{
	g_autofree char *around = g_strnfill(5000, 'a');
	g_autofree char *text = g_strdup_printf(
	    "%s \xc3\xa9\xc3\xa9\xc3\xa9 word %s", around, around);
	g_autofree char *found = quote(text, "word", false);
	g_autoptr(GPtrArray) none = cli_quote(NULL, NULL, 1, false);

	g_assert_cmpuint(none->len, ==, 0);
	g_assert_cmpuint(strlen(found), <, 400);
	g_assert_true(g_utf8_validate(found, -1, NULL));
	g_assert_nonnull(strstr(found, "\xc3\xa9 word a"));
}

/* On both sides, with a sign that something is left out. */
static void
test_they_are_cut_between_words(void)
{
	static const char *const words[] = { "etwas", "\xc3\xa9t\xc3\xa9",
		"\xd0\xb2\xd1\x80\xd0\xb5\xd0\xbc\xd1\x8f" };

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autoptr(GString) text = g_string_new("Short. First");
		g_autofree char *found = NULL;
		g_auto(GStrv) shown = NULL;
		unsigned n;

		for (unsigned j = 0; j < 100; j++)
			g_string_append_printf(
			    text, " %s%s", words[i], j == 50 ? " word" : "");
		found = quote(text->str, "word", false);
		g_assert_true(g_str_has_prefix(found, "\xe2\x80\xa6"));
		g_assert_true(g_str_has_suffix(found, "\xe2\x80\xa6"));
		shown = g_strsplit(found, " ", -1);
		n = g_strv_length(shown);
		g_assert_cmpuint(n, >, 30);
		g_assert_cmpstr(shown[1], ==, words[i]);
		g_assert_cmpstr(shown[0] + 3, ==, words[i]);
		g_assert_true(g_str_has_prefix(shown[n - 1], words[i]));
		g_assert_cmpuint(
		    strlen(shown[n - 1]), ==, strlen(words[i]) + 3);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/quote/sentences", test_quotes_sentences);
	g_test_add_func(
	    "/cli/quote/controls", test_controls_do_not_reach_the_terminal);
	g_test_add_func("/cli/quote/long", test_long_sentences_are_cut);
	g_test_add_func(
	    "/cli/quote/between-words", test_they_are_cut_between_words);
	return g_test_run();
}
