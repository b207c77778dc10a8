#include "store/room.h"

#include "store/error.h"
#include "store/test-rows.h"

static void
test_percent_is_of_what_is_scarcer(void)
{
	static const struct {
		StoreRoom room;
		int percent;
	} cases[] = {
		{ { 50, 100, 0, 0 }, 50 },
		{ { 50, 100, 3, 100 }, 3 },
		{ { 2, 100, 80, 100 }, 2 },
		{ { 499, 10000, 1, 1 }, 4 },
		{ { 0, 100, 1, 1 }, 0 },
		{ { 1, 0, 0, 0 }, 100 },
		{ { INT64_C(1) << 60, INT64_C(1) << 61, 0, 0 }, 50 },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(
		    store_room_percent(&cases[i].room), ==, cases[i].percent);
}

static void
test_looks_where_a_file_will_be(void)
{
	g_autofree char *below =
	    g_build_filename(g_get_tmp_dir(), "none", "of", "t.db", NULL);
	g_autofree char *beside =
	    g_build_filename(g_get_tmp_dir(), "t.db", NULL);
	g_autoptr(GError) error = NULL;
	StoreRoom there = { 0 }, here = { 0 };

	store_room_read(below, &there, &error);
	g_assert_no_error(error);
	store_room_read(beside, &here, &error);
	g_assert_no_error(error);
	g_assert_cmpint(here.all_bytes, >, 0);
	g_assert_cmpint(there.all_bytes, ==, here.all_bytes);
}

static void
test_there_is_room_or_not(TestStore *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_true(store_has_room(place->store, 0, &error));
	g_assert_no_error(error);
	/* More than all is never free. */
	g_assert_false(store_has_room(place->store, 101, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
	g_assert_nonnull(strstr(error->message, place->folder));
	g_assert_nonnull(strstr(error->message, "free-space = 101%"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/store/room/percent", test_percent_is_of_what_is_scarcer);
	g_test_add_func("/store/room/folder", test_looks_where_a_file_will_be);
	g_test_add("/store/room/limit", TestStore, NULL, test_rows_set_up,
	    test_there_is_room_or_not, test_rows_tear_down);
	return g_test_run();
}
