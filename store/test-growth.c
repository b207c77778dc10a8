#include "store/growth.h"

#include "store/db.h"
#include "store/test-rows.h"

#define NOW 1794819600
#define DAY_S 86400

static StoreGrowth
growth(const TestStore *place, int64_t now)
{
	g_autoptr(GError) error = NULL;
	StoreGrowth found = { 0 };

	store_growth_read(place->store, now, &found, &error);
	g_assert_no_error(error);
	return found;
}

static void
add_days(Store *store, int from, int to, int mails)
{
	for (int day = from; day < to; day++)
		for (int i = 0; i < mails; i++)
			test_rows_add(
			    store, &(TestRow){
			               .received_at = NOW - day * DAY_S - 60 });
}

static int64_t
used_bytes(Store *store)
{
	return test_rows_int(store,
	    "SELECT page_count * page_size FROM pragma_page_count,"
	    " pragma_page_size");
}

static void
test_counts_the_mail_of_the_last_weeks(TestStore *place, const void *data)
{
	StoreGrowth found;

	(void)data;
	add_days(place->store, 0, 40, 3);
	found = growth(place, NOW);
	g_assert_cmpint(found.days, ==, 28);
	g_assert_cmpint(found.mails, ==, 28 * 3);
	g_assert_cmpint(
	    found.bytes_a_day, ==, used_bytes(place->store) / 120 * 3);
}

static void
test_looks_no_further_back_than_there_is_mail(
    TestStore *place, const void *data)
{
	StoreGrowth found;

	(void)data;
	found = growth(place, NOW);
	g_assert_cmpint(found.days, ==, 0);
	add_days(place->store, 0, 1, 5);
	found = growth(place, NOW);
	g_assert_cmpint(found.days, ==, 0);
	add_days(place->store, 1, 10, 5);
	found = growth(place, NOW);
	g_assert_cmpint(found.days, ==, 9);
	g_assert_cmpint(found.mails, ==, 45);
	/* A clock that is set back. */
	found = growth(place, NOW - 400 * DAY_S);
	g_assert_cmpint(found.days, ==, 0);
}

static void
test_an_old_archive_does_not_make_it_grow(TestStore *place, const void *data)
{
	StoreGrowth found;

	(void)data;
	add_days(place->store, 100, 200, 2);
	found = growth(place, NOW);
	g_assert_cmpint(found.days, ==, 28);
	g_assert_cmpint(found.bytes_a_day, ==, 0);
	g_assert_cmpint(store_growth_days_left(&found, 1 << 30), ==, -1);
}

static void
test_days_left(void)
{
	static const struct {
		StoreGrowth growth;
		int64_t free_bytes, days;
	} cases[] = {
		{ { 28, 100, 1000 }, 29999, 29 },
		{ { 28, 100, 1000 }, 30000, 30 },
		{ { 28, 100, 1000 }, 0, 0 },
		{ { 28, 100, 1000 }, -5, 0 },
		{ { 28, 0, 0 }, 100, -1 },
		{ { 0, 0, 0 }, 100, -1 },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(store_growth_days_left(
		                    &cases[i].growth, cases[i].free_bytes),
		    ==, cases[i].days);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/growth/weeks",
		    test_counts_the_mail_of_the_last_weeks },
		{ "/store/growth/short",
		    test_looks_no_further_back_than_there_is_mail },
		{ "/store/growth/archive",
		    test_an_old_archive_does_not_make_it_grow },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/growth/days-left", test_days_left);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
