#include "store/backup.h"

#include "store/db.h"
#include "store/error.h"
#include "store/test-rows.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define NOW 1794819600 /* 2026-11-16T09:00:00Z */
#define KEPT ".20261116T090000Z"

static char *
beside(const TestStore *place, const char *name)
{
	return g_build_filename(place->folder, name, NULL);
}

static void
add_messages(Store *store, int n)
{
	for (int i = 0; i < n; i++)
		test_rows_add(store, &(TestRow){ .received_at = NOW + i });
}

static unsigned
count_files(const TestStore *place, const char *part)
{
	g_autoptr(GDir) dir = g_dir_open(place->folder, 0, NULL);
	const char *name;
	unsigned n = 0;

	while ((name = g_dir_read_name(dir)))
		n += strstr(name, part) != NULL;
	return n;
}

static StoreBackupFacts
make(const TestStore *place, const char *file)
{
	g_autoptr(GError) error = NULL;
	StoreBackupFacts facts = { 0 };

	store_backup_make(place->path, file, NULL, &facts, &error);
	g_assert_no_error(error);
	return facts;
}

/* Restores with the test's own connection closed meanwhile. */
static char *
restore(TestStore *place, const char *file)
{
	const StoreRestore order = { file, place->path, NOW, NULL };
	g_autoptr(GError) error = NULL;
	StoreBackupFacts facts = { 0 };
	char *kept = NULL;

	g_clear_pointer(&place->store, store_close);
	store_backup_restore(&order, &facts, &kept, &error);
	g_assert_no_error(error);
	place->store = store_open(place->path, STORE_CREATE, &error);
	g_assert_no_error(error);
	return kept;
}

static int64_t
count_messages(Store *store)
{
	return test_rows_int(store, "SELECT count(*) FROM message");
}

static void
test_is_one_private_file_with_all(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");
	g_autofree char *bytes = NULL;
	StoreBackupFacts facts, seen = { 0 };
	GStatBuf status;

	(void)data;
	add_messages(place->store, 3);
	facts = make(place, file);
	g_assert_cmpint(facts.messages, ==, 3);
	g_assert_cmpint(facts.newest_at, ==, NOW + 2);
	g_assert_cmpint(facts.version, ==, store_schema_version());
	g_assert_cmpint(g_stat(file, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	g_assert_cmpint(status.st_size, ==, facts.bytes);
	g_assert_cmpuint(count_files(place, "b.db"), ==, 1);
	g_assert_true(store_backup_verify(file, &seen, NULL));
	g_assert_cmpmem(&facts, sizeof facts, &seen, sizeof seen);
	/* Bytes 18 and 19 of a database say whether it needs a log beside. */
	g_assert_true(g_file_get_contents(file, &bytes, NULL, NULL));
	g_assert_cmpint(bytes[18], ==, 1);
	g_assert_cmpint(bytes[19], ==, 1);
}

typedef struct {
	Store *store;
	int64_t calls, done, all;
} Writer;

static void
write_meanwhile(int64_t done_bytes, int64_t all_bytes, void *data)
{
	Writer *self = data;

	g_assert_cmpint(done_bytes, >, self->done);
	g_assert_cmpint(done_bytes, <=, all_bytes);
	self->calls++;
	self->done = done_bytes;
	self->all = all_bytes;
	add_messages(self->store, 1);
}

static void
test_is_of_one_moment_while_others_write(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");
	g_autoptr(GError) error = NULL;
	Writer writer = { .store = place->store };
	const StoreBackupWatch watch = { write_meanwhile, &writer };
	StoreBackupFacts facts = { 0 };

	(void)data;
	add_messages(place->store, 5);
	test_rows_run(place->store,
	    "INSERT INTO raw_chunk VALUES (1, 1, randomblob(5000000))");
	store_backup_make(place->path, file, &watch, &facts, &error);
	g_assert_no_error(error);
	g_assert_cmpint(writer.calls, >, 4);
	g_assert_cmpint(writer.done, ==, writer.all);
	g_assert_cmpint(facts.messages, ==, 5);
	g_assert_cmpint(count_messages(place->store), ==, 5 + writer.calls);
}

static void
test_replaces_whole_or_not_at_all(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");
	g_autofree char *nowhere = beside(place, "none/b.db");
	g_autoptr(GError) error = NULL;
	StoreBackupFacts facts = { 0 };

	(void)data;
	make(place, file);
	add_messages(place->store, 1);
	g_assert_cmpint(make(place, file).messages, ==, 1);
	/* What a killed backup left is no hindrance. */
	g_autofree char *part = g_strconcat(file, ".part", NULL);
	g_assert_true(g_file_set_contents(part, "half", -1, NULL));
	g_assert_cmpint(make(place, file).messages, ==, 1);
	g_assert_cmpuint(count_files(place, ".part"), ==, 0);
	g_assert_false(
	    store_backup_make(place->path, nowhere, NULL, &facts, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
}

static void
damage(const char *file, const char *how)
{
	g_autofree char *bytes = NULL;
	size_t length;

	g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
	if (strcmp(how, "cut") == 0)
		length /= 2;
	else
		memset(bytes + length / 2, 0x55, length / 4);
	g_assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
}

static void
change(const char *file, const char *sql)
{
	sqlite3 *db = NULL;

	g_assert_cmpint(sqlite3_open(file, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

/* Neither is restored, and the database stays as it is. */
static void
assert_refused(TestStore *place, const char *file, int code)
{
	const StoreRestore order = { file, place->path, NOW, NULL };
	g_autoptr(GError) seen = NULL;
	g_autoptr(GError) error = NULL;
	StoreBackupFacts facts = { 0 };
	char *kept = NULL;

	g_assert_false(store_backup_verify(file, &facts, &seen));
	g_assert_error(seen, STORE_ERROR, code);
	g_assert_nonnull(strstr(seen->message, file));
	g_assert_false(store_backup_restore(&order, &facts, &kept, &error));
	g_assert_error(error, STORE_ERROR, code);
	g_assert_cmpint(count_messages(place->store), ==, 40);
	g_assert_cmpuint(count_files(place, ".part"), ==, 0);
	g_assert_cmpuint(count_files(place, KEPT), ==, 0);
}

static void
test_refuses_what_is_not_whole_or_ours(TestStore *place, const void *data)
{
	static const struct {
		const char *harm, *sql;
		int code;
	} cases[] = {
		{ "cut", NULL, STORE_ERROR_CORRUPT },
		{ "overwritten", NULL, STORE_ERROR_CORRUPT },
		{ NULL, "PRAGMA application_id = 7", STORE_ERROR_CORRUPT },
		{ NULL, "PRAGMA user_version = 9999", STORE_ERROR_VERSION },
	};
	g_autofree char *file = beside(place, "b.db");

	(void)data;
	add_messages(place->store, 40);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		make(place, file);
		if (cases[i].harm)
			damage(file, cases[i].harm);
		else
			change(file, cases[i].sql);
		assert_refused(place, file, cases[i].code);
	}
	g_assert_true(g_file_set_contents(file,
	    "not a database, but long"
	    " enough to look like one",
	    -1, NULL));
	assert_refused(place, file, STORE_ERROR_CORRUPT);
	g_assert_cmpint(g_remove(file), ==, 0);
	assert_refused(place, file, STORE_ERROR_READ_ONLY);
}

static void
test_restores_and_keeps_what_was_there(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");
	g_autofree char *kept = NULL;
	g_autofree char *again = NULL;
	g_autoptr(Store) old = NULL;

	(void)data;
	add_messages(place->store, 2);
	make(place, file);
	add_messages(place->store, 5);
	kept = restore(place, file);
	g_assert_cmpint(count_messages(place->store), ==, 2);
	g_assert_true(g_str_has_suffix(kept, "t.db" KEPT));
	old = store_open(kept, STORE_READ_ONLY, NULL);
	g_assert_cmpint(count_messages(old), ==, 7);
	g_clear_pointer(&old, store_close);
	again = restore(place, file);
	g_assert_true(g_str_has_suffix(again, "t.db" KEPT ".2"));
	g_assert_cmpint(count_messages(place->store), ==, 2);
}

static void
test_restores_where_there_is_none(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");

	(void)data;
	add_messages(place->store, 2);
	make(place, file);
	g_clear_pointer(&place->store, store_close);
	g_assert_cmpint(g_remove(place->path), ==, 0);
	g_assert_null(restore(place, file));
	g_assert_cmpint(count_messages(place->store), ==, 2);
}

/* A log of the old database must never be taken for one of the new. */
static void
test_a_damaged_database_takes_its_log_along(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");
	g_autofree char *wal = beside(place, "t.db-wal");
	g_autofree char *kept_wal = beside(place, "t.db" KEPT "-wal");
	g_autofree char *kept = NULL;

	(void)data;
	add_messages(place->store, 2);
	make(place, file);
	g_clear_pointer(&place->store, store_close);
	g_assert_true(g_file_set_contents(place->path,
	    "this was a database once, before the disk began to fail", -1,
	    NULL));
	g_assert_true(g_file_set_contents(wal, "and this its log", -1, NULL));
	kept = restore(place, file);
	g_assert_nonnull(kept);
	g_assert_true(g_file_test(kept_wal, G_FILE_TEST_EXISTS));
	g_assert_cmpint(count_messages(place->store), ==, 2);
}

static void
test_refuses_while_somebody_has_it_open(TestStore *place, const void *data)
{
	g_autofree char *file = beside(place, "b.db");
	const StoreRestore order = { file, place->path, NOW, NULL };
	g_autoptr(GError) error = NULL;
	StoreBackupFacts facts = { 0 };
	char *kept = NULL;

	(void)data;
	make(place, file);
	add_messages(place->store, 3);
	g_assert_false(store_backup_restore(&order, &facts, &kept, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
	g_assert_cmpint(count_messages(place->store), ==, 3);
	g_assert_cmpuint(count_files(place, ".part"), ==, 0);
	g_assert_cmpuint(count_files(place, KEPT), ==, 0);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/backup/whole", test_is_one_private_file_with_all },
		{ "/store/backup/online",
		    test_is_of_one_moment_while_others_write },
		{ "/store/backup/replaces", test_replaces_whole_or_not_at_all },
		{ "/store/backup/refuses",
		    test_refuses_what_is_not_whole_or_ours },
		{ "/store/backup/restores",
		    test_restores_and_keeps_what_was_there },
		{ "/store/backup/anew", test_restores_where_there_is_none },
		{ "/store/backup/log",
		    test_a_damaged_database_takes_its_log_along },
		{ "/store/backup/open",
		    test_refuses_while_somebody_has_it_open },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
