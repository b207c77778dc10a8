#include "store/store.h"

#include "core/embedded.h"
#include "store/db.h"
#include "store/error.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

typedef struct {
	char *folder, *path;
} Place;

static void
set_up(Place *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-store-XXXXXX", NULL);
	self->path = g_build_filename(self->folder, "new", "t.db", NULL);
}

static void
tear_down(Place *self, const void *data)
{
	static const char *const names[] = { "t.db", "t.db-wal", "t.db-shm",
		"t.db-run.lock", "t.db-open.lock", "" };

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
		    g_build_filename(self->folder, "new", names[i], NULL);
		(void)g_remove(path);
	}
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->path);
}

static Store *
open_new(const Place *place)
{
	g_autoptr(GError) error = NULL;
	Store *store = store_open(place->path, STORE_CREATE, &error);

	g_assert_no_error(error);
	return store;
}

static void
test_is_private(Place *place, const void *data)
{
	g_autoptr(Store) store = open_new(place);
	g_autofree char *folder = g_path_get_dirname(place->path);
	GStatBuf status;

	(void)data;
	g_assert_nonnull(store);
	g_assert_cmpint(g_stat(place->path, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	g_assert_cmpint(g_stat(folder, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0700);
}

static void
test_refuses_a_newer_database(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	Store *store = open_new(place);

	(void)data;
	sqlite3_exec(store_sqlite(store), "PRAGMA user_version = 9999", NULL,
	    NULL, NULL);
	store_close(store);
	g_assert_null(store_open(place->path, STORE_CREATE, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_VERSION);
	g_clear_error(&error);
	g_assert_null(store_open(place->path, STORE_READ_ONLY, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_VERSION);
}

/* A database as the program of schema @version left it. */
static void
make_old(const Place *place, int version)
{
	extern const EmbeddedFile store_migrations[];
	g_autofree char *folder = g_path_get_dirname(place->path);
	sqlite3 *db = NULL;

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_cmpint(sqlite3_open(place->path, &db), ==, SQLITE_OK);
	for (int i = 0; i < version; i++)
		g_assert_cmpint(sqlite3_exec(db, store_migrations[i].text, NULL,
		                    NULL, NULL),
		    ==, SQLITE_OK);
	g_autofree char *mark =
	    g_strdup_printf("PRAGMA user_version = %d", version);
	sqlite3_exec(db, mark, NULL, NULL, NULL);
	sqlite3_close(db);
}

static void
test_an_old_database_is_brought_up(Place *place, const void *data)
{
	(void)data;
	for (int version = 0; version < store_schema_version(); version++) {
		Store *store;
		int64_t found = 0;

		make_old(place, version);
		store = open_new(place);
		g_assert_true(store_query_int(
		    store, "PRAGMA user_version", &found, NULL));
		g_assert_cmpint(found, ==, store_schema_version());
		g_assert_true(store_query_int(
		    store, "PRAGMA application_id", &found, NULL));
		g_assert_cmphex(found, ==, 0x54726962);
		store_close(store);
		g_assert_cmpint(g_remove(place->path), ==, 0);
	}
}

static void
test_refuses_what_is_no_database(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *junk = g_strnfill(4096, 'x');

	(void)data;
	store_close(open_new(place));
	g_assert_true(g_file_set_contents(place->path, junk, 4096, NULL));
	g_assert_null(store_open(place->path, STORE_CREATE, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_CORRUPT);
}

static void
test_read_only_wants_a_database(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(store_open(place->path, STORE_READ_ONLY, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
}

static bool
begin_epoch_then(Store *store, void *data, GError **error)
{
	const bool *succeed = data;
	int64_t epoch;

	g_assert_true(store_epoch_begin(store, "test", &epoch, NULL));
	if (!*succeed)
		g_set_error_literal(
		    error, STORE_ERROR, STORE_ERROR_FAILED, "wanted");
	return *succeed;
}

static void
test_a_failed_body_leaves_nothing(Place *place, const void *data)
{
	g_autoptr(Store) store = open_new(place);
	g_autoptr(GError) error = NULL;
	bool succeed = false;
	int64_t epoch = 0;

	(void)data;
	g_assert_false(
	    store_transact(store, begin_epoch_then, &succeed, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	succeed = true;
	g_assert_true(store_transact(store, begin_epoch_then, &succeed, NULL));
	g_assert_true(store_epoch_begin(store, "test", &epoch, NULL));
	g_assert_cmpint(epoch, ==, 2);
}

static void
test_a_key_is_made_once(Place *place, const void *data)
{
	g_autoptr(GBytes) first = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autoptr(GBytes) other = NULL;
	Store *store = open_new(place);

	(void)data;
	g_assert_true(store_key(store, "loop", &first, NULL));
	store_close(store);
	store = open_new(place);
	g_assert_true(store_key(store, "loop", &again, NULL));
	g_assert_true(store_key(store, "reply", &other, NULL));
	store_close(store);
	g_assert_cmpint(g_bytes_get_size(first), ==, 32);
	g_assert_true(g_bytes_equal(first, again));
	g_assert_false(g_bytes_equal(first, other));
}

static void
test_a_role_is_played_once(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	StoreLock *first = store_lock_take(place->path, "run", 0, &error);

	(void)data;
	g_assert_no_error(error);
	g_assert_null(store_lock_take(place->path, "run", 100, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
	g_clear_error(&error);
	store_lock_free(first);
	first = store_lock_take(place->path, "run", 0, &error);
	g_assert_no_error(error);
	store_lock_free(first);
}

/* Whoever puts another database in the place of one must be alone. */
static void
test_nobody_opens_what_is_being_replaced(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	Store *first = open_new(place);
	g_autoptr(Store) second = open_new(place);
	StoreLock *alone;

	(void)data;
	store_close(first);
	g_assert_null(store_lock_take(place->path, STORE_LOCK_OPEN, 0, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
	g_clear_error(&error);
	g_clear_pointer(&second, store_close);
	alone = store_lock_take(place->path, STORE_LOCK_OPEN, 0, &error);
	g_assert_no_error(error);
	g_assert_null(store_lock_share(place->path, 100, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
	store_lock_free(alone);
	second = open_new(place);
}

static void
test_tables_are_strict_and_whole(Place *place, const void *data)
{
	static const char loose[] =
	    "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND"
	    " type = 'table' AND name NOT LIKE 'sqlite%' AND strict = 0";
	static const char check[] =
	    "SELECT count(*) FROM pragma_foreign_key_check";
	g_autoptr(Store) store = open_new(place);
	int64_t count = -1;

	(void)data;
	g_assert_true(store_query_int(store, loose, &count, NULL));
	g_assert_cmpint(count, ==, 0);
	g_assert_true(store_query_int(store, check, &count, NULL));
	g_assert_cmpint(count, ==, 0);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/store/private", test_is_private },
		{ "/store/newer", test_refuses_a_newer_database },
		{ "/store/old", test_an_old_database_is_brought_up },
		{ "/store/junk", test_refuses_what_is_no_database },
		{ "/store/missing", test_read_only_wants_a_database },
		{ "/store/rollback", test_a_failed_body_leaves_nothing },
		{ "/store/key", test_a_key_is_made_once },
		{ "/store/lock", test_a_role_is_played_once },
		{ "/store/replaced", test_nobody_opens_what_is_being_replaced },
		{ "/store/strict", test_tables_are_strict_and_whole },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
