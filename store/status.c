#include "store/status.h"

#include "store/db.h"

enum { SQL_COUNTS, SQL_OUTBOX, SQL_LAST_ARRIVAL };
const char *const store_status_sql[] = {
	[SQL_COUNTS] = "SELECT (SELECT count(*) FROM message),"
	               " (SELECT count(*) FROM message WHERE state = 0),"
	               " (SELECT count(*) FROM message WHERE state = 2"
	               "  AND released_at IS NULL),"
	               " (SELECT coalesce(min(arrived_at), 0) FROM message"
	               "  WHERE state = 0),"
	               " (SELECT count(*) FROM unfetched),"
	               " (SELECT coalesce(min(next_at), 0) FROM unfetched),"
	               " (SELECT count(*) FROM contact),"
	               " (SELECT count(*) FROM pattern),"
	               " (SELECT count(*) FROM digest),"
	               " (SELECT page_count * page_size FROM pragma_page_count,"
	               "  pragma_page_size)",
	[SQL_OUTBOX] = "SELECT state, count(*) FROM outbox GROUP BY state",
	/* Ids rise with arrival. */
	[SQL_LAST_ARRIVAL] = "SELECT arrived_at FROM message"
	                     " WHERE id = (SELECT max(id) FROM message)",
	NULL,
};

const char *
store_outbox_state_name(int state)
{
	static const char *const names[STORE_OUTBOX_STATES] = { "ready",
		"sending", "sent", "deferred", "failed", "in doubt", "expired",
		"cancelled" };

	g_assert(state >= 0 && state < STORE_OUTBOX_STATES);
	return names[state];
}

static bool
read_counts(Store *self, StoreStatus *status, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_status_sql[SQL_COUNTS], error);
	int64_t *const fields[] = { &status->messages, &status->queued,
		&status->quarantined, &status->oldest_queued_at,
		&status->unfetched, &status->unfetched_at, &status->contacts,
		&status->patterns, &status->digests, &status->database_bytes };
	bool row;

	if (!stmt || !store_step(stmt, &row, error))
		return false;
	for (int i = 0; i < (int)G_N_ELEMENTS(fields); i++)
		*fields[i] = store_int(stmt, i);
	return true;
}

static bool
read_outbox(Store *self, StoreStatus *status, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_status_sql[SQL_OUTBOX], error);
	bool row;

	if (!stmt)
		return false;
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		int64_t state = store_int(stmt, 0);
		if (state >= 0 && state < STORE_OUTBOX_STATES)
			status->outbox[state] = store_int(stmt, 1);
	}
}

static bool
read_all(Store *self, void *data, GError **error)
{
	StoreStatus *status = data;

	return read_counts(self, status, error) &&
	       read_outbox(self, status, error);
}

bool
store_status_read(Store *self, StoreStatus *ret_status, GError **error)
{
	StoreStatus status = { 0 };

	if (!store_snapshot(self, read_all, &status, error))
		return false;
	*ret_status = status;
	return true;
}

bool
store_status_last_arrival(Store *self, int64_t *ret_at, GError **error)
{
	return store_query_int(
	    self, store_status_sql[SQL_LAST_ARRIVAL], ret_at, error);
}
