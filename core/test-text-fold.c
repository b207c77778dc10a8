/* Letters that are one to who looks for a word. */
#include "core/text.h"

#include <string.h>

static void
test_folds(void)
{
	static const struct {
		const char *text, *folded;
	} cases[] = {
		{ "", "" },
		{ "CRASHES", "crashes" },
		{ "Caf\xc3\xa9 CAFE\xcc\x81", "cafe cafe" },
		{ "Stra\xc3\x9f"
		  "e",
		    "strasse" },
		{ "\xef\xbc\xa1\xef\xbd\x82", "ab" },
		{ "\xef\xac\x81x", "fix" },
		{ "\xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
		    "\xcf\x83\xce\xb9\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf"
		    "\x83" },
		{ "\xc4\xb0stanbul", "istanbul" },
		{ "\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0",
		    "\xd0\xb5\xd0\xbb\xd0\xba\xd0\xb0" },
		/* A voicing mark makes another kana, not an accent. */
		{ "\xe3\x81\x8c", "\xe3\x81\x8c" },
		{ "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d",
		    "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *folded = core_text_fold(cases[i].text);

		g_assert_cmpstr(folded, ==, cases[i].folded);
	}
}

/* Canonical ordering of one run of marks would take minutes for this. */
static void
test_folding_again_changes_no_character(void)
{
	for (gunichar c = 1; c <= 0x10ffff; c++) {
		char text[8] = "";

		if (!g_unichar_validate(c))
			continue;
		text[g_unichar_to_utf8(c, text)] = '\0';
		g_autofree char *once = core_text_fold(text);
		g_autofree char *twice = core_text_fold(once);
		if (strcmp(once, twice) != 0)
			g_error("U+%04X folds to %s, and that to %s", c, once,
			    twice);
	}
}

/* What is folded by a table folds as Unicode's way does it, which a letter of
 * another script makes it go. */
static void
test_common_letters_fold_as_all(void)
{
	/* ASCII, letters, the signs between them, other scripts */
	static const int ranges[][2] = { { 0x20, 0x7f }, { 0xa0, 0x100 },
		{ 0xc0, 0x100 }, { 0x2010, 0x2044 }, { 0x20a0, 0x20b0 },
		{ 0xfffd, 0xfffe }, { 0x400, 0x460 }, { 0x3000, 0x3100 },
		{ 0x4e00, 0xa000 }, { 0xac00, 0xd7b0 }, { 0x300, 0x310 } };

	for (int round = 0; round < 5000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);

		for (int n = g_test_rand_int_range(0, 8); n > 0; n--) {
			const int *range = ranges[g_test_rand_int_range(
			    0, (int)G_N_ELEMENTS(ranges))];

			g_string_append_unichar(
			    text, (gunichar)g_test_rand_int_range(
			              range[0], range[1]));
		}
		g_autofree char *folded = core_text_fold(text->str);
		g_autofree char *want = g_strconcat(folded, "\xcf\x89", NULL);
		g_string_append(text, "\xce\xa9");
		g_autofree char *other = core_text_fold(text->str);
		g_assert_cmpstr(other, ==, want);
	}
}

static void
test_folds_a_megabyte_of_marks_in_time(void)
{
	static const char *const marks[] = { "\xcc\x81\xcc\xa7",
		"\xe3\x82\x99\xe0\xa4\xbc" };

	for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
		g_autoptr(GString) text = g_string_new("a");
		int64_t start_us = g_get_monotonic_time();

		while (text->len < 1 << 20)
			g_string_append(text, marks[i]);
		g_autofree char *folded = core_text_fold(text->str);
		g_assert_cmpint(folded[0], ==, 'a');
		g_assert_cmpint(
		    g_get_monotonic_time() - start_us, <, 20 * G_USEC_PER_SEC);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/text/folds", test_folds);
	g_test_add_func(
	    "/core/text/folds-once", test_folding_again_changes_no_character);
	g_test_add_func("/core/text/western", test_common_letters_fold_as_all);
	g_test_add_func(
	    "/core/text/marks", test_folds_a_megabyte_of_marks_in_time);
	return g_test_run();
}
