#include "store/search.h"

#include "core/query-value.h"
#include "store/db.h"
#include "store/search-plan.h"

struct _StoreSearch {
	Store *store;
	const CoreQuery *query;
	int64_t now;
	StorePlan *plan;
	sqlite3_stmt *stmt; /* its own: no two queries have the same text */
};

/* term_holds(TERM, VALUE): so that values are compared as rules do. */
static void
term_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
	const CoreQuery *term =
	    sqlite3_value_pointer(values[0], STORE_PLAN_POINTER);
	const char *value = (const char *)sqlite3_value_text(values[1]);

	(void)count;
	sqlite3_result_int(context, term && core_query_holds(term, value));
}

static int
bind(sqlite3_stmt *stmt, int number, const StorePlanValue *value)
{
	switch (value->kind) {
	case STORE_PLAN_NUMBER:
		return sqlite3_bind_int64(stmt, number, value->number);
	case STORE_PLAN_TEXT:
		return sqlite3_bind_text(
		    stmt, number, value->text, -1, SQLITE_STATIC);
	case STORE_PLAN_TERM:
		return sqlite3_bind_pointer(stmt, number,
		    (void *)(uintptr_t)value->term, STORE_PLAN_POINTER, NULL);
	}
	return SQLITE_MISUSE;
}

/* A tag of more messages than this is met soon on the way back in time; those
 * of a rarer one are gathered in less time than that way takes. */
#define RARE_TAGGED 5000

/* Returns: (transfer full): @sql with @values bound. */
static sqlite3_stmt *
prepare(Store *store, const char *sql, const GArray *values, GError **error)
{
	sqlite3 *db = store_sqlite(store);
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	for (unsigned i = 0; code == SQLITE_OK && i < values->len; i++)
		code = bind(stmt, (int)i + 1,
		    &g_array_index(values, StorePlanValue, i));
	if (code == SQLITE_OK)
		return stmt;
	(void)store_fail(db, code, error);
	(void)sqlite3_finalize(stmt);
	return NULL;
}

static bool
count(Store *store, const char *sql, const GArray *values, int64_t *ret_count,
    GError **error)
{
	sqlite3_stmt *stmt = prepare(store, sql, values, error);
	int code;

	if (!stmt)
		return false;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*ret_count = sqlite3_column_int64(stmt, 0);
	else
		(void)store_fail(store_sqlite(store), code, error);
	(void)sqlite3_finalize(stmt);
	return code == SQLITE_ROW;
}

static bool
is_rare(Store *store, const CoreQuery *tag, bool *ret_rare, GError **error)
{
	const StorePlanValue value = { STORE_PLAN_TERM, .term = tag };
	g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof value);
	int64_t tagged;

	g_array_append_val(values, value);
	if (!count(store,
	        "SELECT count(*) FROM (SELECT 1 " STORE_PLAN_TAGGED
	        " LIMIT " G_STRINGIFY(RARE_TAGGED) ")",
	        values, &tagged, error))
		return false;
	*ret_rare = tagged < RARE_TAGGED;
	return true;
}

static bool
plan(StoreSearch *self, GError **error)
{
	bool rare = true;

	self->plan = store_plan_new(self->query, self->now, STORE_PLAN_BY_TAG);
	if (self->plan->tag &&
	    !is_rare(self->store, self->plan->tag, &rare, error))
		return false;
	if (rare)
		return true;
	store_plan_free(self->plan);
	self->plan = store_plan_new(self->query, self->now, STORE_PLAN_BY_TIME);
	return true;
}

StoreSearch *
store_search_new(
    Store *store, const CoreQuery *query, int64_t now, GError **error)
{
	g_autoptr(StoreSearch) self = g_new0(StoreSearch, 1);
	g_autofree char *sql = NULL;
	int code = sqlite3_create_function(store_sqlite(store), "term_holds", 2,
	    SQLITE_UTF8, NULL, term_holds, NULL, NULL);

	self->store = store;
	self->query = query;
	self->now = now;
	if (code != SQLITE_OK) {
		(void)store_fail(store_sqlite(store), code, error);
		return NULL;
	}
	if (!plan(self, error))
		return NULL;
	sql = g_strconcat(
	    "SELECT m.id ", self->plan->from->str, self->plan->order, NULL);
	self->stmt = prepare(store, sql, self->plan->values, error);
	return self->stmt ? g_steal_pointer(&self) : NULL;
}

void
store_search_free(StoreSearch *self)
{
	if (!self)
		return;
	/* Its code repeats that of the last step, which was reported. */
	(void)sqlite3_finalize(self->stmt);
	store_plan_free(self->plan);
	g_free(self);
}

bool
store_search_is_exact(const StoreSearch *self)
{
	return self->plan->exact;
}

bool
store_search_next(StoreSearch *self, int64_t *ret_id, GError **error)
{
	int code = sqlite3_step(self->stmt);

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail(store_sqlite(self->store), code, error);
	*ret_id = code == SQLITE_ROW ? sqlite3_column_int64(self->stmt, 0) : 0;
	return true;
}

bool
store_search_count(StoreSearch *self, int64_t *ret_count, GError **error)
{
	g_autoptr(StorePlan) all =
	    store_plan_new(self->query, self->now, STORE_PLAN_COUNT);
	g_autofree char *sql =
	    g_strconcat("SELECT count(*) ", all->from->str, NULL);

	return count(self->store, sql, all->values, ret_count, error);
}
