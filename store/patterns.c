#include "store/patterns.h"

#include "store/db.h"

enum { SQL_NEWEST, SQL_READ, SQL_ADD, SQL_UPDATE, SQL_MOVE, SQL_COUNT };
const char *const store_patterns_sql[] = {
	[SQL_NEWEST] = "SELECT received_at FROM message"
	               " WHERE received_at <= :now AND state = 1 AND origin = 0"
	               " ORDER BY received_at DESC LIMIT 1",
	[SQL_READ] =
	    "SELECT m.id, coalesce(m.contact_id, -m.id), m.received_at,"
	    " coalesce(m.pattern_id, 0), m.language,"
	    " iif(m.source IS NULL, coalesce(m.subject, ''), ''), t.own_words,"
	    " coalesce(c.name, m.from_name, ''),"
	    " coalesce(c.address, m.from_address, '') FROM message m"
	    " LEFT JOIN contact c ON c.id = m.contact_id"
	    " JOIN message_text t ON t.message_id = m.id"
	    " WHERE m.received_at >= :since AND m.state = 1 AND m.origin = 0"
	    " ORDER BY m.received_at DESC, m.content_key DESC LIMIT :max",
	[SQL_ADD] = "INSERT INTO pattern (label, typical_id, first_at, last_at)"
	            " VALUES (:label, :typical, :first, :last)",
	[SQL_UPDATE] = "UPDATE pattern SET label = :label,"
	               " typical_id = :typical, first_at = min(first_at,"
	               " :first), last_at = :last WHERE id = :id",
	[SQL_MOVE] = "UPDATE message SET pattern_id = :pattern WHERE id = :id",
	[SQL_COUNT] = "SELECT count(*) FROM pattern p WHERE EXISTS"
	              " (SELECT 1 FROM message m WHERE m.pattern_id = p.id)",
	NULL,
};

bool
store_patterns_newest(Store *self, int64_t now, int64_t *ret_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_patterns_sql[SQL_NEWEST], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_at = row ? store_int(stmt, 0) : 0;
	return true;
}

bool
store_patterns_foreach(Store *self, const StorePatternRange *range,
    StorePatternVisit visit, void *data, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_patterns_sql[SQL_READ], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":since", range->since);
	store_bind_int(stmt, ":max", range->max);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		StorePatternMail mail = { .id = store_int(stmt, 0),
			.contact_id = store_int(stmt, 1),
			.received_at = store_int(stmt, 2),
			.pattern_id = store_int(stmt, 3),
			.language = store_text(stmt, 4),
			.subject = store_text(stmt, 5),
			.own_words = store_text(stmt, 6),
			.name = store_text(stmt, 7),
			.address = store_text(stmt, 8) };
		visit(&mail, data);
	}
}

static bool
save_pattern(Store *self, StorePattern *pattern, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self,
	    store_patterns_sql[pattern->id ? SQL_UPDATE : SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":label", pattern->label);
	store_bind_int(stmt, ":typical", pattern->typical_id);
	store_bind_int(stmt, ":first", pattern->first_at);
	store_bind_int(stmt, ":last", pattern->last_at);
	if (pattern->id)
		store_bind_int(stmt, ":id", pattern->id);
	if (!store_exec(stmt, error))
		return false;
	if (!pattern->id)
		pattern->id = store_last_id(self);
	return true;
}

static bool
save_move(Store *self, const StorePatternMove *move, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_patterns_sql[SQL_MOVE], error);

	if (!stmt)
		return false;
	if (move->pattern)
		store_bind_int(stmt, ":pattern", move->pattern->id);
	else
		store_bind_null(stmt, ":pattern");
	store_bind_int(stmt, ":id", move->message_id);
	return store_exec(stmt, error);
}

typedef struct {
	GPtrArray *patterns;
	const GArray *moves;
} SaveRequest;

static bool
save(Store *self, void *data, GError **error)
{
	const SaveRequest *request = data;

	for (unsigned i = 0; i < request->patterns->len; i++)
		if (!save_pattern(self, request->patterns->pdata[i], error))
			return false;
	for (unsigned i = 0; i < request->moves->len; i++)
		if (!save_move(self,
		        &g_array_index(request->moves, StorePatternMove, i),
		        error))
			return false;
	return true;
}

bool
store_patterns_save(
    Store *self, GPtrArray *patterns, const GArray *moves, GError **error)
{
	SaveRequest request = { patterns, moves };

	return store_transact(self, save, &request, error);
}

bool
store_patterns_count(Store *self, int64_t *ret_count, GError **error)
{
	return store_query_int(
	    self, store_patterns_sql[SQL_COUNT], ret_count, error);
}
