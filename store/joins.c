#include "store/people.h"

#include "store/db.h"

enum { SQL_IS_ONE, SQL_JOIN, SQL_PART, SQL_SETTLE };

const char *const store_joins_sql[] = {
	[SQL_IS_ONE] = "SELECT a.id = b.id OR (a.person_id IS NOT NULL AND"
	               " a.person_id = b.person_id) FROM contact a, contact b"
	               " WHERE a.id = :id AND b.id = :other",
	[SQL_JOIN] = "INSERT INTO contact_join (contact_id, other_id, author,"
	             " joined_at) VALUES (:id, :other, :author, :at)",
	[SQL_PART] = "UPDATE contact_join SET parted_by = :author,"
	             " parted_at = :at WHERE parted_at IS NULL AND"
	             " ((contact_id = :id AND other_id = :other) OR"
	             " (contact_id = :other AND other_id = :id))",
	/* All that can be reached by joins that hold are one person. */
	[SQL_SETTLE] =
	    "WITH RECURSIVE person (id) AS (SELECT :id UNION"
	    " SELECT iif(j.contact_id = p.id, j.other_id, j.contact_id)"
	    " FROM person p JOIN contact_join j"
	    " ON (j.contact_id = p.id OR j.other_id = p.id)"
	    " AND j.parted_at IS NULL)"
	    " UPDATE contact SET person_id = (SELECT iif(count(*) > 1,"
	    " min(id), NULL) FROM person)"
	    " WHERE id IN (SELECT id FROM person)",
	NULL,
};

static StoreStmt *
prepare(Store *self, int sql, const StorePersonJoin *join, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_joins_sql[sql], error);

	if (!stmt)
		return NULL;
	store_bind_int(stmt, ":id", join->contact_id);
	store_bind_int(stmt, ":other", join->other_id);
	if (sql != SQL_IS_ONE) {
		store_bind_text(stmt, ":author", join->author);
		store_bind_int(stmt, ":at", join->at);
	}
	return stmt;
}

static bool
are_one(Store *self, const StorePersonJoin *join, bool *ret_one, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_IS_ONE, join, error);
	bool row;

	if (!stmt || !store_step(stmt, &row, error))
		return false;
	*ret_one = row && store_int(stmt, 0) != 0;
	return true;
}

static bool
settle(Store *self, int64_t contact_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_joins_sql[SQL_SETTLE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", contact_id);
	return store_exec(stmt, error);
}

static bool
part(
    Store *self, const StorePersonJoin *join, bool *ret_changed, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_PART, join, error);

	if (!stmt || !store_exec(stmt, error))
		return false;
	*ret_changed = store_changes(self) > 0;
	return true;
}

static bool
join_two(
    Store *self, const StorePersonJoin *join, bool *ret_changed, GError **error)
{
	bool one;

	if (!are_one(self, join, &one, error))
		return false;
	*ret_changed = !one;
	if (one)
		return true;
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_JOIN, join, error);
	return stmt && store_exec(stmt, error);
}

bool
store_person_join(
    Store *self, const StorePersonJoin *join, bool *ret_changed, GError **error)
{
	bool changed;

	if (!(join->part ? part : join_two)(self, join, &changed, error))
		return false;
	if (changed && (!settle(self, join->contact_id, error) ||
	                   !settle(self, join->other_id, error)))
		return false;
	*ret_changed = changed;
	return true;
}
