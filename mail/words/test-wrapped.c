#include "mail/words/test-own.h"
#include "mail/words/words.h"

#include <glib.h>

#define LONG "> " LONG_WORDS
#define LONG_WORDS                                                             \
	"We have looked at the pump that you sent to us in the first week "    \
	"of May"
#define ASKED "On Mon, 16 Nov 2026 at 08:00, Ann <ann@b.example> wrote:"

static void
test_rests_of_quoted_lines_go(void)
{
	static const TestOwn rows[] = {
		{ "Yes.\n" LONG "\nand it is\n> well.\n", "Yes." },
		/* the next word did not fit, and a comma says that one comes */
		{ "Yes.\n" LONG ",\nthoroughly as it deserves, and find\n> it "
		  "well.\n",
		    "Yes." },
		{ "Yes.\n> See (https://b.example/a?\nnonce=3dd518)\n> Ann\n",
		    "Yes." },
		{ "Yes.\n> See it\n (https://b.example/a) >\n> Ann\n", "Yes." },
		{ "Yes.\n> See it\n <https://b.example/a>\n> Ann\n", "Yes." },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

static void
test_answers_between_quoted_lines_stay(void)
{
	static const TestOwn rows[] = {
		{ "> Is it well?\nit is\n> Since when?\n", "it is" },
		{ LONG "?\nyes, and\n> where?\n", "yes, and" },
		{ LONG "\nthoroughly I hope, or else I come and do it "
		       "myself\n> well.\n",
		    "thoroughly I hope, or else I come and do it myself" },
		{ LONG ",\n12 May\n> I think.\n", "12 May" },
		{ "> Which one,\nthe one that I told you of in my first mail\n"
		  "> or the other?\n",
		    "the one that I told you of in my first mail" },
		{ "> Where is it?\nhttps://b.example/a\n> And this?\n",
		    "https://b.example/a" },
		{ "> Where is it?\n(https://b.example/a is it)\n> And?\n",
		    "(https://b.example/a is it)" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

static void
test_words_in_the_line_of_an_attribution_stay(void)
{
	static const TestOwn rows[] = {
		{ "Yes. " ASKED "\n> x\n", "Yes." },
		{ "Yes. " ASKED "\n\n> x\n", "Yes." },
		{ "Yes,\nit is - by now--- On Mon, 16 Nov 2026, Ann "
		  "<ann@b.example> wrote:\n> x\n",
		    "Yes,\nit is - by now" },
		{ "Ja Am 16.11.2026 um 08:00 schrieb Ann "
		  "<ann@b.example>:\n> x\n",
		    "Ja" },
		{ "Yes.\nEL> " ASKED "\n>> x\n", "Yes." },
		{ "Yes.\n\nOn Mon, 16 Nov 2026 Ann Le Blanc "
		  "<ann2@b.example> wrote:\n> x\n",
		    "Yes." },
		{ "Yes.\n" ASKED "\n> x\n", "Yes." },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

static void
test_a_name_below_a_telephones_footer_quotes(void)
{
	static const TestOwn rows[] = {
		{ "Yes.\n\nSent from Samsung Mobile\n\nAnn Doe wrote:\n\nx\n",
		    "Yes." },
		{ "Yes.\n\nSent from my phone\n\nMy reasons:\nit leaks\n",
		    "Yes.\n\nMy reasons:\nit leaks" },
		{ "Yes.\n\nSent by Ann\n\nAnn Doe wrote:\n\nit leaks\n",
		    "Yes.\n\nSent by Ann\n\nAnn Doe wrote:\n\nit leaks" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

/* Each word of the line could begin an attribution. */
static void
test_long_lines_take_no_long_time(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	bool is_full;

	while (text->len < 1 << 19)
		g_string_append(text, "On 8:00 ");
	g_string_append(text, ":\n> x\n");
	gint64 before = g_get_monotonic_time();
	g_autofree char *words = mail_words(text->str, NULL, &is_full);

	g_assert_true(g_str_has_prefix(words, "On 8:00 On"));
	g_assert_cmpint(
	    g_get_monotonic_time() - before, <, 5 * G_TIME_SPAN_SECOND);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/wrapped/rests", test_rests_of_quoted_lines_go);
	g_test_add_func(
	    "/mail/wrapped/answers", test_answers_between_quoted_lines_stay);
	g_test_add_func("/mail/wrapped/in-line",
	    test_words_in_the_line_of_an_attribution_stay);
	g_test_add_func("/mail/wrapped/telephones",
	    test_a_name_below_a_telephones_footer_quotes);
	g_test_add_func(
	    "/mail/wrapped/long", test_long_lines_take_no_long_time);
	return g_test_run();
}
