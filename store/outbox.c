#include "store/outbox.h"

#include "store/outbox-row.h"

enum {
	SQL_ADD,
	SQL_ADD_TOKEN,
	SQL_LIST,
	SQL_WAITING,
	SQL_UNSENT,
	SQL_RENEW,
	SQL_GIVE_UP,
};
const char *const store_outbox_sql[] = {
	[SQL_ADD] =
	    "INSERT INTO outbox (digest_id, kind, subject, period, revision,"
	    " recipient, message_id, bytes, next_at, expires_at) VALUES"
	    " (:digest, :kind, :subject, :period, :revision, :recipient,"
	    " :message_id, :bytes, :next, :expires)",
	[SQL_ADD_TOKEN] =
	    "INSERT INTO reply_token (token_sha256, outbox_id, expires_at)"
	    " VALUES (:token, :outbox, :expires)",
	[SQL_LIST] =
	    "SELECT id, state, kind, subject, period, recipient, message_id,"
	    " attempts, dot_sent, next_at, expires_at FROM outbox"
	    " WHERE state IN (0, 1, 3, 5) AND state <> 1 AND next_at <= :now"
	    " ORDER BY kind = 'department', next_at, id",
	[SQL_WAITING] =
	    "SELECT count(*) FROM outbox WHERE state IN (0, 1, 3, 5)"
	    " AND state <> 1 AND next_at > :now",
	[SQL_UNSENT] =
	    "SELECT id, state, kind, subject, period, recipient, message_id,"
	    " attempts, dot_sent, next_at, expires_at, answer FROM outbox"
	    " WHERE state IN (4, 6) ORDER BY id",
	[SQL_RENEW] = "UPDATE outbox SET state = 0, attempts = 0, dot_sent = 0,"
	              " next_at = :now, expires_at = max(expires_at,"
	              " :now + 86400) WHERE state IN (4, 6)",
	[SQL_GIVE_UP] = "UPDATE outbox SET state = 7 WHERE state IN (4, 6)",
	NULL,
};

static bool
add_token(Store *self, const StoreOutboxMail *mail, GError **error)
{
	int64_t outbox_id = store_last_id(self);
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_ADD_TOKEN], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":token", mail->token_sha256);
	store_bind_int(stmt, ":outbox", outbox_id);
	store_bind_int(stmt, ":expires", mail->token_expires_at);
	return store_exec(stmt, error);
}

static bool
add_mail(Store *self, void *data, GError **error)
{
	const StoreOutboxMail *mail = data;
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":digest", mail->digest_id);
	store_bind_text(stmt, ":kind", mail->kind);
	store_bind_text(stmt, ":subject", mail->subject);
	store_bind_text(stmt, ":period", mail->period);
	store_bind_int(stmt, ":revision", mail->revision);
	store_bind_text(stmt, ":recipient", mail->recipient);
	store_bind_text(stmt, ":message_id", mail->message_id);
	store_bind_blob(stmt, ":bytes", mail->bytes);
	store_bind_int(stmt, ":next", mail->next_at);
	store_bind_int(stmt, ":expires", mail->expires_at);
	return store_exec(stmt, error) && add_token(self, mail, error);
}

bool
store_outbox_add(Store *self, const StoreOutboxMail *mail, GError **error)
{
	StoreOutboxMail copy = *mail;

	return store_transact(self, add_mail, &copy, error);
}

void
store_outbox_row_free(StoreOutboxRow *self)
{
	if (!self)
		return;
	g_free(self->kind);
	g_free(self->subject);
	g_free(self->period);
	g_free(self->recipient);
	g_free(self->message_id);
	g_free(self->answer);
	g_clear_pointer(&self->bytes, g_bytes_unref);
	g_free(self);
}

void *
store_outbox_read_row(StoreStmt *stmt)
{
	StoreOutboxRow *row = g_new0(StoreOutboxRow, 1);

	row->id = store_int(stmt, 0);
	row->state = (StoreOutboxState)store_int(stmt, 1);
	row->kind = store_dup_text(stmt, 2);
	row->subject = store_dup_text(stmt, 3);
	row->period = store_dup_text(stmt, 4);
	row->recipient = store_dup_text(stmt, 5);
	row->message_id = store_dup_text(stmt, 6);
	row->attempts = store_int(stmt, 7);
	row->dots = store_int(stmt, 8);
	row->next_at = store_int(stmt, 9);
	row->expires_at = store_int(stmt, 10);
	return row;
}

bool
store_outbox_list(
    Store *self, int64_t now, GPtrArray **ret_rows, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_LIST], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	return store_collect_rows(stmt, store_outbox_read_row,
	    (GDestroyNotify)store_outbox_row_free, ret_rows, error);
}

bool
store_outbox_unsent(Store *self, GPtrArray **ret_rows, GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)store_outbox_row_free);
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_UNSENT], error);
	bool row;

	if (!stmt)
		return false;
	for (;;) {
		StoreOutboxRow *unsent;

		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		unsent = store_outbox_read_row(stmt);
		unsent->answer = store_dup_text(stmt, 11);
		g_ptr_array_add(rows, unsent);
	}
	*ret_rows = g_steal_pointer(&rows);
	return true;
}

bool
store_outbox_renew(Store *self, int64_t now, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_RENEW], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	return store_exec(stmt, error);
}

bool
store_outbox_give_up(Store *self, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_GIVE_UP], error);

	return stmt && store_exec(stmt, error);
}

bool
store_outbox_waiting(
    Store *self, int64_t now, int64_t *ret_count, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_outbox_sql[SQL_WAITING], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_count = store_int(stmt, 0);
	return true;
}
