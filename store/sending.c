#include "store/sending.h"

#include "store/outbox-row.h"

enum {
	SQL_RECOVER,
	SQL_EXPIRE,
	SQL_NEXT,
	SQL_CLAIM,
	SQL_DOT,
	SQL_SETTLE,
	SQL_POSTPONE,
};
const char *const store_sending_sql[] = {
	[SQL_RECOVER] =
	    "UPDATE outbox SET next_at = CASE WHEN dot_sent = 0 THEN :now"
	    " WHEN kind <> 'department' THEN :now + :escalation"
	    " ELSE :now + :digest END,"
	    " state = CASE WHEN dot_sent = 0 THEN 3 WHEN dot_sent = 1 THEN 5"
	    " ELSE 4 END WHERE state IN (0, 1, 3, 5) AND state = 1"
	    " AND claim_epoch < :epoch",
	[SQL_EXPIRE] = "UPDATE outbox SET state = 6 WHERE state IN (0, 1, 3, 5)"
	               " AND state <> 1 AND expires_at <= :now",
	[SQL_NEXT] = "SELECT id, state, kind, subject, period, recipient,"
	             " message_id, attempts, dot_sent, next_at, expires_at,"
	             " bytes FROM outbox WHERE state IN (0, 1, 3, 5)"
	             " AND state <> 1 AND next_at <= :now"
	             " ORDER BY kind = 'department', next_at, id LIMIT 1",
	[SQL_CLAIM] = "UPDATE outbox SET state = 1, claim_epoch = :epoch,"
	              " attempts = attempts + 1 WHERE id = :id",
	[SQL_DOT] = "UPDATE outbox SET dot_sent = dot_sent + 1"
	            " WHERE id = :id AND state = 1",
	[SQL_SETTLE] = "UPDATE outbox SET state = :state, dot_sent = :dots,"
	               " next_at = :next, sent_at = nullif(:sent, 0),"
	               " code = nullif(:code, 0), answer = nullif(:answer, '')"
	               " WHERE id = :id AND state = 1",
	[SQL_POSTPONE] = "UPDATE outbox SET state = 3, next_at = :next WHERE"
	                 " state IN (0, 1, 3, 5) AND state IN (0, 3)"
	                 " AND next_at <= :now",
	NULL,
};

bool
store_sending_recover(Store *self, int64_t epoch, int64_t now,
    const StoreSendingDoubt *doubt, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_sending_sql[SQL_RECOVER], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":epoch", epoch);
	store_bind_int(stmt, ":now", now);
	store_bind_int(stmt, ":escalation", doubt->escalation_s);
	store_bind_int(stmt, ":digest", doubt->digest_s);
	return store_exec(stmt, error);
}

bool
store_sending_expire(
    Store *self, int64_t now, int64_t *ret_expired, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_sending_sql[SQL_EXPIRE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	if (!store_exec(stmt, error))
		return false;
	*ret_expired = store_changes(self);
	return true;
}

typedef struct {
	int64_t epoch, now;
	StoreOutboxRow *row;
} Claim;

static bool
find_next(Store *self, Claim *claim, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_sending_sql[SQL_NEXT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", claim->now);
	if (!store_step(stmt, &row, error))
		return false;
	if (!row)
		return true;
	claim->row = store_outbox_read_row(stmt);
	claim->row->bytes = store_dup_blob(stmt, 11);
	return true;
}

static bool
claim_next(Store *self, void *data, GError **error)
{
	Claim *claim = data;
	g_autoptr(StoreStmt) stmt = NULL;

	g_clear_pointer(&claim->row, store_outbox_row_free);
	if (!find_next(self, claim, error))
		return false;
	if (!claim->row)
		return true;
	stmt = store_stmt(self, store_sending_sql[SQL_CLAIM], error);
	if (!stmt)
		return false;
	store_bind_int(stmt, ":epoch", claim->epoch);
	store_bind_int(stmt, ":id", claim->row->id);
	claim->row->state = STORE_OUTBOX_SENDING;
	claim->row->attempts++;
	return store_exec(stmt, error);
}

bool
store_sending_claim(Store *self, int64_t epoch, int64_t now,
    StoreOutboxRow **ret_row, GError **error)
{
	Claim claim = { .epoch = epoch, .now = now };

	if (!store_transact(self, claim_next, &claim, error)) {
		store_outbox_row_free(claim.row);
		return false;
	}
	*ret_row = claim.row;
	return true;
}

static bool
note_dot(Store *self, void *data, GError **error)
{
	const int64_t *id = data;
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_sending_sql[SQL_DOT], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", *id);
	return store_exec(stmt, error);
}

bool
store_sending_dot(Store *self, int64_t id, GError **error)
{
	return store_transact(self, note_dot, &id, error);
}

typedef struct {
	int64_t id;
	const StoreSendingResult *result;
} Settling;

static bool
settle(Store *self, void *data, GError **error)
{
	const Settling *settling = data;
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_sending_sql[SQL_SETTLE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", settling->id);
	store_bind_int(stmt, ":state", settling->result->state);
	store_bind_int(stmt, ":dots", settling->result->dots);
	store_bind_int(stmt, ":next", settling->result->next_at);
	store_bind_int(stmt, ":sent", settling->result->sent_at);
	store_bind_int(stmt, ":code", settling->result->code);
	store_bind_text(stmt, ":answer", settling->result->answer);
	return store_exec(stmt, error);
}

bool
store_sending_settle(
    Store *self, int64_t id, const StoreSendingResult *result, GError **error)
{
	Settling settling = { id, result };

	return store_transact(self, settle, &settling, error);
}

bool
store_sending_postpone(
    Store *self, int64_t now, int64_t next_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_sending_sql[SQL_POSTPONE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	store_bind_int(stmt, ":next", next_at);
	return store_exec(stmt, error);
}
