#include "store/retag.h"

#include "store/db.h"

enum { SQL_COUNT, SQL_LIST, SQL_MARK };
#define WHICH                                                                  \
	" FROM message WHERE id > :after AND state = 1"                        \
	" AND origin = 0 AND received_at >= :since AND rules IS NOT :rules"
const char *const store_retag_sql[] = {
	[SQL_COUNT] = "SELECT count(*)" WHICH,
	[SQL_LIST] = "SELECT id" WHICH " ORDER BY id LIMIT :rows",
	[SQL_MARK] = "UPDATE message SET rules = :rules WHERE id = :id"
	             " AND state = 1 AND filtered_at = :filtered_at",
	NULL,
};

static StoreStmt *
prepare(Store *self, int sql, const StoreRetagQuery *query, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_retag_sql[sql], error);

	if (!stmt)
		return NULL;
	store_bind_int(stmt, ":after", query->after_id);
	store_bind_int(stmt, ":since", query->since_at);
	store_bind_int(stmt, ":rules", query->rules);
	return stmt;
}

bool
store_retag_count(Store *self, const StoreRetagQuery *query, int64_t *ret_count,
    GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_COUNT, query, error);
	bool row;

	if (!stmt || !store_step(stmt, &row, error))
		return false;
	*ret_count = store_int(stmt, 0);
	return true;
}

bool
store_retag_list(
    Store *self, const StoreRetagQuery *query, GArray **ret_ids, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_LIST, query, error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":rows", query->max_rows);
	if (!store_collect_ids(stmt, ids, error))
		return false;
	*ret_ids = g_steal_pointer(&ids);
	return true;
}

bool
store_retag_preview(Store *self, int64_t id, const GPtrArray *found,
    StoreHeld **ret_held, GError **error)
{
	g_autoptr(GPtrArray) labels = NULL;

	if (!store_labels_list(self, id, &labels, error))
		return false;
	*ret_held = store_held_new(found, labels);
	return true;
}

static bool
mark(Store *self, const StoreRetagged *what, bool *ret_same, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_retag_sql[SQL_MARK], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":rules", what->rules);
	store_bind_int(stmt, ":id", what->id);
	store_bind_int(stmt, ":filtered_at", what->filtered_at);
	if (!store_exec(stmt, error))
		return false;
	*ret_same = store_changes(self) == 1;
	return true;
}

bool
store_retag_save(Store *self, const StoreRetagged *what, GError **error)
{
	bool same;

	if (!mark(self, what, &same, error))
		return false;
	return !same || store_tags_save(self, what->id, what->found, error);
}
