#include "store/conversations.h"

#include "store/db.h"

enum {
	SQL_FORWARDS,
	SQL_BACKWARDS,
	SQL_IS_KNOWN,
	SQL_IS_REFERRED,
	SQL_BEGIN,
	SQL_EXTEND,
	SQL_MOVE,
	SQL_WIDEN,
	SQL_END,
	SQL_APART,
	SQL_PUT,
	SQL_OUTBOX
};

/* Origins are those of core/message.h: 0 a person, 5 an answer of ours. */
#define PARTICIPANTS                                                           \
	"SELECT m.conversation_id, -1, m.answer, lower(m.from_address) FROM m" \
	" WHERE m.from_address IS NOT NULL UNION ALL"                          \
	" SELECT m.conversation_id, a.role, m.answer, lower(a.address) FROM m" \
	" JOIN message_address a ON a.message_id = m.id AND a.role < 3"

const char *const store_conversations_sql[] = {
	[SQL_FORWARDS] =
	    "WITH m AS MATERIALIZED (SELECT id, conversation_id,"
	    " origin = 5 AS answer,"
	    " from_address"
	    " FROM message WHERE message_id = :reference AND"
	    " conversation_id IS NOT NULL ORDER BY id LIMIT 50) " PARTICIPANTS,
	[SQL_BACKWARDS] =
	    "WITH m AS MATERIALIZED (SELECT DISTINCT s.id, s.conversation_id,"
	    " s.origin = 5 AS answer,"
	    " s.from_address FROM message_reference r"
	    " JOIN message s ON s.id = r.message_id"
	    " WHERE r.reference = :reference AND s.conversation_id IS NOT NULL"
	    " ORDER BY s.id LIMIT 50) " PARTICIPANTS,
	[SQL_IS_KNOWN] =
	    "SELECT 1 FROM message WHERE message_id = :reference LIMIT 1",
	[SQL_IS_REFERRED] = "SELECT 1 FROM message_reference"
	                    " WHERE reference = :reference LIMIT 1",
	[SQL_BEGIN] = "INSERT INTO conversation (first_at, last_at)"
	              " VALUES (:at, :at)",
	[SQL_EXTEND] = "UPDATE conversation SET first_at = min(first_at, :at),"
	               " last_at = max(last_at, :at) WHERE id = :id",
	[SQL_MOVE] = "UPDATE message SET conversation_id = :into"
	             " WHERE conversation_id = :from",
	[SQL_WIDEN] =
	    "UPDATE conversation SET first_at = min(conversation.first_at,"
	    " f.first_at),"
	    " last_at = max(conversation.last_at, f.last_at) FROM (SELECT "
	    "first_at, last_at"
	    " FROM conversation WHERE id = :from) AS f"
	    " WHERE conversation.id = :into",
	[SQL_END] = "DELETE FROM conversation WHERE id = :from",
	[SQL_APART] = "SELECT id FROM message WHERE state = 1"
	              " AND conversation_id IS NULL AND origin IN (0, 5)"
	              " ORDER BY id LIMIT 100",
	[SQL_PUT] = "UPDATE message SET conversation_id = :id"
	            " WHERE id = :message",
	[SQL_OUTBOX] = "SELECT 1 FROM outbox WHERE message_id = :message_id",
	NULL,
};

void
store_participant_free(void *data)
{
	StoreParticipant *self = data;

	g_free(self->address);
	g_free(self);
}

static StoreStmt *
prepare(Store *self, int sql, const char *reference, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_conversations_sql[sql], error);

	if (stmt)
		store_bind_text(stmt, ":reference", reference);
	return stmt;
}

/* Whether there can be anybody: most mails answer none, and nobody answers
 * them before they are read. */
static bool
has_related(Store *self, const char *reference, bool backwards, bool *ret_any,
    GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(
	    self, backwards ? SQL_IS_REFERRED : SQL_IS_KNOWN, reference, error);

	return stmt && store_step(stmt, ret_any, error);
}

static bool
find_related(Store *self, const char *reference, bool backwards,
    GPtrArray *participants, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(
	    self, backwards ? SQL_BACKWARDS : SQL_FORWARDS, reference, error);
	bool row;

	if (!stmt)
		return false;
	for (;;) {
		StoreParticipant *found;

		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		found = g_new0(StoreParticipant, 1);
		found->conversation_id = store_int(stmt, 0);
		found->role = (StoreRole)store_int(stmt, 1);
		found->answer = store_int(stmt, 2) != 0;
		found->address = store_dup_text(stmt, 3);
		g_ptr_array_add(participants, found);
	}
}

bool
store_conversation_related(Store *self, const char *reference, bool backwards,
    GPtrArray *participants, GError **error)
{
	bool any;

	if (!has_related(self, reference, backwards, &any, error))
		return false;
	return !any ||
	       find_related(self, reference, backwards, participants, error);
}

bool
store_conversation_begin(
    Store *self, int64_t at, int64_t *ret_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_conversations_sql[SQL_BEGIN], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":at", at);
	if (!store_exec(stmt, error))
		return false;
	*ret_id = store_last_id(self);
	return true;
}

bool
store_conversation_extend(Store *self, int64_t id, int64_t at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_conversations_sql[SQL_EXTEND], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_int(stmt, ":at", at);
	return store_exec(stmt, error);
}

typedef struct {
	int64_t into, from;
} MergeRequest;

static bool
merge(Store *self, void *data, GError **error)
{
	static const int steps[] = { SQL_MOVE, SQL_WIDEN, SQL_END };
	const MergeRequest *request = data;

	for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autoptr(StoreStmt) stmt =
		    store_stmt(self, store_conversations_sql[steps[i]], error);

		if (!stmt)
			return false;
		store_bind_int(stmt, ":from", request->from);
		if (steps[i] != SQL_END)
			store_bind_int(stmt, ":into", request->into);
		if (!store_exec(stmt, error))
			return false;
	}
	return true;
}

bool
store_conversation_merge(
    Store *self, int64_t into, int64_t from, GError **error)
{
	MergeRequest request = { into, from };

	return store_transact(self, merge, &request, error);
}

bool
store_conversation_apart(Store *self, GArray **ret_ids, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_conversations_sql[SQL_APART], error);

	if (!stmt)
		return false;
	if (!store_collect_ids(stmt, ids, error))
		return false;
	*ret_ids = g_steal_pointer(&ids);
	return true;
}

bool
store_conversation_put(
    Store *self, int64_t id, int64_t message_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_conversations_sql[SQL_PUT], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_int(stmt, ":message", message_id);
	return store_exec(stmt, error);
}

bool
store_outbox_has(
    Store *self, const char *message_id, bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_conversations_sql[SQL_OUTBOX], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":message_id", message_id);
	return store_step(stmt, ret_found, error);
}
