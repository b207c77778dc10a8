#include "store/search.h"

#include "core/query-value.h"
#include "store/db.h"
#include "store/search-plan.h"

struct _StoreSearch {
	Store *store;
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
 * of a rarer one are sorted in less time than that way takes. */
#define RARE_TAGGED 5000

/* Returns: (transfer full): @what, @from and @order, with the values of the
 * plan bound to as many '?' as there are. */
static sqlite3_stmt *
prepare(const StoreSearch *self, const char *what, const char *from,
    const char *order, GError **error)
{
	sqlite3 *db = store_sqlite(self->store);
	const StorePlan *plan = self->plan;
	g_autofree char *sql = g_strconcat(what, from, order, NULL);
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	for (int i = 0;
	     code == SQLITE_OK && i < sqlite3_bind_parameter_count(stmt); i++)
		code = bind(stmt, i + 1,
		    &g_array_index(plan->values, StorePlanValue, i));
	if (code == SQLITE_OK)
		return stmt;
	(void)store_fail(db, code, error);
	(void)sqlite3_finalize(stmt);
	return NULL;
}

static bool
is_rare(StoreSearch *self, bool *ret_rare, GError **error)
{
	sqlite3_stmt *stmt = prepare(self, "SELECT count(*) FROM (SELECT 1 ",
	    STORE_PLAN_TAGGED, " LIMIT " G_STRINGIFY(RARE_TAGGED) ")", error);
	int code;

	if (!stmt)
		return false;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*ret_rare = sqlite3_column_int(stmt, 0) < RARE_TAGGED;
	else
		(void)store_fail(store_sqlite(self->store), code, error);
	(void)sqlite3_finalize(stmt);
	return code == SQLITE_ROW;
}

static bool
plan(StoreSearch *self, const CoreQuery *query, int64_t now, GError **error)
{
	bool rare = true;

	self->plan = store_plan_new(query, now, false);
	if (self->plan->tag && !is_rare(self, &rare, error))
		return false;
	if (rare)
		return true;
	store_plan_free(self->plan);
	self->plan = store_plan_new(query, now, true);
	return true;
}

StoreSearch *
store_search_new(
    Store *store, const CoreQuery *query, int64_t now, GError **error)
{
	g_autoptr(StoreSearch) self = g_new0(StoreSearch, 1);
	int code = sqlite3_create_function(store_sqlite(store), "term_holds", 2,
	    SQLITE_UTF8, NULL, term_holds, NULL, NULL);

	self->store = store;
	if (code != SQLITE_OK) {
		(void)store_fail(store_sqlite(store), code, error);
		return NULL;
	}
	if (!plan(self, query, now, error))
		return NULL;
	self->stmt = prepare(self, "SELECT m.id ", self->plan->from->str,
	    self->plan->order, error);
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
	/* A look at each message would cost most of the time. */
	sqlite3_stmt *stmt = prepare(self, "SELECT count(*) ",
	    self->plan->only_words ? "FROM search WHERE search MATCH ?"
	                           : self->plan->from->str,
	    "", error);
	int code;

	if (!stmt)
		return false;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*ret_count = sqlite3_column_int64(stmt, 0);
	else
		(void)store_fail(store_sqlite(self->store), code, error);
	(void)sqlite3_finalize(stmt);
	return code == SQLITE_ROW;
}
