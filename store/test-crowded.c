/* What people, labels, erasing, retention and the search index do where the
 * database is held by another, full, not to be written, or damaged: they say
 * which it is, change nothing, and do their work once it is over. */
#include "store/db.h"

#include "store/erase.h"
#include "store/error.h"
#include "store/labels.h"
#include "store/models.h"
#include "store/people.h"
#include "store/quarantine.h"
#include "store/retain.h"
#include "store/search-index.h"
#include "store/test-rows.h"

#include <stdio.h>
#include <string.h>

#define LARGE 200000 /* bytes: never room for them in pages that are there */

/* Each is of message 1 or contact 1, which are there. */
typedef struct {
	const char *name;
	StoreBody run;
	bool grows; /* needs more room than there is */
} Work;

static bool
label(Store *store, void *data, GError **error)
{
	g_autofree char *author = g_strnfill(LARGE, 'a');
	char *none[] = { NULL };
	StoreLabel it = { 1, (char[]){ "idea" }, true, none, author, 5 };
	bool known;

	(void)data;
	return store_label_add(store, &it, &known, error);
}

static bool
label_person(Store *store, void *data, GError **error)
{
	g_autofree char *author = g_strnfill(LARGE, 'a');
	StorePersonLabel it = { 1, STORE_PERSON_TYPE, NULL, author, 5 };

	(void)data;
	return store_person_label_add(store, &it, error);
}

static bool
join(Store *store, void *data, GError **error)
{
	g_autofree char *author = g_strnfill(LARGE, 'a');
	StorePersonJoin it = { 1, 2, false, author, 5 };
	bool changed;

	(void)data;
	return store_person_join(store, &it, &changed, error);
}

static bool
stand(Store *store, void *data, GError **error)
{
	g_autofree char *type = g_strnfill(LARGE, 'a');
	StoreStanding it = { type, NULL };

	(void)data;
	return store_person_stand(store, 1, &it, error);
}

static bool
put_model(Store *store, void *data, GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(g_malloc0(LARGE), LARGE);
	StoreModel it = { .tag = (char[]){ "bug" }, .bytes = bytes };

	(void)data;
	return store_model_put(store, &it, error);
}

static bool
erase_message(Store *store, void *data, GError **error)
{
	(void)data;
	return store_erase_message(store, 1, error);
}

static bool
erase_person(Store *store, void *data, GError **error)
{
	(void)data;
	return store_erase_person(store, 3, error);
}

static bool
retain(Store *store, void *data, GError **error)
{
	StoreRetain it = { STORE_RETAIN_TEXT, 1000, 5 };
	int64_t done;

	(void)data;
	return store_retain_some(store, &it, 10, &done, error);
}

static bool
retry(Store *store, void *data, GError **error)
{
	bool found;

	(void)data;
	return store_quarantine_retry(store, 2, &found, error);
}

static bool
catch_up(Store *store, void *data, GError **error)
{
	int64_t done;

	(void)data;
	return store_search_catch_up(store, 100, NULL, &done, error);
}

static const Work works[] = {
	{ "label", label, true },
	{ "label a person", label_person, true },
	{ "join", join, true },
	{ "stand", stand, true },
	{ "put a model", put_model, true },
	{ "erase a mail", erase_message, false },
	{ "erase a person", erase_person, false },
	{ "retain", retain, false },
	{ "retry", retry, false },
	{ "catch up", catch_up, true },
};

/* Two mails, one of them quarantined, and three people. The words are many and
 * none like the other, for the search index to grow by. */
static void
set_up(TestStore *place, const void *data)
{
	g_autoptr(GString) words = g_string_new(NULL);

	test_rows_set_up(place, data);
	for (int i = 0; i < LARGE / 8; i++)
		g_string_append_printf(words, "w%x ", i * 7919);
	(void)test_rows_add(
	    place->store, &(TestRow){ .from_address = "a@x.example",
	                      .words = words->str,
	                      .received_at = 10 });
	(void)test_rows_add(place->store,
	    &(TestRow){ .from_address = "b@x.example", .received_at = 20 });
	test_rows_run(place->store,
	    "UPDATE message SET state = 2, error = 'cut' WHERE id = 2;"
	    "INSERT INTO contact (id, address, name, first_at, last_at)"
	    " VALUES (3, 'c@x.example', '', 1, 1)");
}

/* Returns: (transfer full): all that the works could change. */
static char *
everything(Store *store)
{
	static const char *const tables[] = { "message", "message_text", "tag",
		"routing", "label", "contact", "contact_label", "contact_join",
		"model", "mark", "search_data" };
	GString *all = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *sql =
		    g_strdup_printf("SELECT count(*) FROM %s", tables[i]);

		g_string_append_printf(
		    all, "%s %d\n", tables[i], (int)test_rows_int(store, sql));
	}
	g_string_append_printf(all, "%d %d %d",
	    (int)test_rows_int(store, "SELECT sum(state) FROM message"),
	    (int)test_rows_int(
	        store, "SELECT count(*) FROM contact WHERE type IS NOT NULL"),
	    (int)test_rows_int(store,
	        "SELECT count(*) FROM contact WHERE person_id IS NOT NULL"));
	return g_string_free(all, FALSE);
}

static void
assert_refused(Store *store, const Work *work, int code, const char *before)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *after = NULL;

	g_test_message("%s", work->name);
	g_assert_false(store_transact(store, work->run, NULL, &error));
	g_assert_error(error, STORE_ERROR, code);
	g_assert_null(strchr(error->message, '\n'));
	after = everything(store);
	g_assert_cmpstr(after, ==, before);
}

static void
assert_done(Store *store, const Work *work, const char *before)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *after = NULL;

	g_assert_true(store_transact(store, work->run, NULL, &error));
	g_assert_no_error(error);
	after = everything(store);
	g_assert_cmpstr(after, !=, before);
}

static void
test_waits_for_who_writes(TestStore *place, const void *data)
{
	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(works); i++) {
		g_autoptr(Store) other =
		    store_open(place->path, STORE_CREATE, NULL);
		g_autofree char *before = everything(place->store);

		(void)sqlite3_busy_timeout(store_sqlite(place->store), 50);
		test_rows_run(other, "BEGIN IMMEDIATE");
		assert_refused(
		    place->store, &works[i], STORE_ERROR_BUSY, before);
		test_rows_run(other, "COMMIT");
		assert_done(place->store, &works[i], before);
		test_rows_tear_down(place, NULL);
		set_up(place, NULL);
	}
}

static void
test_a_full_disk_leaves_all_as_it_was(TestStore *place, const void *data)
{
	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(works); i++) {
		g_autofree char *before = everything(place->store);

		/* No fewer than there are. */
		test_rows_run(place->store, "PRAGMA max_page_count = 1");
		if (works[i].grows)
			assert_refused(
			    place->store, &works[i], STORE_ERROR_FULL, before);
		test_rows_run(place->store, "PRAGMA max_page_count = 100000");
		assert_done(place->store, &works[i], before);
		test_rows_tear_down(place, NULL);
		set_up(place, NULL);
	}
}

static void
test_who_may_only_read_is_told(TestStore *place, const void *data)
{
	g_autoptr(Store) reader =
	    store_open(place->path, STORE_READ_ONLY, NULL);
	g_autofree char *before = everything(place->store);

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(works); i++)
		assert_refused(
		    reader, &works[i], STORE_ERROR_READ_ONLY, before);
}

/* All pages but the first, which says where the tables are. */
static void
wreck(const char *path)
{
	g_autofree char *bytes = NULL;
	size_t length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	memset(bytes + 4096, 0xa5, length - 4096);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static void
test_damage_is_told(TestStore *place, const void *data)
{
	(void)data;
	g_clear_pointer(&place->store, store_close);
	wreck(place->path);
	for (unsigned i = 0; i < G_N_ELEMENTS(works); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Store) store =
		    store_open(place->path, STORE_CREATE, &error);

		g_test_message("%s", works[i].name);
		if (store)
			g_assert_false(
			    store_transact(store, works[i].run, NULL, &error));
		g_assert_error(error, STORE_ERROR, STORE_ERROR_CORRUPT);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/crowded/busy", test_waits_for_who_writes },
		{ "/store/crowded/full",
		    test_a_full_disk_leaves_all_as_it_was },
		{ "/store/crowded/read-only", test_who_may_only_read_is_told },
		{ "/store/crowded/damage", test_damage_is_told },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, set_up, tests[i].run,
		    test_rows_tear_down);
	return g_test_run();
}
