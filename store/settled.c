#include "store/settled.h"

#include "store/db.h"

enum { SQL_GROUPED, SQL_UNFINISHED, SQL_POLLED };
const char *const store_settled_sql[] = {
	[SQL_GROUPED] =
	    "INSERT INTO mark (name, value) VALUES ('grouped',"
	    " (SELECT count(*) FROM message WHERE state > 0))"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	/* Counted, not compared by time: a set clock stands still. */
	[SQL_UNFINISHED] =
	    "SELECT EXISTS (SELECT 1 FROM message WHERE state = 0)"
	    " OR (SELECT count(*) FROM message WHERE state > 0)"
	    " <> coalesce((SELECT value FROM mark WHERE name = 'grouped'), 0)",
	[SQL_POLLED] = "SELECT 1 FROM mailbox_status WHERE mailbox = :mailbox"
	               " AND tried_at >= :since",
	NULL,
};

bool
store_grouped(Store *self, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_settled_sql[SQL_GROUPED], error);

	return stmt && store_exec(stmt, error);
}

static bool
is_polled(Store *self, const char *mailbox, int64_t since_at, bool *ret_polled,
    GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_settled_sql[SQL_POLLED], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":mailbox", mailbox);
	store_bind_int(stmt, ":since", since_at);
	return store_step(stmt, ret_polled, error);
}

bool
store_is_settled(Store *self, const char *const *mailboxes, int64_t since_at,
    bool *ret_settled, GError **error)
{
	int64_t unfinished;
	bool settled = true;

	for (; *mailboxes && settled; mailboxes++)
		if (!is_polled(self, *mailboxes, since_at, &settled, error))
			return false;
	if (settled) {
		if (!store_query_int(self, store_settled_sql[SQL_UNFINISHED],
		        &unfinished, error))
			return false;
		settled = unfinished == 0;
	}
	*ret_settled = settled;
	return true;
}
