#include "store/wal.h"

#include "store/db.h"
#include "store/error.h"
#include "store/test-rows.h"

#define MB (1 << 20)

/* Commits @mb transactions of 1 MB that does not compress to less. */
static void
write_much(Store *store, int mb)
{
	for (int i = 0; i < mb; i++)
		test_rows_run(store,
		    "INSERT INTO raw (sha256, size_bytes) VALUES"
		    " (hex(randomblob(32)), 1);"
		    "INSERT INTO raw_chunk SELECT max(id), 1,"
		    " randomblob(1048576) FROM raw");
}

static int64_t
count_raw(Store *store)
{
	return test_rows_int(store, "SELECT count(*) FROM raw");
}

static void
test_stays_small_without_readers(TestStore *place, const void *data)
{
	(void)data;
	g_assert_cmpint(store_wal_bytes(place->store), <, MB);
	for (int i = 0; i < 60; i++) {
		write_much(place->store, 1);
		g_assert_cmpint(store_wal_bytes(place->store), <, 20 * MB);
	}
	g_assert_cmpint(count_raw(place->store), ==, 60);
}

/* What happens while a reader holds its snapshot. */
static bool
write_under_reader(Store *reader, void *data, GError **error)
{
	Store *writer = data;
	int64_t before = count_raw(reader);

	(void)error;
	write_much(writer, 80);
	g_assert_cmpint(count_raw(reader), ==, before);
	g_assert_cmpint(store_wal_bytes(writer), >, STORE_WAL_MOST_BYTES);
	return true;
}

static void
test_shrinks_once_a_long_reader_ends(TestStore *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) reader =
	    store_open(place->path, STORE_READ_ONLY, &error);

	(void)data;
	g_assert_no_error(error);
	g_assert_true(
	    store_snapshot(reader, write_under_reader, place->store, &error));
	g_assert_no_error(error);
	write_much(place->store, 1);
	g_assert_cmpint(
	    store_wal_bytes(place->store), <, STORE_WAL_MOST_BYTES / 2);
	g_assert_cmpint(count_raw(reader), ==, 81);
}

/* A commit does not wait for the reader that keeps it from cutting the log. */
static bool
commit_at_once(Store *reader, void *data, GError **error)
{
	Store *writer = data;
	int64_t began_us;

	(void)error;
	g_assert_cmpint(count_raw(reader), ==, 0);
	write_much(writer, 40);
	began_us = g_get_monotonic_time();
	write_much(writer, 1);
	g_assert_cmpint(g_get_monotonic_time() - began_us, <,
	    STORE_BUSY_MS * INT64_C(1000) / 2);
	return true;
}

static void
test_no_commit_waits_for_a_reader(TestStore *place, const void *data)
{
	g_autoptr(Store) reader =
	    store_open(place->path, STORE_READ_ONLY, NULL);

	(void)data;
	g_assert_true(
	    store_snapshot(reader, commit_at_once, place->store, NULL));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/wal/small", test_stays_small_without_readers },
		{ "/store/wal/reader", test_shrinks_once_a_long_reader_ends },
		{ "/store/wal/no-wait", test_no_commit_waits_for_a_reader },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
