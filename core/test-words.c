#include "core/query-value.h"
#include "core/words.h"

#include <glib.h>

static void
add(const char *start, size_t length, const char *folded, void *data)
{
	g_autofree char *stands = g_strndup(start, length);

	g_string_append_printf(data, "[%s=%s]", stands, folded);
}

static void
test_words_are_folded_and_parted(void)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "" },
		{ " -- !", "" },
		{ "It CRASHES, again",
		    "[It=it][CRASHES=crashes][again=again]" },
		{ "Factur\xc3\xa9", "[Factur\xc3\xa9=facture]" },
		{ "Stra\xc3\x9f"
		  "e",
		    "[Stra\xc3\x9f"
		    "e=strasse]" },
		{ "\xc4\xb0stanbul", "[\xc4\xb0stanbul=istanbul]" },
		{ "don't l\xe2\x80\x99"
		  "app",
		    "[don=don][t=t][l=l][app=app]" },
		{ "'quoted'", "[quoted=quoted]" },
		{ "\xef\xbc\xa1\xef\xbc\xa2", "[\xef\xbc\xa1\xef\xbc\xa2=ab]" },
		{ "\xe9\x80\x80\xe6\xac\xbe!",
		    "[\xe9\x80\x80\xe6\xac\xbe=\xe9\x80\x80\xe6\xac\xbe]" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) words = g_string_new(NULL);

		core_words_foreach(cases[i].text, add, words);
		g_assert_cmpstr(words->str, ==, cases[i].words);
	}
}

static void
test_scripts_without_blanks_are_told(void)
{
	static const char *const unparted[] = { "\xe9\x80\x80\xe6\xac\xbe",
		"\xe3\x83\xa1", "x\xe9\x80\x80", "\xe0\xb8\x81" };
	static const char *const parted[] = { "", "word",
		"\xd1\x81\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe", "\xed\x95\x9c" };

	for (unsigned i = 0; i < G_N_ELEMENTS(unparted); i++)
		g_assert_true(core_word_is_unparted(unparted[i]));
	for (unsigned i = 0; i < G_N_ELEMENTS(parted); i++)
		g_assert_false(core_word_is_unparted(parted[i]));
}

static void
test_whole_values_are_compared(void)
{
	static const struct {
		const char *query, *value;
		bool holds;
	} cases[] = {
		{ "lang:de", "de", true },
		{ "lang:DE", "de", true },
		{ "lang:d", "de", false },
		{ "lang:d*", "de", true },
		{ "lang:de", NULL, false },
		{ "source:Caf\xc3\xa9", "cafe", true },
		{ "tag:bug", "bug", true },
		{ "tag:bug", "BUG/crash", true },
		{ "tag:bug", "bugs", false },
		{ "tag:bug*", "bugs", true },
		{ "tag:bug/crash", "bug", false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CoreQuery) query =
		    core_query_parse(cases[i].query, 1, NULL);

		g_assert_nonnull(query);
		g_assert_true(
		    core_query_holds(query, cases[i].value) == cases[i].holds);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/words/folded", test_words_are_folded_and_parted);
	g_test_add_func(
	    "/core/words/scripts", test_scripts_without_blanks_are_told);
	g_test_add_func(
	    "/core/query-value/holds", test_whole_values_are_compared);
	return g_test_run();
}
