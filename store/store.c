#include "store/store.h"

#include "core/fault.h"
#include "store/db.h"
#include "store/error.h"
#include "store/migrate.h"
#include "store/wal.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

struct _Store {
	sqlite3 *db;
	StoreLock *lock;        /* that it is open; NULL: for reading only */
	GHashTable *statements; /* const char * -> StoreStmt *, see db.c */
	int depth;              /* of store_transact() */
};

static bool
make_folder(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);

	if (g_mkdir_with_parents(folder, 0700) == 0)
		return true;
	g_set_error(error, STORE_ERROR,
	    errno == ENOSPC ? STORE_ERROR_FULL : STORE_ERROR_READ_ONLY,
	    "%s: %s", folder, g_strerror(errno));
	return false;
}

static bool
set_up(sqlite3 *db, StoreMode mode, GError **error)
{
	static const char settings[] = "PRAGMA foreign_keys = ON;"
	                               "PRAGMA trusted_schema = OFF;"
	                               "PRAGMA cell_size_check = ON;"
	                               "PRAGMA synchronous = FULL;"
	                               "PRAGMA secure_delete = ON;"
	                               "PRAGMA journal_size_limit = 33554432;"
	                               "PRAGMA cache_size = -4000;"
	                               "PRAGMA temp_store = MEMORY;";
	int code = sqlite3_busy_timeout(db, STORE_BUSY_MS);

	if (code == SQLITE_OK)
		code = sqlite3_exec(db, settings, NULL, NULL, NULL);
	if (code == SQLITE_OK && mode != STORE_READ_ONLY)
		code = sqlite3_exec(
		    db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return store_fail(db, code, error);
	store_wal_keep_small(db);
	return mode == STORE_READ_ONLY ? store_check_version(db, error)
	                               : store_migrate(db, error);
}

static sqlite3 *
open_file(const char *path, StoreMode mode, GError **error)
{
	int flags = mode == STORE_CREATE
	                ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
	            : mode == STORE_CHANGE ? SQLITE_OPEN_READWRITE
	                                   : SQLITE_OPEN_READONLY;
	sqlite3 *db = NULL;
	/* Nobody asks how much memory SQLite has, and to know it takes a lock
	 * at each piece. It can be said before the first database alone. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* SQLite gives its WAL and index the mode of the database. */
	mode_t mask = umask(0077);
	int code = sqlite3_open_v2(path, &db,
	    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	(void)umask(mask);
	if (code == SQLITE_OK && set_up(db, mode, error))
		return db;
	if (code != SQLITE_OK)
		(void)store_fail(db, code, error);
	(void)sqlite3_close(db);
	return NULL;
}

Store *
store_open(const char *path, StoreMode mode, GError **error)
{
	if (mode == STORE_CREATE && !make_folder(path, error))
		return NULL;
	if (mode != STORE_CREATE && !g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED,
		    "%s: there is no database yet; `tribune poll` or `tribune"
		    " import` makes it",
		    path);
		return NULL;
	}
	g_autoptr(StoreLock) lock = NULL;
	if (mode != STORE_READ_ONLY) {
		lock = store_lock_share(path, STORE_BUSY_MS, error);
		if (!lock)
			return NULL;
	}
	sqlite3 *db = open_file(path, mode, error);
	if (!db) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	Store *self = g_new0(Store, 1);
	self->db = db;
	self->lock = g_steal_pointer(&lock);
	self->statements = store_statements_new();
	return self;
}

void
store_close(Store *self)
{
	if (!self)
		return;
	g_hash_table_unref(self->statements);
	/* Every statement is finalized above, so that this cannot be refused.
	 */
	int code = sqlite3_close(self->db);
	g_assert(code == SQLITE_OK);
	store_lock_free(self->lock);
	g_free(self);
}

sqlite3 *
store_sqlite(Store *self)
{
	return self->db;
}

GHashTable *
store_statements(Store *self)
{
	return self->statements;
}

static bool
run(Store *self, const char *sql, GError **error)
{
	int code = sqlite3_exec(self->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || store_fail(self->db, code, error);
}

static bool
transact(
    Store *self, const char *begin, StoreBody body, void *data, GError **error)
{
	bool done;

	if (!run(self, begin, error))
		return false;
	self->depth++;
	done = body(self, data, error);
	self->depth--;
	if (done && run(self, "COMMIT", error))
		return true;
	/* Some errors have rolled back already; then this fails, rightly. */
	(void)sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

bool
store_transact(Store *self, StoreBody body, void *data, GError **error)
{
	if (self->depth > 0)
		return body(self, data, error);
	CORE_FAULT_POINT();
	if (!transact(self, "BEGIN IMMEDIATE", body, data, error))
		return false;
	CORE_FAULT_POINT();
	return true;
}

bool
store_snapshot(Store *self, StoreBody body, void *data, GError **error)
{
	if (self->depth > 0)
		return body(self, data, error);
	return transact(self, "BEGIN", body, data, error);
}
