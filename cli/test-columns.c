#include "cli/columns.h"

#include <glib.h>

#define HAN "\xe9\x80\x80\xe6\xac\xbe"
#define DOTS "\xe2\x80\xa6"

static void
test_cuts_behind_words(void)
{
	static const struct {
		const char *text;
		int columns;
		const char *cut;
	} cases[] = {
		{ "It broke", 8, "It broke" },
		{ "It broke again", 13, "It broke" DOTS },
		{ "It broke again", 9, "It broke" DOTS },
		{ "Unbreakable", 6, "Unbre" DOTS },
		{ "a Donaudampfschiff", 12, "a Donaudamp" DOTS },
		/* Two columns each; half a sign is none. */
		{ HAN HAN, 8, HAN HAN },
		{ HAN HAN, 7, HAN "\xe9\x80\x80" DOTS },
		{ HAN HAN, 6, HAN DOTS },
		/* The accent goes with its letter. */
		{ "ae\xcc\x81z", 3, "ae\xcc\x81z" },
		{ "ae\xcc\x81zz", 3, "ae\xcc\x81" DOTS },
		{ "", 0, "" },
		{ "x", 0, DOTS },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *cut =
		    cli_columns_cut(cases[i].text, cases[i].columns);

		g_assert_cmpstr(cut, ==, cases[i].cut);
		g_assert_true(g_utf8_validate(cut, -1, NULL));
	}
}

static void
test_columns_stand_below_each_other(void)
{
	static const struct {
		const char *text, *fill, *lead;
	} cases[] = {
		{ "Ann", "Ann  ", "Ann  " },
		{ HAN, HAN " ", HAN " " },
		{ "e\xcc\x81", "e\xcc\x81    ", "e\xcc\x81    " },
		{ "12345", "12345", "12345" },
		{ "123456", "123456", "123456\n     " },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *fill = cli_columns_fill(cases[i].text, 5);
		g_autofree char *lead = cli_columns_lead(cases[i].text, 5);

		g_assert_cmpstr(fill, ==, cases[i].fill);
		g_assert_cmpstr(lead, ==, cases[i].lead);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/columns/cut", test_cuts_behind_words);
	g_test_add_func(
	    "/cli/columns/fill", test_columns_stand_below_each_other);
	return g_test_run();
}
