#include "store/raw.h"

#include "store/error.h"
#include "store/test-rows.h"

#include <string.h>

#define CHUNK 1000

/* Bytes of which no two chunks are alike. */
static GBytes *
bytes_of(size_t length)
{
	char *bytes = g_malloc(length + 1);

	for (size_t i = 0; i < length; i++)
		bytes[i] = (char)(i * i / 7);
	return g_bytes_new_take(bytes, length);
}

typedef struct {
	GBytes *raw;
	int64_t id;
} Put;

static bool
put_body(Store *store, void *data, GError **error)
{
	Put *put = data;
	g_autoptr(StorePacker) packer = store_packer_new(CHUNK);
	size_t length;
	const void *bytes = g_bytes_get_data(put->raw, &length);
	g_autoptr(StorePacked) packed =
	    store_packer_pack(packer, bytes, length);

	return store_raw_put(store, packed, &put->id, error);
}

/* Returns: the id of the raw row, which message @message_id then has. */
static int64_t
put(TestStore *place, GBytes *raw, int64_t message_id)
{
	g_autoptr(GError) error = NULL;
	Put put = { raw, 0 };

	g_assert_true(store_transact(place->store, put_body, &put, &error));
	g_assert_no_error(error);
	test_rows_run(place->store,
	    "INSERT INTO message (id, content_key, raw_id, size_bytes,"
	    " received_at, arrived_at) VALUES (%lld, 'key%lld', %lld, 0, 1, 1)",
	    (long long)message_id, (long long)message_id, (long long)put.id);
	return put.id;
}

static void
assert_refuses(TestStore *place, int64_t max_bytes, int code)
{
	g_autoptr(GError) error = NULL;
	GBytes *raw = NULL;

	g_assert_false(store_raw_get(place->store, 1, max_bytes, &raw, &error));
	g_assert_error(error, STORE_ERROR, code);
	g_assert_null(raw);
}

static void
test_gives_back_what_came(TestStore *place, const void *data)
{
	static const struct {
		size_t length;
		int64_t chunks;
	} cases[] = { { 0, 0 }, { 1, 1 }, { CHUNK - 1, 1 }, { CHUNK, 1 },
		{ CHUNK + 1, 2 }, { 10 * CHUNK, 10 }, { 10 * CHUNK + 7, 11 } };
	int64_t chunks = 0;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GBytes) raw = bytes_of(cases[i].length);
		g_autoptr(GBytes) got = NULL;
		g_autoptr(GError) error = NULL;

		put(place, raw, i + 1);
		g_assert_true(store_raw_get(place->store, i + 1,
		    (int64_t)cases[i].length, &got, &error));
		g_assert_no_error(error);
		g_assert_true(g_bytes_equal(got, raw));
		chunks += cases[i].chunks;
		g_assert_cmpint(test_rows_int(place->store,
		                    "SELECT count(*) FROM raw_chunk"),
		    ==, chunks);
	}
}

static void
test_keeps_equal_bytes_once(TestStore *place, const void *data)
{
	g_autoptr(GBytes) raw = bytes_of(3 * CHUNK);
	g_autoptr(GBytes) other = bytes_of(3 * CHUNK + 1);
	int64_t first = put(place, raw, 1);

	(void)data;
	g_assert_cmpint(put(place, raw, 2), ==, first);
	g_assert_cmpint(put(place, other, 3), !=, first);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM raw"), ==, 2);
}

static void
test_packs(TestStore *place, const void *data)
{
	g_autofree char *text = g_strnfill(100 * CHUNK, 'a');
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));

	(void)data;
	put(place, raw, 1);
	g_assert_cmpint(test_rows_int(place->store,
	                    "SELECT sum(length(bytes)) FROM raw_chunk"),
	    <, 100 * CHUNK / 20);
}

static void
test_an_unknown_message_is_no_error(TestStore *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	GBytes *raw = NULL;

	(void)data;
	g_assert_true(store_raw_get(place->store, 99, CHUNK, &raw, &error));
	g_assert_no_error(error);
	g_assert_null(raw);
}

static void
test_tells_damage(TestStore *place, const void *data)
{
	static const char *const damages[] = {
		"DELETE FROM raw_chunk WHERE number = 1",
		"UPDATE raw_chunk SET number = 9 WHERE number = 0",
		"UPDATE raw_chunk SET bytes = x'00112233' WHERE number = 1",
		"UPDATE raw_chunk SET bytes = x'' WHERE number = 1",
		"UPDATE raw SET size_bytes = size_bytes + 1",
		"UPDATE raw SET size_bytes = size_bytes - 1",
		"UPDATE raw SET size_bytes = 0",
		"UPDATE raw SET size_bytes = -1",
		"UPDATE raw SET sha256 = replace(sha256, 'a', 'b') || 'c'",
	};
	g_autoptr(GBytes) raw = bytes_of(3 * CHUNK);

	(void)data;
	put(place, raw, 1);
	test_rows_run(place->store, "CREATE TEMP TABLE kept AS"
	                            " SELECT * FROM raw_chunk");
	test_rows_run(
	    place->store, "CREATE TEMP TABLE head AS SELECT * FROM raw");
	for (unsigned i = 0; i < G_N_ELEMENTS(damages); i++) {
		test_rows_run(place->store, "%s", damages[i]);
		assert_refuses(place, 100 * CHUNK, STORE_ERROR_CORRUPT);
		test_rows_run(place->store,
		    "DELETE FROM raw_chunk; INSERT INTO raw_chunk"
		    " SELECT * FROM kept; UPDATE raw SET (sha256, size_bytes) ="
		    " (SELECT sha256, size_bytes FROM head)");
	}
}

static void
test_refuses_more_than_wanted(TestStore *place, const void *data)
{
	g_autoptr(GBytes) raw = bytes_of(3 * CHUNK);

	(void)data;
	put(place, raw, 1);
	assert_refuses(place, 3 * CHUNK - 1, STORE_ERROR_FAILED);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/raw/whole", test_gives_back_what_came },
		{ "/store/raw/once", test_keeps_equal_bytes_once },
		{ "/store/raw/packed", test_packs },
		{ "/store/raw/unknown", test_an_unknown_message_is_no_error },
		{ "/store/raw/damage", test_tells_damage },
		{ "/store/raw/bounded", test_refuses_more_than_wanted },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
