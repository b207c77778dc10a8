#include "store/quarantine.h"

#include "store/db.h"

enum { SQL_LIST, SQL_RETRY, SQL_RELEASE };
const char *const store_quarantine_sql[] = {
	[SQL_LIST] =
	    "SELECT m.id, m.received_at, m.size_bytes, f.mailbox, f.name,"
	    " m.error FROM message m"
	    " LEFT JOIN arrival a ON a.id ="
	    "  (SELECT min(id) FROM arrival WHERE message_id = m.id)"
	    " LEFT JOIN folder f ON f.id = a.folder_id"
	    " WHERE m.state = 2 AND m.released_at IS NULL ORDER BY m.id",
	/* Less kept than it was large: the queue must know it as oversize. */
	[SQL_RETRY] =
	    "UPDATE message SET state = 0, tries = 0, filtered_at = NULL,"
	    " released_at = NULL, error = CASE WHEN size_bytes >"
	    "  (SELECT raw.size_bytes FROM raw WHERE raw.id = raw_id)"
	    "  THEN 'oversize' END WHERE id = :id AND state = 2",
	[SQL_RELEASE] = "UPDATE message SET released_at = :now"
	                " WHERE id = :id AND state = 2",
	NULL,
};

static void
free_row(void *data)
{
	StoreQuarantined *self = data;

	g_free(self->mailbox);
	g_free(self->folder);
	g_free(self->why);
	g_free(self);
}

static void *
read_row(StoreStmt *stmt)
{
	StoreQuarantined *self = g_new0(StoreQuarantined, 1);

	self->id = store_int(stmt, 0);
	self->received_at = store_int(stmt, 1);
	self->size_bytes = store_int(stmt, 2);
	self->mailbox = store_dup_text(stmt, 3);
	self->folder = store_dup_text(stmt, 4);
	self->why = store_dup_text(stmt, 5);
	return self;
}

bool
store_quarantine_list(Store *self, GPtrArray **ret_rows, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_quarantine_sql[SQL_LIST], error);

	return stmt &&
	       store_collect_rows(stmt, read_row, free_row, ret_rows, error);
}

bool
store_quarantine_retry(Store *self, int64_t id, bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_quarantine_sql[SQL_RETRY], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	if (!store_exec(stmt, error))
		return false;
	*ret_found = store_changes(self) > 0;
	return true;
}

bool
store_quarantine_release(
    Store *self, int64_t id, int64_t now, bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_quarantine_sql[SQL_RELEASE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_int(stmt, ":now", now);
	if (!store_exec(stmt, error))
		return false;
	*ret_found = store_changes(self) > 0;
	return true;
}
