#include "store/parts.h"

#include "store/db.h"
#include "store/error.h"

#include <inttypes.h>

enum {
	SQL_FIND,
	SQL_BEGIN,
	SQL_ADD,
	SQL_DROP_ONE,
	SQL_DROP_ALL,
	SQL_SETTLE,
};
/* No SHA-256 holds a colon: the names sort behind "partial:" and are in the
 * way of none. */
const char *const store_parts_sql[] = {
	[SQL_FIND] = "SELECT id FROM raw WHERE sha256 = :name",
	[SQL_BEGIN] = "INSERT INTO raw (sha256, size_bytes) VALUES (:name, 0)",
	[SQL_ADD] = "INSERT INTO raw_chunk (raw_id, number, bytes)"
	            " VALUES (:raw, :number, :bytes)",
	[SQL_DROP_ONE] = "DELETE FROM raw WHERE sha256 = :name",
	[SQL_DROP_ALL] = "DELETE FROM raw WHERE sha256 >= 'partial:'"
	                 " AND sha256 < 'partial;'",
	[SQL_SETTLE] = "UPDATE raw SET sha256 = :sha256, size_bytes = :size"
	               " WHERE sha256 = :name",
	NULL,
};

char *
store_parts_name(int64_t folder_id, int64_t uid)
{
	return g_strdup_printf("partial:%" PRId64 ":%" PRId64, folder_id, uid);
}

/* Runs a statement that wants but the name. */
static bool
run_on(Store *self, const char *sql, const char *name, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self, sql, error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", name);
	return store_exec(stmt, error);
}

/* @ret_raw_id: 0 where there is none. */
static bool
find(Store *self, const char *name, int64_t *ret_raw_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_parts_sql[SQL_FIND], error);
	bool found;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", name);
	if (!store_step(stmt, &found, error))
		return false;
	*ret_raw_id = found ? store_int(stmt, 0) : 0;
	return true;
}

static bool
begin(Store *self, const StorePart *part, int64_t *ret_raw_id, GError **error)
{
	if (!run_on(self, store_parts_sql[SQL_DROP_ONE], part->name, error) ||
	    !run_on(self, store_parts_sql[SQL_BEGIN], part->name, error))
		return false;
	*ret_raw_id = store_last_id(self);
	return true;
}

bool
store_parts_add(Store *self, const StorePart *part, GError **error)
{
	int64_t raw_id;

	if (!(part->number == 0 ? begin(self, part, &raw_id, error)
	                        : find(self, part->name, &raw_id, error)))
		return false;
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_parts_sql[SQL_ADD], error);
	if (!stmt)
		return false;
	store_bind_int(stmt, ":raw", raw_id);
	store_bind_int(stmt, ":number", part->number);
	store_bind_blob(stmt, ":bytes", part->frame);
	return store_exec(stmt, error);
}

bool
store_parts_drop(Store *self, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_parts_sql[SQL_DROP_ALL], error);

	return stmt && store_exec(stmt, error);
}

static bool
rename_parts(Store *self, const StorePacked *packed, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_parts_sql[SQL_SETTLE], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":sha256", packed->sha256);
	store_bind_int(stmt, ":size", packed->raw_bytes);
	store_bind_text(stmt, ":name", packed->parts_name);
	return store_exec(stmt, error);
}

bool
store_parts_settle(
    Store *self, const StorePacked *packed, int64_t *ret_raw_id, GError **error)
{
	int64_t raw_id;

	if (!find(self, packed->sha256, &raw_id, error))
		return false;
	if (raw_id) {
		*ret_raw_id = raw_id;
		return run_on(self, store_parts_sql[SQL_DROP_ONE],
		    packed->parts_name, error);
	}
	if (!find(self, packed->parts_name, &raw_id, error) ||
	    !rename_parts(self, packed, error))
		return false;
	*ret_raw_id = raw_id;
	return true;
}
