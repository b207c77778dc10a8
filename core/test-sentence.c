#include "core/sentence.h"

#include "core/text.h"

#include <glib.h>
#include <string.h>

/* Returns: (transfer full): the sentences of @text with "|" between them. */
static char *
parted(const char *text)
{
	CoreSentence sentence = { text, 0 };
	GString *all = g_string_new(NULL);

	while (core_sentence_next(text, &sentence)) {
		if (all->len > 0)
			g_string_append_c(all, '|');
		g_string_append_len(
		    all, sentence.start, (gssize)sentence.length);
	}
	return g_string_free(all, FALSE);
}

typedef struct {
	const char *text, *parted;
} Case;

static void
assert_parted(const Case *cases, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		g_autofree char *found = parted(cases[i].text);

		g_assert_cmpstr(found, ==, cases[i].parted);
	}
}

static void
test_marks_end_sentences(void)
{
	static const Case cases[] = {
		{ "", "" },
		{ " \n\t ", "" },
		{ "No mark", "No mark" },
		{ "  One. Two! Three? Four", "One.|Two!|Three?|Four" },
		{ "it crashes. it always does. help! why?",
		    "it crashes.|it always does.|help!|why?" },
		{ "What?! Why?? No!!! Yes", "What?!|Why??|No!!!|Yes" },
		{ "Pourquoi ? Je ne sais pas !",
		    "Pourquoi ?|Je ne sais pas !" },
		{ "One.\tTwo.\u00a0Three.", "One.|Two.|Three." },
		{ "It is 5. ", "It is 5." },
		{ ".", "." },
		{ "? . !", "?|.|!" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

static void
test_points_inside_do_not(void)
{
	static const Case cases[] = {
		{ "Version 3.5 broke. It was fine in 3.4. Bye",
		    "Version 3.5 broke.|It was fine in 3.4.|Bye" },
		{ "It costs 1.200,50 or 3.50. Why", "It costs 1.200,50 or "
		                                    "3.50.|Why" },
		{ "See https://x.example/a.b?c=d!e and www.x.example. Bye",
		    "See https://x.example/a.b?c=d!e and www.x.example.|Bye" },
		{ "Is it http://x.example/? Or not", "Is it http://x.example/?|"
		                                     "Or not" },
		{ "I use Node.js and .NET. Bye",
		    "I use Node.js and .NET.|Bye" },
		{ "Write to a.b@x.example. Bye", "Write to a.b@x.example.|"
		                                 "Bye" },
		{ "Yahoo!, she said", "Yahoo!, she said" },
		{ "Bis zum 12. November. Danke", "Bis zum 12. November.|"
		                                 "Danke" },
		{ "In 2024. Then 12. Then", "In 2024.|Then 12.|Then" },
		{ "The 2. reminder, am 3. Tag. 4. Mai. \u00a35. Bye",
		    "The 2. reminder, am 3. Tag.|4. Mai.|\u00a35.|Bye" },
		{ "It was Paul's. Now it's mine",
		    "It was Paul's.|Now it's mine" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

static void
test_abbreviations_do_not(void)
{
	static const Case cases[] = {
		{ "Das geht z.B. Firefox an. Ja", "Das geht z.B. Firefox an.|"
		                                  "Ja" },
		{ "Das geht z. B. Firefox an. Ja", "Das geht z. B. Firefox an."
		                                   "|Ja" },
		{ "Browsers (e.g. Firefox), i.e. Gecko. Yes",
		    "Browsers (e.g. Firefox), i.e. Gecko.|Yes" },
		{ "Dear Mr. Smith and Dr. No. I write",
		    "Dear Mr. Smith and Dr. No.|I write" },
		{ "Sehr geehrte Fr. M\u00fcller, s. u. Danke",
		    "Sehr geehrte Fr. M\u00fcller, s. u. Danke" },
		{ "Hello J. Smith. Hello \u00c9. Zola.",
		    "Hello J. Smith.|Hello \u00c9. Zola." },
		{ "So do I. Then it fell", "So do I.|Then it fell" },
		{ "Order No. 5 came, no. Nr. 7 did not. No. Never",
		    "Order No. 5 came, no.|Nr. 7 did not.|No.|Never" },
		{ "Pens, paper, etc. are lost. Ink etc. Too bad",
		    "Pens, paper, etc. are lost.|Ink etc.|Too bad" },
		{ "At 5 p.m. we close. At 5 p.m. We said so",
		    "At 5 p.m. we close.|At 5 p.m.|We said so" },
		{ "Made in the U.S. by us. Or not", "Made in the U.S. by us.|"
		                                    "Or not" },
		{ "On Nov. 12 it broke. That was in Nov. We wait",
		    "On Nov. 12 it broke.|That was in Nov.|We wait" },
		{ "abcdefghijklmnopqrst.mr. Next", "abcdefghijklmnopqrst.mr.|"
		                                   "Next" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

static void
test_dots_and_quotes_may_go_on(void)
{
	static const Case cases[] = {
		{ "I wait... and wait... Then it falls",
		    "I wait... and wait...|Then it falls" },
		{ "I wait\u2026 and wait\u2026 Then", "I wait\u2026 and "
		                                      "wait\u2026|Then" },
		{ "It ...crashes", "It ...crashes" },
		{ "He said \"It broke.\" Then left", "He said \"It broke.\"|"
		                                     "Then left" },
		{ "\"It broke!\" he said. \u201eJa.\u201c Gut",
		    "\"It broke!\" he said.|\u201eJa.\u201c|Gut" },
		{ "It fell (twice!). It fell (twice.) Bye",
		    "It fell (twice!).|It fell (twice.)|Bye" },
		{ "This is (!) odd. **Bold.** Then",
		    "This is (!) odd.|**Bold.**|Then" },
		{ "\u00abNon.\u00bb Oui", "\u00abNon.\u00bb|Oui" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

/* \u3002 and so on need no blank. */
static void
test_other_scripts_end_theirs(void)
{
	static const Case cases[] = {
		{ "\u843d\u3061\u307e\u3059\u3002\u306a\u305c\uff1f\u306f"
		  "\u3044\uff01\u7d42",
		    "\u843d\u3061\u307e\u3059\u3002|\u306a\u305c\uff1f|\u306f"
		    "\u3044\uff01|\u7d42" },
		{ "\u300c\u306f\u3044\u3002\u300d\u3068\u8a00\u3046\u3002",
		    "\u300c\u306f\u3044\u3002\u300d\u3068\u8a00\u3046\u3002" },
		{ "\u300c\u306f\u3044\u3002\u300d\u300c\u3044\u3044\u3048"
		  "\u3002\u300d",
		    "\u300c\u306f\u3044\u3002\u300d|\u300c\u3044\u3044\u3048"
		    "\u3002\u300d" },
		{ "\u0644\u0645\u0627\u0630\u0627\u061f \u0644\u0627",
		    "\u0644\u0645\u0627\u0630\u0627\u061f|\u0644\u0627" },
		{ "\u0939\u0948\u0964 \u0928\u0939\u0940\u0902",
		    "\u0939\u0948\u0964|\u0928\u0939\u0940\u0902" },
		{ "\u5c71\u7530\n\u843d\u3061\u308b", "\u5c71\u7530|\u843d"
		                                      "\u3061\u308b" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

#define LONG "A line that a mail program broke for its length"

static void
test_lines_end_or_go_on(void)
{
	static const Case cases[] = {
		{ "Hello there\nIt crashes\n\n\nBye\n", "Hello there|It crashes"
		                                        "|Bye" },
		{ "Hi Ann,\nit crashes. I did: \nopen it",
		    "Hi Ann,|it crashes.|I did:|open it" },
		{ "I'll ring you\ntomorrow. Bye", "I'll ring you\ntomorrow.|"
		                                  "Bye" },
		{ LONG "\nWorldwide. Yes", LONG "\nWorldwide.|Yes" },
		{ LONG "\n\nNo", LONG "|No" },
		{ LONG " \n \t\nNo", LONG "|No" },
		{ "Short. And then a line that was folded with a\nWord. Bye",
		    "Short.|And then a line that was folded with a\nWord.|"
		    "Bye" },
		{ LONG " " LONG " and more\nNo", LONG " " LONG " and more|No" },
		{ LONG ".\nNo", LONG ".|No" },
		{ LONG " e.g.\nFirefox", LONG " e.g.\nFirefox" },
		{ LONG " no.\n5 of it", LONG " no.\n5 of it" },
		{ "It waits ...\nand waits", "It waits ...\nand waits" },
		{ "He is J.\nNext", "He is J.|Next" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

static void
test_bullets_begin_one(void)
{
	static const Case cases[] = {
		{ "It has\n- no ink\n* no pen\n\u2022 no paper",
		    "It has|no ink|no pen|no paper" },
		{ LONG "\n- no ink", LONG "|no ink" },
		{ "1. It crashes. Often\n2) it burns\na) hot",
		    "It crashes.|Often|it burns|hot" },
		{ LONG " the\n12. Mai", LONG " the\n12. Mai" },
		{ "it is\n-5 today and\n12", "it is|-5 today and|12" },
		{ "it is\n3", "it is|3" },
		{ "> > it\n>\n> - was\n- ", "it|was" },
		{ "1. ", "" },
		{ "1.", "1." },
		{ "so\n> it was", "so|it was" },
	};

	assert_parted(cases, G_N_ELEMENTS(cases));
}

/* White space and what bullets are made of below. */
static bool
may_be_left_out(const char *p)
{
	return strchr("->12.)Ab", *p) || g_unichar_isspace(g_utf8_get_char(p));
}

/* Whatever text: sentences come in order, have no white space at their ends,
 * leave none but white space and bullets out, and end. */
static void
test_any_text_is_parted(void)
{
	static const char *const pieces[] = { ".", "!", "?", "...", "\n", " ",
		"\t", "\u00a0", "\u3002", "\u300d", "\"", ")", "A", "b", "12",
		"1", "-", ">", "e.g", "Mr", LONG, "\u00e9", "\U0001f600", "," };

	for (int round = 0; round < 5000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		CoreSentence sentence;
		const char *behind;

		for (int i = g_test_rand_int_range(0, 20); i > 0; i--)
			g_string_append(text, pieces[g_test_rand_int_range(
			                          0, G_N_ELEMENTS(pieces))]);
		sentence = (CoreSentence){ text->str, 0 };
		behind = text->str;
		while (core_sentence_next(text->str, &sentence)) {
			const char *end = sentence.start + sentence.length;

			g_assert_cmpuint(sentence.length, >, 0);
			g_assert_true(g_utf8_validate(
			    sentence.start, (gssize)sentence.length, NULL));
			for (; behind < sentence.start;
			     behind = core_text_next(behind))
				g_assert_true(may_be_left_out(behind));
			g_assert_true(behind == sentence.start);
			g_assert_false(
			    g_unichar_isspace(g_utf8_get_char(sentence.start)));
			g_assert_false(g_unichar_isspace(
			    g_utf8_get_char(g_utf8_prev_char(end))));
			behind = end;
		}
		while (*behind && may_be_left_out(behind))
			behind = core_text_next(behind);
		g_assert_cmpint(*behind, ==, '\0');
	}
}

/* What is looked at more than once makes no megabyte take minutes. */
static void
test_long_texts_take_no_longer(void)
{
	static const char *const pieces[] = { ". ", ".", "a\n", "a.a", "\n ",
		"_", "\"", "a. b. ", "- " };

	for (unsigned i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		CoreSentence sentence;
		gint64 from = g_get_monotonic_time();

		while (text->len < 1000000)
			g_string_append(text, pieces[i]);
		sentence = (CoreSentence){ text->str, 0 };
		while (core_sentence_next(text->str, &sentence))
			;
		g_assert_cmpint(g_get_monotonic_time() - from, <, 5000000);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/sentence/marks", test_marks_end_sentences);
	g_test_add_func("/core/sentence/points", test_points_inside_do_not);
	g_test_add_func(
	    "/core/sentence/abbreviations", test_abbreviations_do_not);
	g_test_add_func(
	    "/core/sentence/dots-quotes", test_dots_and_quotes_may_go_on);
	g_test_add_func(
	    "/core/sentence/scripts", test_other_scripts_end_theirs);
	g_test_add_func("/core/sentence/lines", test_lines_end_or_go_on);
	g_test_add_func("/core/sentence/bullets", test_bullets_begin_one);
	g_test_add_func("/core/sentence/any", test_any_text_is_parted);
	g_test_add_func("/core/sentence/long", test_long_texts_take_no_longer);
	return g_test_run();
}
