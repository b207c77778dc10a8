#include "store/copy.h"

#include "store/db.h"
#include "store/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 1416784226 /* as in migrations/0002-operator.sql */
#define STEP_BYTES (1 << 20)

typedef struct sqlite3 Database;

static void
close_database(Database *db)
{
	/* All its statements are finalized, so that this cannot be refused. */
	int code = sqlite3_close(db);
	g_assert(code == SQLITE_OK);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Database, close_database)

bool
store_copy_fail(const char *path, GError **error)
{
	StoreError code = STORE_ERROR_FAILED;

	if (errno == ENOSPC || errno == EDQUOT)
		code = STORE_ERROR_FULL;
	else if (errno == EACCES || errno == EPERM || errno == EROFS)
		code = STORE_ERROR_READ_ONLY;
	g_set_error(
	    error, STORE_ERROR, code, "%s: %s", path, g_strerror(errno));
	return false;
}

static bool
fail(sqlite3 *db, int code, const char *path, GError **error)
{
	(void)store_fail(db, code, error);
	g_prefix_error(error, "%s: ", path);
	return false;
}

static Database *
open_database(const char *path, int flags, const char *sql, GError **error)
{
	g_autoptr(Database) db = NULL;
	int code = sqlite3_open_v2(path, &db,
	    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(db, STORE_BUSY_MS);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		return g_steal_pointer(&db);
	(void)fail(db, code, path, error);
	return NULL;
}

static bool
read_int(Database *db, const char *sql, int64_t *ret_value, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW)
		*ret_value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW || store_fail(db, code, error);
}

static bool
check_ours(Database *db, int *ret_version, GError **error)
{
	int64_t id = 0, version = 0;

	if (!read_int(db, "PRAGMA application_id", &id, error) ||
	    !read_int(db, "PRAGMA user_version", &version, error))
		return false;
	if (id != APPLICATION_ID) {
		g_set_error_literal(error, STORE_ERROR, STORE_ERROR_CORRUPT,
		    "it is not a database of Tribune's");
		return false;
	}
	if (version > store_schema_version()) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_VERSION,
		    "schema %d is newer than this program's %d: install the"
		    " newer tribune",
		    (int)version, store_schema_version());
		return false;
	}
	*ret_version = (int)version;
	return true;
}

/* The first line of integrity_check is its verdict, or the first fault. */
static bool
check_whole(Database *db, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	bool whole = false;
	int code = sqlite3_prepare_v2(
	    db, "PRAGMA integrity_check(1)", -1, &stmt, NULL);

	if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *verdict =
		    (const char *)sqlite3_column_text(stmt, 0);
		whole = g_strcmp0(verdict, "ok") == 0;
		if (!whole)
			g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
			    "it is damaged: %.200s", verdict ? verdict : "");
	} else {
		(void)store_fail(db, code, error);
	}
	sqlite3_finalize(stmt);
	return whole;
}

static bool
read_facts(Database *db, StoreBackupFacts *facts, GError **error)
{
	return read_int(db, "SELECT count(*) FROM message", &facts->messages,
	           error) &&
	       read_int(db,
	           "SELECT coalesce((SELECT arrived_at FROM message WHERE id ="
	           " (SELECT max(id) FROM message)), 0)",
	           &facts->newest_at, error) &&
	       read_int(db,
	           "SELECT page_count * page_size FROM pragma_page_count,"
	           " pragma_page_size",
	           &facts->bytes, error);
}

bool
store_backup_verify(
    const char *file, StoreBackupFacts *ret_facts, GError **error)
{
	g_autoptr(Database) db = open_database(
	    file, SQLITE_OPEN_READONLY, "PRAGMA trusted_schema = OFF", error);
	StoreBackupFacts facts = { 0 };

	if (!db)
		return false;
	if (!check_ours(db, &facts.version, error) || !check_whole(db, error) ||
	    !read_facts(db, &facts, error)) {
		g_prefix_error(error, "%s: ", file);
		return false;
	}
	*ret_facts = facts;
	return true;
}

void
store_copy_remove(const char *path)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm" };

	for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *name = g_strconcat(path, ends[i], NULL);
		(void)g_unlink(name); /* most are not there */
	}
}

static int
sync_and_close(int fd)
{
	int failed = fsync(fd);
	int why = errno;

	failed |= close(fd);
	errno = why;
	return failed;
}

bool
store_copy_sync_folder(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return (fd >= 0 && sync_and_close(fd) == 0) ||
	       store_copy_fail(folder, error);
}

static bool
make_file(const char *path, GError **error)
{
	int fd;

	store_copy_remove(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return (fd >= 0 && close(fd) == 0) || store_copy_fail(path, error);
}

static bool
sync_file(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	return (fd >= 0 && sync_and_close(fd) == 0) ||
	       store_copy_fail(path, error);
}

static bool
copy_pages(
    Database *from, Database *to, const StoreBackupWatch *watch, GError **error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int64_t page_bytes;
	int code = SQLITE_OK;

	if (!backup)
		return store_fail(to, sqlite3_extended_errcode(to), error);
	if (!read_int(from, "PRAGMA page_size", &page_bytes, error)) {
		(void)sqlite3_backup_finish(backup);
		return false;
	}
	while (code == SQLITE_OK) {
		code =
		    sqlite3_backup_step(backup, (int)(STEP_BYTES / page_bytes));
		int64_t all = sqlite3_backup_pagecount(backup);
		int64_t left = sqlite3_backup_remaining(backup);
		if (watch)
			watch->progress((all - left) * page_bytes,
			    all * page_bytes, watch->data);
	}
	/* It repeats the step's error, or has one of its own. */
	int finished = sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE && finished == SQLITE_OK)
		return true;
	return store_fail(NULL, code == SQLITE_DONE ? finished : code, error);
}

static bool
copy(const char *from, const char *to, const StoreBackupWatch *watch,
    GError **error)
{
	/* The first read fixes what is seen, so that no write by others makes
	 * the copy begin anew. */
	g_autoptr(Database) source = open_database(from, SQLITE_OPEN_READONLY,
	    "BEGIN; SELECT count(*) FROM sqlite_schema", error);
	/* A copy that is cut off is thrown away: it needs no journal. */
	g_autoptr(Database) target =
	    source ? open_database(to, SQLITE_OPEN_READWRITE,
	                 "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF",
	                 error)
	           : NULL;
	int code;

	if (!target)
		return false;
	if (!copy_pages(source, target, watch, error)) {
		g_prefix_error(error, "%s: ", to);
		return false;
	}
	/* One file, without a write-ahead log beside it. */
	code = sqlite3_exec(
	    target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	return code == SQLITE_OK || fail(target, code, to, error);
}

bool
store_copy(const char *from, const char *to, const StoreBackupWatch *watch,
    StoreBackupFacts *ret_facts, GError **error)
{
	if (!make_file(to, error))
		return false;
	if (copy(from, to, watch, error) &&
	    store_backup_verify(to, ret_facts, error) && sync_file(to, error))
		return true;
	store_copy_remove(to);
	return false;
}
