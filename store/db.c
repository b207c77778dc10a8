#include "store/db.h"

#include "store/error.h"

struct _StoreStmt {
	sqlite3_stmt *stmt;
	bool on_loan;
};

static StoreError
error_code(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_ERROR_BUSY;
	case SQLITE_FULL:
		return STORE_ERROR_FULL;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
	case SQLITE_AUTH:
		return STORE_ERROR_READ_ONLY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STORE_ERROR_CORRUPT;
	default:
		return STORE_ERROR_FAILED;
	}
}

bool
store_fail(sqlite3 *db, int code, GError **error)
{
	g_set_error(error, STORE_ERROR, error_code(code), "%s",
	    db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
	return false;
}

static void
destroy(void *data)
{
	StoreStmt *self = data;

	/* Its code repeats the last step's error, which was reported then. */
	(void)sqlite3_finalize(self->stmt);
	g_free(self);
}

GHashTable *
store_statements_new(void)
{
	return g_hash_table_new_full(NULL, NULL, NULL, destroy);
}

StoreStmt *
store_stmt(Store *self, const char *sql, GError **error)
{
	StoreStmt *found = g_hash_table_lookup(store_statements(self), sql);

	if (!found) {
		sqlite3 *db = store_sqlite(self);
		sqlite3_stmt *stmt = NULL;
		int code = sqlite3_prepare_v3(
		    db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

		if (code != SQLITE_OK) {
			(void)store_fail(db, code, error);
			return NULL;
		}
		found = g_new0(StoreStmt, 1);
		found->stmt = stmt;
		g_hash_table_insert(
		    store_statements(self), (void *)(uintptr_t)sql, found);
	}
	g_assert(!found->on_loan);
	found->on_loan = true;
	return found;
}

bool
store_collect_ids(StoreStmt *self, GArray *ids, GError **error)
{
	bool row;

	for (;;) {
		if (!store_step(self, &row, error))
			return false;
		if (!row)
			return true;
		int64_t id = store_int(self, 0);
		g_array_append_val(ids, id);
	}
}

bool
store_collect_rows(StoreStmt *self, StoreReadRow read, GDestroyNotify free_row,
    GPtrArray **ret_rows, GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_row);
	bool row;

	for (;;) {
		if (!store_step(self, &row, error))
			return false;
		if (!row)
			break;
		g_ptr_array_add(rows, read(self));
	}
	*ret_rows = g_steal_pointer(&rows);
	return true;
}

void
store_rewind(StoreStmt *self)
{
	/* As in destroy(): the error, if any, was reported by the step. */
	(void)sqlite3_reset(self->stmt);
	(void)sqlite3_clear_bindings(self->stmt);
}

void
store_stmt_free(StoreStmt *self)
{
	if (!self)
		return;
	store_rewind(self);
	self->on_loan = false;
}

static int
parameter(StoreStmt *self, const char *name)
{
	int number = sqlite3_bind_parameter_index(self->stmt, name);

	g_assert(number > 0);
	return number;
}

/* Binding fails only for want of memory or beyond SQLite's length limit, and
 * every length was bounded before. */
static void
check_bound(int code)
{
	g_assert(code == SQLITE_OK);
}

void
store_bind_int(StoreStmt *self, const char *name, int64_t value)
{
	check_bound(
	    sqlite3_bind_int64(self->stmt, parameter(self, name), value));
}

void
store_bind_real(StoreStmt *self, const char *name, double value)
{
	check_bound(
	    sqlite3_bind_double(self->stmt, parameter(self, name), value));
}

void
store_bind_null(StoreStmt *self, const char *name)
{
	check_bound(sqlite3_bind_null(self->stmt, parameter(self, name)));
}

void
store_bind_text(StoreStmt *self, const char *name, const char *value)
{
	check_bound(sqlite3_bind_text(
	    self->stmt, parameter(self, name), value, -1, SQLITE_STATIC));
}

void
store_bind_blob(StoreStmt *self, const char *name, GBytes *value)
{
	size_t length = 0;
	const void *bytes = value ? g_bytes_get_data(value, &length) : NULL;

	if (!value)
		store_bind_null(self, name);
	else
		check_bound(
		    sqlite3_bind_blob64(self->stmt, parameter(self, name),
		        length ? bytes : "", length, SQLITE_STATIC));
}

bool
store_step(StoreStmt *self, bool *ret_row, GError **error)
{
	int code = sqlite3_step(self->stmt);

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail(sqlite3_db_handle(self->stmt), code, error);
	*ret_row = code == SQLITE_ROW;
	return true;
}

bool
store_exec(StoreStmt *self, GError **error)
{
	bool row;

	do {
		if (!store_step(self, &row, error))
			return false;
	} while (row);
	return true;
}

int64_t
store_int(StoreStmt *self, int column)
{
	return sqlite3_column_int64(self->stmt, column);
}

double
store_real(StoreStmt *self, int column)
{
	return sqlite3_column_double(self->stmt, column);
}

bool
store_is_null(StoreStmt *self, int column)
{
	return sqlite3_column_type(self->stmt, column) == SQLITE_NULL;
}

const char *
store_text(StoreStmt *self, int column)
{
	return (const char *)sqlite3_column_text(self->stmt, column);
}

char *
store_dup_text(StoreStmt *self, int column)
{
	return g_strdup(store_text(self, column));
}

GBytes *
store_dup_blob(StoreStmt *self, int column)
{
	const void *bytes = sqlite3_column_blob(self->stmt, column);

	return g_bytes_new(
	    bytes, (size_t)sqlite3_column_bytes(self->stmt, column));
}

int64_t
store_last_id(Store *self)
{
	return sqlite3_last_insert_rowid(store_sqlite(self));
}

int
store_changes(Store *self)
{
	return sqlite3_changes(store_sqlite(self));
}

bool
store_query_int(
    Store *self, const char *sql, int64_t *ret_value, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self, sql, error);
	bool row = false;

	if (!stmt || !store_step(stmt, &row, error))
		return false;
	*ret_value = row ? store_int(stmt, 0) : 0;
	return true;
}
