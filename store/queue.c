#include "store/queue.h"

#include "store/db.h"

#define TRIES_TOGETHER 5
#define TRIES_MAX 25

enum {
	SQL_LIST,
	SQL_CLAIM,
	SQL_QUARANTINE,
	SQL_LENGTH,
	SQL_ANY,
	SQL_MAILBOXES
};
const char *const store_queue_sql[] = {
	[SQL_LIST] = "SELECT id, size_bytes, received_at, imported,"
	             " coalesce(error = 'oversize', 0), tries FROM message "
	             "WHERE state = 0 AND"
	             " (claim_epoch IS NULL OR claim_epoch <> :epoch OR"
	             "  claim_until <= :now) ORDER BY id LIMIT :rows",
	[SQL_CLAIM] = "UPDATE message SET claim_epoch = :epoch,"
	              " claim_until = :until, tries = tries + 1"
	              " WHERE id = :id",
	[SQL_QUARANTINE] = "UPDATE message SET state = 2, error = :why,"
	                   " filtered_at = :now, claim_epoch = NULL,"
	                   " claim_until = NULL WHERE id = :id AND state = 0",
	[SQL_LENGTH] = "SELECT count(*) FROM message WHERE state = 0",
	[SQL_ANY] = "SELECT EXISTS (SELECT 1 FROM message WHERE state = 0)",
	[SQL_MAILBOXES] = "SELECT DISTINCT f.mailbox FROM arrival a"
	                  " JOIN folder f ON f.id = a.folder_id"
	                  " WHERE a.message_id = :id ORDER BY f.mailbox",
	NULL,
};

typedef struct {
	const StoreClaim *claim;
	GArray *rows;
	GArray *worn; /* int64_t: ids beyond TRIES_MAX */
} ClaimRequest;

static StoreQueued
read_row(StoreStmt *stmt)
{
	return (StoreQueued){
		.id = store_int(stmt, 0),
		.size_bytes = store_int(stmt, 1),
		.received_at = store_int(stmt, 2),
		.imported = store_int(stmt, 3) != 0,
		.oversize = store_int(stmt, 4) != 0,
	};
}

/* Adds the current row where it belongs. Returns: whether more may follow. */
static bool
take_row(ClaimRequest *request, StoreStmt *stmt, int64_t *bytes)
{
	StoreQueued row = read_row(stmt);
	int64_t tries = store_int(stmt, 5);

	if (tries >= TRIES_MAX) {
		g_array_append_val(request->worn, row.id);
		return true;
	}
	*bytes += row.size_bytes;
	if (tries >= TRIES_TOGETHER &&
	    (request->rows->len > 0 || request->claim->ahead))
		return false;
	if (request->rows->len > 0 && *bytes > request->claim->max_bytes)
		return false;
	g_array_append_val(request->rows, row);
	return tries < TRIES_TOGETHER;
}

static bool
list_rows(Store *self, ClaimRequest *request, GError **error)
{
	g_autoptr(StoreStmt) list =
	    store_stmt(self, store_queue_sql[SQL_LIST], error);
	int64_t bytes = 0;
	bool row;

	if (!list)
		return false;
	store_bind_int(list, ":epoch", request->claim->epoch);
	store_bind_int(list, ":now", request->claim->now);
	store_bind_int(list, ":rows", request->claim->max_rows);
	do {
		if (!store_step(list, &row, error))
			return false;
	} while (row && take_row(request, list, &bytes));
	return true;
}

static bool
claim_row(Store *self, const StoreClaim *claim, int64_t id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_queue_sql[SQL_CLAIM], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":epoch", claim->epoch);
	store_bind_int(stmt, ":until", claim->now + claim->lease_s);
	store_bind_int(stmt, ":id", id);
	return store_exec(stmt, error);
}

static bool
claim_rows(Store *self, void *data, GError **error)
{
	ClaimRequest *request = data;

	g_array_set_size(request->rows, 0);
	g_array_set_size(request->worn, 0);
	if (!list_rows(self, request, error))
		return false;
	for (unsigned i = 0; i < request->rows->len; i++)
		if (!claim_row(self, request->claim,
		        g_array_index(request->rows, StoreQueued, i).id, error))
			return false;
	for (unsigned i = 0; i < request->worn->len; i++)
		if (!store_queue_quarantine(self,
		        g_array_index(request->worn, int64_t, i),
		        request->claim->now,
		        "it was taken many times and never came through",
		        error))
			return false;
	return true;
}

bool
store_queue_claim(
    Store *self, const StoreClaim *claim, GArray **ret_rows, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(StoreQueued));
	g_autoptr(GArray) worn = g_array_new(FALSE, FALSE, sizeof(int64_t));
	ClaimRequest request = { claim, rows, worn };
	int64_t any;

	/* An idle loop asks often: no write lock for an empty queue. */
	if (!store_query_int(self, store_queue_sql[SQL_ANY], &any, error))
		return false;
	if (any && !store_transact(self, claim_rows, &request, error))
		return false;
	*ret_rows = g_steal_pointer(&rows);
	return true;
}

bool
store_queue_quarantine(
    Store *self, int64_t id, int64_t now, const char *why, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_queue_sql[SQL_QUARANTINE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_int(stmt, ":now", now);
	store_bind_text(stmt, ":why", why);
	return store_exec(stmt, error);
}

bool
store_queue_length(Store *self, int64_t *ret_length, GError **error)
{
	return store_query_int(
	    self, store_queue_sql[SQL_LENGTH], ret_length, error);
}

bool
store_queue_mailboxes(
    Store *self, int64_t id, char ***ret_mailboxes, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_queue_sql[SQL_MAILBOXES], error);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		g_ptr_array_add(names, store_dup_text(stmt, 0));
	}
	g_ptr_array_set_free_func(names, NULL);
	g_ptr_array_add(names, NULL);
	*ret_mailboxes =
	    (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
	return true;
}
