#include "store/list-json.h"

#include "core/autoptr.h"

#include <glib.h>

/* As the library writes it. */
static char *
by_jansson(char *const *list)
{
	g_autoptr(json_t) array = json_array();

	for (; *list; list++)
		(void)json_array_append_new(array, json_string(*list));
	return json_dumps(array, JSON_COMPACT);
}

static void
assert_comes_back(char *const *list)
{
	g_autofree char *text = store_list_to_json(list);
	g_autofree char *wanted = by_jansson(list);
	g_auto(GStrv) back = store_list_from_json(text);

	g_assert_cmpstr(text, ==, wanted);
	g_assert_true(
	    g_strv_equal((const char *const *)list, (const char *const *)back));
}

static void
test_lists_are_as_jansson_has_them(void)
{
	static const char *const lists[] = { "", "a", "qa;support", ";;",
		"it \"crashes\";C:\\temp\\;a/b",
		("Stra\xc3\x9f"
		 "e;\xe2\x82\xac;\xf0\x9f\x98\x80"),
		"\x01\x02\x07\b\t\n\v\f\r\x1b\x1f \x7f", "[1,2];{};null" };

	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_auto(GStrv) list = g_strsplit(lists[i], ";", -1);

		assert_comes_back(list);
	}
	for (char c = 1; c < 0x7f; c++) {
		char *list[] = { (char[]){ c, '\0' }, (char[]){ "" }, NULL };

		assert_comes_back(list);
	}
}

static void
test_what_is_no_list_is_empty(void)
{
	static const char *const texts[] = { "", "{}", "[", "7", "[]" };
	g_autofree char *none = store_list_to_json(NULL);

	g_assert_cmpstr(none, ==, "[]");
	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_auto(GStrv) list = store_list_from_json(texts[i]);

		g_assert_nonnull(list);
		g_assert_null(list[0]);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/store/list-json/as-jansson", test_lists_are_as_jansson_has_them);
	g_test_add_func(
	    "/store/list-json/no-list", test_what_is_no_list_is_empty);
	return g_test_run();
}
