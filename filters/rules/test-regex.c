#include "filters/rules/regex.h"

#include <string.h>
#include <time.h>

static FilterRegex *
regex_of(const char *pattern)
{
	g_autoptr(GError) error = NULL;
	FilterRegex *regex = filter_regex_new(pattern, NULL, &error);

	g_assert_no_error(error);
	return regex;
}

static FilterPlaces *
places_of(const char *text)
{
	FilterPlaces *places = filter_places_new();

	filter_places_take(places, text);
	return places;
}

/* @count times @piece, and @end. */
static char *
text_of(const char *piece, int count, const char *end)
{
	GString *text = g_string_new(NULL);

	while (count-- > 0)
		g_string_append(text, piece);
	return g_string_free(g_string_append(text, end), FALSE);
}

static void
test_finds_the_first_place(void)
{
	static const struct {
		const char *pattern, *piece;
		int count;
		const char *end, *found; /* NULL: not there */
	} cases[] = {
		{ "b+", "a", 0, "abba bb", "bb" },
		{ "x\\d", "é ", 3000, "x7 x8", "x7" },
		{ "\\bfoo\\b", "xfoo ", 900, "foo", "foo" },
		{ "(?<=éé)z", "é", 1500, "z", "z" },
		{ "^z", "a\n", 700, "z", "z" },
		{ "^é{9}z", "é", 2000, "z", NULL },
		{ "nowhere", "somewhere ", 3000, "", NULL },
		{ "$", "", 0, "", "" },
		/* No further than 64 KB, and no half word there. */
		{ "end", "0123456 ", 8192, "end", NULL },
		{ "e\\b", "0123456 ", 8191, "0 eeeeeeeee", NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(FilterRegex) regex = regex_of(cases[i].pattern);
		g_autofree char *text =
		    text_of(cases[i].piece, cases[i].count, cases[i].end);
		g_autoptr(FilterPlaces) places = places_of(text);
		size_t start, length;
		FilterRegexOutcome outcome =
		    filter_regex_find(regex, places, &start, &length);

		g_test_message("%s", cases[i].pattern);
		g_assert_cmpint(outcome, ==,
		    cases[i].found ? FILTER_REGEX_YES : FILTER_REGEX_NO);
		if (!cases[i].found)
			continue;
		g_autofree char *found = g_strndup(text + start, length);
		g_assert_cmpstr(found, ==, cases[i].found);
	}
}

/* Each would take from minutes to the end of days. */
static void
test_what_explodes_gives_up(void)
{
	static const char *const patterns[] = { "(a+)+$", "(a|a)*b$",
		"(\\w+\\s?)+x$", "(\\w|\\d|a)+\\b!", "(?s)(a.*?){12}z",
		"\\w{1,3000}\\w{1,3000}z", "(?=(a*))\\1{2,}b" };
	g_autofree char *text = text_of("a", 65000, " 9z9y9b9x9!9");
	g_autoptr(FilterPlaces) places = places_of(text);

	for (unsigned i = 0; i < G_N_ELEMENTS(patterns); i++) {
		g_autoptr(FilterRegex) regex = regex_of(patterns[i]);
		size_t start, length;
		clock_t before = clock();

		g_test_message("%s", patterns[i]);
		g_assert_cmpint(
		    filter_regex_find(regex, places, &start, &length), ==,
		    FILTER_REGEX_LIMIT);
		/* A hundred times what it takes where nothing else runs. */
		g_assert_cmpint(
		    clock() - before, <, 60 * (clock_t)CLOCKS_PER_SEC);
	}
}

/* Hyperscan worked on this one for a minute. */
static void
test_what_explodes_elsewhere_is_quick(void)
{
	g_autoptr(FilterRegex) regex = regex_of("\\w{1,50}@\\w{1,50}\\.com");
	g_autofree char *text =
	    text_of("lorem ipsum@dolor ", 3000, "me@there.com");
	g_autoptr(FilterPlaces) places = places_of(text);
	size_t start, length;

	g_assert_cmpint(filter_regex_find(regex, places, &start, &length), ==,
	    FILTER_REGEX_YES);
	g_assert_cmpuint(length, ==, strlen("me@there.com"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/regex/first", test_finds_the_first_place);
	g_test_add_func("/filters/regex/explodes", test_what_explodes_gives_up);
	g_test_add_func(
	    "/filters/regex/elsewhere", test_what_explodes_elsewhere_is_quick);
	return g_test_run();
}
