#include "filters/rules/spans.h"

#include <string.h>

/* Returns: (transfer full): the spans as a matcher hands them out. */
static char **
copy_of(const FilterSpans *spans)
{
	return filter_spans_copy(spans, g_malloc(filter_spans_bytes(spans)));
}

static void
test_each_is_there_once_in_one_line(void)
{
	static const char *const words[] = { "my phone", "my\nphone", "phone",
		"my\tphone", "phone", "my  phone" };
	g_autoptr(FilterSpans) spans = filter_spans_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		filter_spans_add(spans, words[i], strlen(words[i]));
	g_autofree char **copy = copy_of(spans);
	g_autofree char *all = g_strjoinv("|", copy);
	g_assert_cmpstr(all, ==, "my phone|phone|my  phone");
}

static void
test_long_ones_end_between_characters(void)
{
	g_autoptr(FilterSpans) spans = filter_spans_new();
	g_autoptr(GString) text = g_string_new("a");

	while (text->len < 121)
		g_string_append(text, "\xc3\xa9");
	filter_spans_add(spans, text->str, 121);
	filter_spans_add(spans, text->str + 1, 120);
	g_autofree char **copy = copy_of(spans);
	g_assert_cmpuint(g_strv_length(copy), ==, 2);
	g_assert_cmpuint(strlen(copy[0]), ==, 119);
	g_assert_cmpuint(strlen(copy[1]), ==, 120);
	g_assert_true(g_utf8_validate(copy[0], -1, NULL));
}

static void
test_the_first_eight_are_kept(void)
{
	g_autoptr(FilterSpans) spans = filter_spans_new();

	for (char c = 'a'; c < 'z'; c++) {
		g_assert_true(filter_spans_are_full(spans) == (c >= 'i'));
		filter_spans_add(spans, &c, 1);
	}
	g_autofree char **copy = copy_of(spans);
	g_autofree char *all = g_strjoinv("", copy);
	g_assert_cmpstr(all, ==, "abcdefgh");
	filter_spans_clear(spans);
	g_autofree char **none = copy_of(spans);
	g_assert_null(none[0]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/spans/once", test_each_is_there_once_in_one_line);
	g_test_add_func(
	    "/filters/spans/long", test_long_ones_end_between_characters);
	g_test_add_func("/filters/spans/few", test_the_first_eight_are_kept);
	return g_test_run();
}
