#include "core/text.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define BAD "\xef\xbf\xbd"
#define RANDOM_RUNS 3000

static void
test_cleans(void)
{
	static const struct {
		const char *bytes;
		const char *clean;
		bool changed;
	} cases[] = {
		{ "", "", false },
		{ "plain\ttext\n", "plain\ttext\n", false },
		{ "a\r\nb\rc\r\r\n", "a\nb\nc\n\n", false },
		{ "a\x01"
		  "b\x1b[31m\x7f",
		    "ab[31m", true },
		{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f", false },
		{ "latin \xfc.", "latin " BAD ".", true },
		{ "cut \xe2\x82", "cut " BAD BAD, true },
		{ "overlong \xc0\xaf", "overlong " BAD BAD, true },
		{ "surrogate \xed\xa0\x80", "surrogate " BAD BAD BAD, true },
		{ "c1 \xc2\x85.", "c1 .", true },
		{ "bidi \xe2\x80\xaegpj.exe", "bidi gpj.exe", true },
		{ "\xef\xbb\xbfmark", "mark", true },
		{ "zero\xe2\x80\x8bwidth", "zerowidth", true },
		{ "arabic mark\xd8\x9c", "arabic mark", true },
		{ "isolate \xe2\x81\xa6x\xe2\x81\xa9", "isolate x", true },
		{ "joined \xe2\x80\x8d stays", "joined \xe2\x80\x8d stays",
		    false },
		{ "\xf0\x9f\x98\x80 " BAD, "\xf0\x9f\x98\x80 " BAD, false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		bool changed = !cases[i].changed;
		g_autofree char *clean = core_text_clean(
		    cases[i].bytes, strlen(cases[i].bytes), 1000, &changed);

		g_assert_cmpstr(clean, ==, cases[i].clean);
		g_assert_cmpint(changed, ==, cases[i].changed);
		g_assert_true(core_text_is_clean(clean, strlen(clean)));
		g_assert_cmpint(
		    core_text_is_clean(cases[i].bytes, strlen(cases[i].bytes)),
		    ==, strcmp(clean, cases[i].bytes) == 0);
	}
}

/* As the header has it. */
static bool
is_kept(gunichar c)
{
	static const gunichar taken[][2] = { { 0, 8 }, { 11, 31 },
		{ 0x7F, 0x9F }, { 0x61C, 0x61C }, { 0x200B, 0x200B },
		{ 0x200E, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2064 },
		{ 0x2066, 0x2069 }, { 0xFEFF, 0xFEFF } };

	for (size_t i = 0; i < G_N_ELEMENTS(taken); i++)
		if (c >= taken[i][0] && c <= taken[i][1])
			return false;
	return true;
}

static void
test_takes_the_same_out_of_all_characters(void)
{
	for (gunichar c = 1; c <= 0x10FFFF; c++) {
		char text[] = "       ", wanted[] = "       ";
		size_t length = c >= 0xD800 && c <= 0xDFFF
		                    ? 0
		                    : (size_t)g_unichar_to_utf8(c, text);

		if (!length || c == '\r')
			continue;
		g_autofree char *clean = core_text_clean(text, length, 8, NULL);
		memcpy(wanted, text, length);
		wanted[is_kept(c) ? length : 0] = '\0';
		if (strcmp(clean, wanted) != 0)
			g_error("U+%04X", c);
	}
}

static void
test_takes_nuls_out(void)
{
	bool changed = false;
	g_autofree char *clean = core_text_clean("a\0b\0", 4, 100, &changed);

	g_assert_cmpstr(clean, ==, "ab");
	g_assert_true(changed);
	g_assert_false(core_text_is_clean("a\0b", 3));
}

static void
test_cuts_between_characters(void)
{
	static const struct {
		const char *bytes;
		size_t max_bytes;
		const char *clean;
	} cases[] = {
		{ "abc", 3, "abc" },
		{ "abcd", 3, "abc" },
		{ "abc", 0, "" },
		{ "a\xc3\xbc", 2, "a" },
		{ "a\xc3\xbc", 3, "a\xc3\xbc" },
		{ "\xf0\x9f\x98\x80x", 3, "" },
		{ "ab\xff", 4, "ab" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *clean = core_text_clean(cases[i].bytes,
		    strlen(cases[i].bytes), cases[i].max_bytes, NULL);

		g_assert_cmpstr(clean, ==, cases[i].clean);
	}
}

/* Random bytes that often are lead bytes, tails, controls and line ends. */
static size_t
fill(char *bytes, size_t max)
{
	static const char *const pieces[] = { "\r", "\n", "\t", " ", "a",
		"\xc2\x80", "\xe2\x80\xae", "\xe2\x80", "\xf0\x9f\x98\x80",
		"\xed\xa0\x80", "\xd8\x9c", "\xe3\x81\x82", "\xef\xbb\xbf",
		"e\xcc\x81", "\xf4\x90\x80\x80" };
	size_t length = (size_t)g_test_rand_int_range(0, (gint32)max - 4);
	size_t i = 0;

	while (i < length) {
		if (g_test_rand_int_range(0, 3) == 0) {
			bytes[i++] = (char)g_test_rand_int_range(0, 256);
			continue;
		}
		const char *piece =
		    pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))];
		memcpy(bytes + i, piece, strlen(piece));
		i += strlen(piece);
	}
	return i;
}

static void
assert_nothing_banned(const char *text)
{
	for (const char *p = text; *p; p = core_text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		g_assert_true(c >= 0x20 || c == '\n' || c == '\t');
		g_assert_false(c >= 0x7F && c < 0xA0);
		g_assert_false(c == 0x061C || c == 0x200B || c == 0xFEFF);
		g_assert_false(c >= 0x200E && c <= 0x200F);
		g_assert_false(c >= 0x202A && c <= 0x202E);
		g_assert_false(c >= 0x2060 && c <= 0x2064);
		g_assert_false(c >= 0x2066 && c <= 0x2069);
	}
}

static void
test_any_bytes_become_clean(void)
{
	for (int run = 0; run < RANDOM_RUNS; run++) {
		char bytes[200];
		size_t length = fill(bytes, sizeof(bytes));
		size_t max_bytes = (size_t)g_test_rand_int_range(0, 700);
		bool changed;
		g_autofree char *clean =
		    core_text_clean(bytes, length, max_bytes, NULL);

		g_assert_true(g_utf8_validate(clean, -1, NULL));
		g_assert_cmpuint(strlen(clean), <=, max_bytes);
		assert_nothing_banned(clean);
		g_assert_true(core_text_is_clean(clean, strlen(clean)));
		g_autofree char *again =
		    core_text_clean(clean, strlen(clean), max_bytes, &changed);
		g_assert_cmpstr(again, ==, clean);
		g_assert_false(changed);
	}
}

static void
test_any_bytes_become_a_line_and_fold(void)
{
	for (int run = 0; run < RANDOM_RUNS; run++) {
		char bytes[200];
		size_t length = fill(bytes, sizeof(bytes));
		size_t max_bytes = (size_t)g_test_rand_int_range(0, 300);
		g_autofree char *line =
		    core_text_line(bytes, length, max_bytes);

		g_assert_true(g_utf8_validate(line, -1, NULL));
		g_assert_cmpuint(strlen(line), <=, max_bytes);
		g_assert_null(strpbrk(line, "\r\n\t"));
		g_assert_null(strstr(line, "  "));
		g_autofree char *again =
		    core_text_line(line, strlen(line), max_bytes);
		g_assert_cmpstr(again, ==, line);
		g_autofree char *folded = core_text_fold(line);
		g_autofree char *twice = core_text_fold(folded);
		g_assert_cmpstr(twice, ==, folded);
	}
}

static void
test_lines(void)
{
	static const struct {
		const char *bytes;
		size_t max_bytes;
		const char *line;
	} cases[] = {
		{ "", 10, "" },
		{ " \t\r\n ", 10, "" },
		{ "  Re:\r\n\t  hello   world ", 100, "Re: hello world" },
		{ "a b", 2, "a" },
		{ "a b", 3, "a b" },
		{ "a\xc2\xa0\xe2\x80\x83"
		  "b\xe2\x80\xa8"
		  "c",
		    100, "a b c" },
		{ "one\x0btwo", 100, "onetwo" },
		{ "                                      x", 3, "x" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = core_text_line(
		    cases[i].bytes, strlen(cases[i].bytes), cases[i].max_bytes);

		g_assert_cmpstr(line, ==, cases[i].line);
	}
}

/* One blank for each run, by the byte. */
static char *
squeeze_slowly(const char *bytes)
{
	GString *line = g_string_new(NULL);

	for (const char *c = bytes; *c; c++)
		if (*c > ' ')
			g_string_append_c(line, *c);
		else if (line->len && c[1] > ' ')
			g_string_append_c(line, ' ');
	return g_string_free(line, FALSE);
}

static void
test_squeezes_wherever_blanks_are(void)
{
	for (int run = 0; run < RANDOM_RUNS; run++) {
		char bytes[81];
		size_t length = (size_t)g_test_rand_int_range(0, 81);
		int blanks = g_test_rand_int_range(2, 40);

		for (size_t i = 0; i < length; i++)
			bytes[i] = g_test_rand_int_range(0, blanks)
			               ? 'a'
			               : " \t\r\n"[g_test_rand_int_range(0, 4)];
		bytes[length] = '\0';
		g_autofree char *wanted = squeeze_slowly(bytes);
		core_text_squeeze(bytes, length);
		g_assert_cmpstr(bytes, ==, wanted);
	}
}

static void
test_shortens(void)
{
	static const struct {
		const char *text;
		size_t max_chars;
		const char *shortened;
	} cases[] = {
		{ "", 0, "" },
		{ "short", 5, "short" },
		{ "shorter", 5, "short" ELLIPSIS },
		{ "when I save the file", 13, "when I save" ELLIPSIS },
		{ "when I save the file", 11, "when I save" ELLIPSIS },
		{ "a bbbbbbbbbbbbbbbb", 10, "a bbbbbbbb" ELLIPSIS },
		{ "\xc3\xa4\xc3\xb6\xc3\xbc", 2, "\xc3\xa4\xc3\xb6" ELLIPSIS },
		{ "x", 0, ELLIPSIS },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *shortened =
		    core_text_shorten(cases[i].text, cases[i].max_chars);

		g_assert_cmpstr(shortened, ==, cases[i].shortened);
	}
}

static void
join_word(const char *start, size_t length, void *data)
{
	GString *joined = data;

	if (joined->len > 0)
		g_string_append_c(joined, '|');
	g_string_append_len(joined, start, (gssize)length);
}

static void
test_words(void)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "" },
		{ "...", "" },
		{ "It crashes, v2.0!", "It|crashes|v2|0" },
		{ "don't 'quote' it''s", "don't|quote|it|s" },
		{ "l\xe2\x80\x99"
		  "app",
		    "l\xe2\x80\x99"
		    "app" },
		{ "ends'", "ends" },
		{ "cafe\xcc\x81 caf\xc3\xa9", "cafe\xcc\x81|caf\xc3\xa9" },
		{ "\xd0\xb4\xd0\xb0,\xd0\xbd\xd0\xb5\xd1\x82",
		    "\xd0\xb4\xd0\xb0|\xd0\xbd\xd0\xb5\xd1\x82" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) joined = g_string_new(NULL);

		core_text_foreach_word(cases[i].text, join_word, joined);
		g_assert_cmpstr(joined->str, ==, cases[i].words);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{ "/core/text/cleans", test_cleans },
		{ "/core/text/characters",
		    test_takes_the_same_out_of_all_characters },
		{ "/core/text/nuls", test_takes_nuls_out },
		{ "/core/text/cuts", test_cuts_between_characters },
		{ "/core/text/any-bytes", test_any_bytes_become_clean },
		{ "/core/text/any-line",
		    test_any_bytes_become_a_line_and_fold },
		{ "/core/text/lines", test_lines },
		{ "/core/text/squeezes", test_squeezes_wherever_blanks_are },
		{ "/core/text/shortens", test_shortens },
		{ "/core/text/words", test_words },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
