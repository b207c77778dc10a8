#include "filters/rules/starts.h"

#include "core/text.h"
#include "filters/rules/rules.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

/* As "0 5": the places of @text that are tried for @pattern; NULL: all. */
static char *
places(const char *pattern, const char *text)
{
	FilterStarts *starts = filter_starts_new(pattern);
	g_autoptr(FilterPlaces) places = filter_places_new();
	size_t length = strlen(text), at = 0;
	GString *shown;

	if (!starts)
		return NULL;
	shown = g_string_new(NULL);
	filter_places_take(places, text);
	while ((at = filter_starts_next(starts, places, at)) < length)
		g_string_append_printf(
		    shown, "%s%zu", shown->len ? " " : "", at++);
	filter_starts_free(starts);
	return g_string_free(shown, FALSE);
}

static void
test_few_places_are_tried(void)
{
	static const struct {
		const char *pattern, *text, *places;
	} cases[] = {
		{ "can", "can Canned scan car", "0 4 12 16" },
		{ "\\bcan", "can Canned scan car", "0 4 16" },
		{ "\\b(can|may)\\b", "maybe can, or may", "0 6 14" },
		{ "(\\bcan|\\bmay)", "scan can may", "5 9" },
		{ "(can|\\bmay)", "scan may dismay", "1 5 12" },
		{ "\\b\\d+", "12 of 3x, x4", "0 6" },
		{ "(eur\\s+)?\\d", "eur 3", "0 4" },
		{ "a", "Banana", "1 3 5" },
		{ "a+b", "b aa ab", "2 5" },
		{ "ab*c", "ac ab abc xa", "0 3 6" },
		{ "\\?", "who? me?", "3 4 7" },
		{ "(?!no)(?<!y)n\\w", "no in", "0 4" },
		/* Kelvin's sign, and the long s. */
		{ "keep",
		    "\xe2\x84\xaa"
		    "eep keep",
		    "0 7" },
		{ "us", "u\xc5\xbf us", "0 1 4" },
		{ "\xc3\xa9t", "\xc3\x89t et", "0 4" },
		{ "[.\\d]x", "x 1x .x", "2 5" },
		{ "", "a", NULL },
		{ "a*", "a", NULL },
		{ "(a|\\b)", "a", NULL },
		{ "(?i:a)", "a", NULL },
		{ "(a)\\1", "a", NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = places(cases[i].pattern, cases[i].text);

		g_test_message("%s in %s", cases[i].pattern, cases[i].text);
		g_assert_cmpstr(got, ==, cases[i].places);
	}
}

/* A regex as PCRE2 alone sees it. */
typedef struct {
	pcre2_code *code;
	pcre2_match_data *found;
} Plain;

static bool
plainly_begins(const Plain *self, const char *text, size_t at)
{
	return pcre2_match(self->code, (PCRE2_SPTR)text, strlen(text), at,
	           PCRE2_ANCHORED, self->found, NULL) >= 0;
}

/* Each place where PCRE2 finds a match is one that is tried. */
static void
assert_all_tried(const char *pattern, const GPtrArray *texts)
{
	FilterStarts *starts = filter_starts_new(pattern);
	g_autoptr(FilterPlaces) places = filter_places_new();
	int code = 0;
	PCRE2_SIZE offset;
	Plain plain = {
		pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
		    PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MULTILINE,
		    &code, &offset, NULL),
		pcre2_match_data_create(1, NULL)
	};

	g_assert_nonnull(plain.code);
	for (unsigned i = 0; starts && i < texts->len; i++) {
		const char *text = texts->pdata[i];
		size_t length = strlen(text);

		filter_places_take(places, text);
		for (size_t at = 0; at < length;
		     at = (size_t)(core_text_next(text + at) - text))
			if (filter_starts_next(starts, places, at) > at &&
			    plainly_begins(&plain, text, at))
				g_error("%s at %zu of %s", pattern, at, text);
		g_assert_false(plainly_begins(&plain, text, length));
	}
	pcre2_match_data_free(plain.found);
	pcre2_code_free(plain.code);
	filter_starts_free(starts);
}

static void
add_regexes(const CoreQuery *query, GPtrArray *patterns)
{
	if (query->kind == CORE_QUERY_REGEX)
		g_ptr_array_add(patterns, g_strdup(query->text));
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		add_regexes(query->children->pdata[i], patterns);
}

/* Texts of what is near the borders of all kinds; most are short. */
static char *
random_text(void)
{
	static const char *const parts[] = { "k", "K", "\xe2\x84\xaa", "s",
		"\xc5\xbf", "\xc3\xa9", "e", "i", "1", "\xd9\xa3", "_", " ",
		"\n", ".", "?", "-", "'", "a", "b", "can", "i", "my " };
	GString *text = g_string_new(NULL);

	int most = g_test_rand_bit() ? 20 : 300;

	for (int n = g_test_rand_int_range(0, most); n > 0; n--)
		g_string_append(text, parts[(size_t)g_test_rand_int_range(
		                          0, G_N_ELEMENTS(parts))]);
	return g_string_free(text, FALSE);
}

/* What is found 64 bytes at a time does not end there. */
static void
test_places_are_the_same_anywhere(void)
{
	for (int n = 0; n < 200; n++) {
		g_autofree char *before = g_strnfill((size_t)n, ' ');
		g_autofree char *text =
		    g_strconcat(before, "no can cancan _can (can) ca", NULL);
		g_autofree char *want = g_strdup_printf(
		    "%d %d %d %d", n + 3, n + 7, n + 20, n + 25);
		g_autofree char *got = places("\\bcan", text);

		g_assert_cmpstr(got, ==, want);
	}
}

static void
test_no_match_is_missed(void)
{
	static const char *const patterns[] = { "\\bk+", "(s|\\d)?e", "[ks]\\b",
		"\\b(can|i|my)\\s+", "(a|b)(?=b)", "^k|\\bs\\d", "$\\na?",
		"\\w\\W", "\\d\\d?", "(a?b?|e)c?.", "\\B[is]", "(a{0}|b)i" };
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	for (int i = 0; i < 500; i++)
		g_ptr_array_add(texts, random_text());
	for (unsigned i = 0; i < G_N_ELEMENTS(patterns); i++)
		assert_all_tried(patterns[i], texts);
}

/* Returns: (transfer full): each @step-th paragraph of the wordings that the
 * sample's first half is made of. */
static GPtrArray *
wordings(const char *top, unsigned step)
{
	g_autofree char *folder =
	    g_build_filename(top, "tests/sample/first/wordings", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	unsigned n = 0;

	g_assert_nonnull(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *text = NULL;

		g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
		g_auto(GStrv) parts = g_strsplit(text, "\n\n", -1);
		for (char **part = parts; *part; part++)
			if (n++ % step == 0)
				g_ptr_array_add(texts, g_strdup(*part));
	}
	return texts;
}

static void
test_starter_rules_miss_none(void)
{
	const char *source = g_getenv("top_srcdir");
	g_autofree char *top =
	    g_canonicalize_filename(source ? source : ".", NULL);
	g_autoptr(GPtrArray) texts = wordings(top, 40);
	g_autoptr(GPtrArray) patterns = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *glob =
	    g_build_filename(top, "data/rules/*.rules", NULL);
	CoreConfig config = { .departments = g_ptr_array_new(), .rules = glob };
	g_autoptr(GError) error = NULL;

	core_limits_default(&config.limits);
	g_autoptr(GPtrArray) rules = filter_rules_load(&config, &error);
	g_assert_no_error(error);
	g_ptr_array_unref(config.departments);
	for (unsigned i = 0; i < rules->len; i++)
		add_regexes(((FilterRule *)rules->pdata[i])->when, patterns);
	g_assert_cmpuint(patterns->len, >, 100);
	g_assert_cmpuint(texts->len, >, 10);
	for (unsigned i = 0; i < patterns->len; i++)
		assert_all_tried(patterns->pdata[i], texts);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/starts/few", test_few_places_are_tried);
	g_test_add_func(
	    "/filters/starts/anywhere", test_places_are_the_same_anywhere);
	g_test_add_func("/filters/starts/none-missed", test_no_match_is_missed);
	g_test_add_func(
	    "/filters/starts/starter", test_starter_rules_miss_none);
	return g_test_run();
}
