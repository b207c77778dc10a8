#include "store/raw.h"

#include "core/sha256.h"
#include "store/error.h"
#include "store/parts.h"
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

typedef struct {
	const char *parts_name;
	const char *text; /* its pieces, parted by '|' */
	int64_t id;
} Pieces;

static bool
add_pieces(Store *store, void *data, GError **error)
{
	const Pieces *self = data;
	g_auto(GStrv) texts = g_strsplit(self->text, "|", -1);
	g_autoptr(StorePacker) packer = store_packer_new(CHUNK);

	for (int i = 0; texts[i]; i++) {
		g_autoptr(GBytes) frame =
		    store_packer_frame(packer, texts[i], strlen(texts[i]));
		const StorePart part = { self->parts_name, i, frame };
		if (!store_parts_add(store, &part, error))
			return false;
	}
	return true;
}

static bool
settle_body(Store *store, void *data, GError **error)
{
	Pieces *self = data;
	g_autoptr(GString) whole = g_string_new(self->text);
	StorePacked packed = { .parts_name =
		                   (char *)(uintptr_t)self->parts_name };

	g_string_replace(whole, "|", "", 0);
	packed.sha256 = core_sha256(whole->str, whole->len);
	packed.raw_bytes = (int64_t)whole->len;
	packed.frames = g_ptr_array_new();
	bool done = store_raw_put(store, &packed, &self->id, error);
	g_ptr_array_unref(packed.frames);
	g_free(packed.sha256);
	return done;
}

static void
test_parts_become_a_mail(TestStore *place, const void *data)
{
	g_autofree char *name = store_parts_name(3, 42);
	Pieces first = { name, "thrown|away|by what follows", 0 };
	Pieces mail = { name, "Subject: a|\n\nb|c", 0 };
	Pieces twin = { "partial:9:9", "Subject: a\n\nbc", 0 };
	g_autoptr(GBytes) got = NULL;

	(void)data;
	g_assert_true(store_transact(place->store, add_pieces, &first, NULL));
	g_assert_true(store_transact(place->store, add_pieces, &mail, NULL));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM raw_chunk"), ==,
	    3);
	g_assert_true(store_transact(place->store, settle_body, &mail, NULL));
	test_rows_run(place->store,
	    "INSERT INTO message (id, content_key, raw_id, size_bytes,"
	    " received_at, arrived_at) VALUES (1, 'k', %lld, 0, 1, 1)",
	    (long long)mail.id);
	g_assert_true(store_raw_get(place->store, 1, 1 << 20, &got, NULL));
	g_assert_cmpmem(g_bytes_get_data(got, NULL), (int)g_bytes_get_size(got),
	    "Subject: a\n\nbc", 14);
	/* The same bytes in other parts are the same mail. */
	g_assert_true(store_transact(place->store, add_pieces, &twin, NULL));
	g_assert_true(store_transact(place->store, settle_body, &twin, NULL));
	g_assert_cmpint(twin.id, ==, mail.id);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM raw"), ==, 1);
}

static void
test_parts_of_a_broken_run_are_dropped(TestStore *place, const void *data)
{
	Pieces some = { "partial:1:1", "a|b", 0 };
	Pieces other = { "partial:1:2", "c", 0 };
	g_autoptr(GBytes) raw = bytes_of(CHUNK);

	(void)data;
	put(place, raw, 1);
	g_assert_true(store_transact(place->store, add_pieces, &some, NULL));
	g_assert_true(store_transact(place->store, add_pieces, &other, NULL));
	g_assert_true(store_parts_drop(place->store, NULL));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM raw"), ==, 1);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM raw_chunk"), ==,
	    1);
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
		{ "/store/raw/parts", test_parts_become_a_mail },
		{ "/store/raw/dropped",
		    test_parts_of_a_broken_run_are_dropped },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
