#include "store/promises.h"

#include "store/db.h"

enum { SQL_OF, SQL_SINCE };

/* Origin 5 is an answer of ours (core/message.h). */
#define PROMISES                                                               \
	"SELECT p.text, p.due_at, m.id, m.conversation_id, m.received_at,"     \
	" (SELECT min(a.received_at) FROM message a"                           \
	" WHERE a.conversation_id = m.conversation_id AND a.origin = 5"        \
	" AND a.state = 1 AND a.received_at > m.received_at"                   \
	" AND NOT EXISTS (SELECT 1 FROM flag f WHERE f.message_id = a.id"      \
	" AND f.flag = 'automatic')),"                                         \
	" coalesce(nullif(m.from_name, ''), m.from_address)"
#define BY_DUE " ORDER BY p.due_at, p.message_id, p.number"

const char *const store_promises_sql[] = {
	[SQL_OF] = PROMISES " FROM message m"
	                    " JOIN promise p ON p.message_id = m.id"
	                    " WHERE m.conversation_id = :value" BY_DUE,
	[SQL_SINCE] = PROMISES " FROM promise p"
	                       " JOIN message m ON m.id = p.message_id"
	                       " WHERE p.due_at >= :value"
	                       " AND m.conversation_id IS NOT NULL" BY_DUE,
	NULL,
};

void
store_promise_free(void *data)
{
	StorePromise *self = data;

	if (!self)
		return;
	g_free(self->text);
	g_free(self->said_by);
	g_free(self);
}

StorePromiseState
store_promise_state(const StorePromise *self, int64_t now)
{
	if (self->again_at && self->again_at < self->due_at)
		return STORE_PROMISE_KEPT;
	return now < self->due_at ? STORE_PROMISE_OPEN : STORE_PROMISE_OVERDUE;
}

const char *
store_promise_state_name(StorePromiseState state)
{
	static const char *const names[] = { "open", "kept", "overdue" };

	return names[state];
}

static void *
read_promise(StoreStmt *stmt)
{
	StorePromise *promise = g_new0(StorePromise, 1);

	promise->text = store_dup_text(stmt, 0);
	promise->due_at = store_int(stmt, 1);
	promise->message_id = store_int(stmt, 2);
	promise->conversation_id = store_int(stmt, 3);
	promise->said_at = store_int(stmt, 4);
	promise->again_at = store_int(stmt, 5);
	promise->said_by = store_dup_text(stmt, 6);
	return promise;
}

static bool
list(Store *self, int sql, int64_t value, GPtrArray **ret_promises,
    GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_promises_sql[sql], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":value", value);
	return store_collect_rows(
	    stmt, read_promise, store_promise_free, ret_promises, error);
}

bool
store_promise_of(
    Store *self, int64_t id, GPtrArray **ret_promises, GError **error)
{
	return list(self, SQL_OF, id, ret_promises, error);
}

bool
store_promise_since(
    Store *self, int64_t since, GPtrArray **ret_promises, GError **error)
{
	return list(self, SQL_SINCE, since, ret_promises, error);
}
