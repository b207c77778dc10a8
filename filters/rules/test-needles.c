#include "filters/rules/needles.h"

#include "core/text.h"
#include "filters/rules/regex.h"

#include <string.h>

/* "a|b & c": choices joined by " & ", separators shown as '_'. */
static char *
show(const char *pattern)
{
	g_autoptr(GPtrArray) choices = filter_needles_of(pattern);
	GString *shown = g_string_new(NULL);

	for (unsigned i = 0; i < choices->len; i++) {
		const GPtrArray *choice = choices->pdata[i];

		for (unsigned j = 0; j < choice->len; j++) {
			g_autofree char *needle = g_strdup(choice->pdata[j]);

			g_strdelimit(needle, "\n", '_');
			g_string_append_printf(shown, "%s%s",
			    j   ? "|"
			    : i ? " & "
			        : "",
			    needle);
		}
	}
	return g_string_free(shown, FALSE);
}

static void
test_finds_what_is_demanded(void)
{
	static const struct {
		const char *pattern, *needles;
	} cases[] = {
		{ "fatal", "fatal" },
		{ "Überweisung", "uberweisung" },
		{ "\\bfatal\\s+error\\b", "_fatal_error_" },
		{ "fatal error \\d+", "fatal_error_" },
		{ "fatal[ -]error", "fatal_error" },
		{ "fatal[ x]error", "fatal & error" },
		{ "\\b(crash|freez)\\w*", "_crash|_freez" },
		{ "crash(ed|es)?", "crash" },
		{ "colou?r", "color|colour" },
		{ "go{2,}gle", "gle" },
		{ "(abc+d)+e{3}fgh", "abc & fgh" },
		{ "d[eé]marr[éeè]", "demarre" },
		{ "don['’]t", "don_t" },
		{ "don['’]?t", "dont|don_t" },
		{ "^total:?$", "_total_" },
		{ "(?:one|two)\\sthree", "one_three|two_three" },
		{ "\\w{1,50}@\\w{1,50}\\.com", "_com" },
		{ "error(?!s)|fault(?=y)", "error|fault" },
		{ "\\p{Lu}rgent", "rgent" },
		{ "退款", "退款" },
		{ "one.two.three.four", "three & four & one" },
		/* Nothing, or nothing worth it. */
		{ "", "" },
		{ "(a+)+$", "" },
		{ "\\d+", "" },
		{ "crash|.", "" },
		{ "(crash)?", "" },
		{ "(crash){0}", "" },
		{ "α", "" },
		/* Beyond the reader. */
		{ "(?i)crash", "" },
		{ "(?x) cr ash", "" },
		{ "(?<name>crash)", "" },
		{ "(*ACCEPT)crash", "" },
		{ "\\Qcr.sh\\E", "" },
		{ "\\x63rash", "" },
		{ "crash{,2}", "" },
		{ "[[:alpha:]]crash", "" },
		{ "(crash)\\1", "" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *needles = show(cases[i].pattern);

		g_assert_cmpstr(needles, ==, cases[i].needles);
	}
}

/* Whatever PCRE2 takes for a letter in the other case folds to the same. */
static void
test_letters_fold_as_pcre2_sees_them(void)
{
	g_autoptr(GPtrArray) cased = g_ptr_array_new_with_free_func(g_free);

	for (gunichar c = 0x21; c < 0x1f000; c++) {
		char one[7] = "";

		if (g_unichar_isalpha(c) &&
		    (g_unichar_toupper(c) != c || g_unichar_tolower(c) != c ||
		        c < 0x250 || (c >= 0x1c80 && c < 0x2000))) {
			one[g_unichar_to_utf8(c, one)] = '\0';
			g_ptr_array_add(cased, g_strdup(one));
		}
	}
	for (unsigned i = 0; i < cased->len; i++) {
		g_autofree char *twice =
		    g_strdup_printf("%s%s%s", (char *)cased->pdata[i],
		        (char *)cased->pdata[i], (char *)cased->pdata[i]);
		g_autofree char *needle = show(twice);
		g_autoptr(FilterRegex) regex =
		    filter_regex_new(cased->pdata[i], NULL, NULL);
		g_autoptr(GString) others = g_string_new(NULL);
		g_autoptr(FilterPlaces) places = filter_places_new();
		size_t start, length;

		if (!*needle)
			continue;
		g_autofree char *fold = core_text_fold(cased->pdata[i]);
		for (unsigned j = 0; j < cased->len; j++) {
			g_autofree char *other =
			    core_text_fold(cased->pdata[j]);

			if (strcmp(fold, other) != 0)
				g_string_append(others, cased->pdata[j]);
		}
		filter_places_take(places, others->str);
		if (filter_regex_find(regex, places, &start, &length) ==
		    FILTER_REGEX_YES)
			g_test_message("%s is %.*s to PCRE2",
			    (char *)cased->pdata[i], (int)length,
			    others->str + start);
		g_assert_cmpint(
		    filter_regex_find(regex, places, &start, &length), ==,
		    FILTER_REGEX_NO);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/needles/demands", test_finds_what_is_demanded);
	g_test_add_func(
	    "/filters/needles/letters", test_letters_fold_as_pcre2_sees_them);
	return g_test_run();
}
