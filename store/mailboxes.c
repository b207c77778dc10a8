#include "store/mailboxes.h"

#include "store/db.h"

enum { SQL_SUCCEEDED, SQL_FAILED, SQL_REFUSED, SQL_LIST };
const char *const store_mailboxes_sql[] = {
	[SQL_SUCCEEDED] =
	    "INSERT INTO mailbox_status (mailbox, tried_at, complete_until)"
	    " VALUES (:mailbox, :tried, :began) ON CONFLICT (mailbox) DO UPDATE"
	    " SET tried_at = excluded.tried_at, complete_until ="
	    " excluded.complete_until, failing_since = NULL, error = NULL,"
	    " refused_since = NULL",
	[SQL_FAILED] =
	    "INSERT INTO mailbox_status (mailbox, tried_at, failing_since,"
	    " error) VALUES (:mailbox, :tried, :tried, :why)"
	    " ON CONFLICT (mailbox) DO UPDATE SET tried_at = excluded.tried_at,"
	    " failing_since = coalesce(failing_since, excluded.failing_since),"
	    " error = excluded.error, refused_since = NULL",
	[SQL_REFUSED] =
	    "INSERT INTO mailbox_status (mailbox, tried_at, failing_since,"
	    " error, refused_since) VALUES (:mailbox, :tried, :tried, :why,"
	    " :tried) ON CONFLICT (mailbox) DO UPDATE SET tried_at ="
	    " excluded.tried_at, failing_since = coalesce(failing_since,"
	    " excluded.failing_since), error = excluded.error, refused_since ="
	    " coalesce(refused_since, excluded.refused_since)",
	[SQL_LIST] =
	    "SELECT mailbox, tried_at, coalesce(complete_until, 0),"
	    " coalesce(failing_since, 0), error, coalesce(refused_since, 0),"
	    " (SELECT coalesce(max(built_at), 0) FROM digest"
	    " WHERE kind = 'alarm' AND subject = mailbox_status.mailbox),"
	    " EXISTS (SELECT 1 FROM folder"
	    " WHERE folder.mailbox = mailbox_status.mailbox)"
	    " FROM mailbox_status ORDER BY mailbox",
	NULL,
};

bool
store_mailbox_succeeded(Store *self, const char *mailbox, int64_t began_at,
    int64_t tried_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_mailboxes_sql[SQL_SUCCEEDED], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":mailbox", mailbox);
	store_bind_int(stmt, ":tried", tried_at);
	store_bind_int(stmt, ":began", began_at);
	return store_exec(stmt, error);
}

static bool
note_failure(StoreStmt *stmt, const char *mailbox, int64_t tried_at,
    const char *why, GError **error)
{
	store_bind_text(stmt, ":mailbox", mailbox);
	store_bind_int(stmt, ":tried", tried_at);
	store_bind_text(stmt, ":why", why);
	return store_exec(stmt, error);
}

bool
store_mailbox_failed(Store *self, const char *mailbox, int64_t tried_at,
    const char *why, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_mailboxes_sql[SQL_FAILED], error);

	return stmt && note_failure(stmt, mailbox, tried_at, why, error);
}

bool
store_mailbox_refused(Store *self, const char *mailbox, int64_t tried_at,
    const char *why, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_mailboxes_sql[SQL_REFUSED], error);

	return stmt && note_failure(stmt, mailbox, tried_at, why, error);
}

static void
mailbox_free(void *data)
{
	StoreMailbox *mailbox = data;

	g_free(mailbox->mailbox);
	g_free(mailbox->error);
	g_free(mailbox);
}

static void *
read_mailbox(StoreStmt *stmt)
{
	StoreMailbox *mailbox = g_new0(StoreMailbox, 1);

	mailbox->mailbox = store_dup_text(stmt, 0);
	mailbox->tried_at = store_int(stmt, 1);
	mailbox->complete_until = store_int(stmt, 2);
	mailbox->failing_since = store_int(stmt, 3);
	mailbox->error = store_dup_text(stmt, 4);
	mailbox->refused_since = store_int(stmt, 5);
	mailbox->alarmed_at = store_int(stmt, 6);
	mailbox->opened = store_int(stmt, 7) != 0;
	return mailbox;
}

bool
store_mailboxes(Store *self, GPtrArray **ret_mailboxes, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_mailboxes_sql[SQL_LIST], error);

	return stmt && store_collect_rows(stmt, read_mailbox, mailbox_free,
	                   ret_mailboxes, error);
}
