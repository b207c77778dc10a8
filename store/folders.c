#include "store/folders.h"

#include "store/db.h"

enum {
	SQL_FIND,
	SQL_RESTART,
	SQL_ADD,
	SQL_LAST,
	SQL_ADVANCE,
	SQL_SUMS,
	SQL_MAILBOXES
};
const char *const store_folders_sql[] = {
	/* UIDVALIDITY has 32 bits; above them is how often the server went
	 * back behind what was read of it. */
	[SQL_FIND] = "SELECT id, cursor_uid FROM folder WHERE mailbox ="
	             " :mailbox AND name = :name AND"
	             " uidvalidity & 4294967295 = :validity"
	             " ORDER BY uidvalidity DESC LIMIT 1",
	[SQL_RESTART] =
	    "INSERT INTO folder (mailbox, name, uidvalidity, opened_at)"
	    " SELECT mailbox, name, uidvalidity + 4294967296, :now FROM folder"
	    " WHERE id = :id",
	[SQL_ADD] = "INSERT INTO folder (mailbox, name, uidvalidity, opened_at)"
	            " VALUES (:mailbox, :name, :validity, :now)",
	[SQL_LAST] = "SELECT a.uid, m.received_at FROM arrival a"
	             " JOIN message m ON m.id = a.message_id"
	             " WHERE a.folder_id = :id AND a.outcome = 0 AND a.uid ="
	             " (SELECT max(uid) FROM arrival WHERE folder_id = :id)",
	[SQL_ADVANCE] = "UPDATE folder SET cursor_uid = max(cursor_uid, :uid)"
	                " WHERE id = :id",
	/* A folder that brought nothing yet is a row of zeros. */
	[SQL_SUMS] =
	    "SELECT folder.mailbox, folder.name,"
	    " count(*) FILTER (WHERE outcome = 0),"
	    " count(*) FILTER (WHERE outcome = 1),"
	    " count(*) FILTER (WHERE outcome = 2),"
	    " count(*) FILTER (WHERE outcome = 3),"
	    " count(*) FILTER (WHERE outcome = 0 AND message.state = 2),"
	    " count(DISTINCT folder.id), max(folder.opened_at)"
	    " FROM folder LEFT JOIN arrival ON arrival.folder_id = folder.id"
	    " LEFT JOIN message ON message.id = arrival.message_id"
	    " GROUP BY folder.mailbox, folder.name"
	    " ORDER BY folder.mailbox, folder.name",
	[SQL_MAILBOXES] = "SELECT DISTINCT mailbox FROM folder",
	NULL,
};

static bool
find(Store *self, const StoreFolderKey *key, StoreFolder *ret_folder,
    bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_FIND], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":mailbox", key->mailbox);
	store_bind_text(stmt, ":name", key->name);
	store_bind_int(stmt, ":validity", key->uidvalidity);
	if (!store_step(stmt, ret_found, error))
		return false;
	if (*ret_found) {
		ret_folder->id = store_int(stmt, 0);
		ret_folder->cursor_uid = store_int(stmt, 1);
	}
	return true;
}

static bool
add(Store *self, const StoreFolderKey *key, int64_t now_at,
    StoreFolder *ret_folder, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":mailbox", key->mailbox);
	store_bind_text(stmt, ":name", key->name);
	store_bind_int(stmt, ":validity", key->uidvalidity);
	store_bind_int(stmt, ":now", now_at);
	if (!store_exec(stmt, error))
		return false;
	*ret_folder = (StoreFolder){ .id = store_last_id(self) };
	return true;
}

typedef struct {
	const StoreFolderKey *key;
	int64_t now_at;
	StoreFolder folder;
} Opening;

static bool
find_or_add(Store *self, void *data, GError **error)
{
	Opening *opening = data;
	bool found;

	if (!find(self, opening->key, &opening->folder, &found, error))
		return false;
	return found || add(self, opening->key, opening->now_at,
	                    &opening->folder, error);
}

bool
store_folder_open(Store *self, const StoreFolderKey *key, int64_t now_at,
    StoreFolder *ret_folder, GError **error)
{
	Opening opening = { .key = key, .now_at = now_at };

	if (!store_transact(self, find_or_add, &opening, error))
		return false;
	*ret_folder = opening.folder;
	return true;
}

bool
store_folder_restart(
    Store *self, StoreFolder *folder, int64_t now_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_RESTART], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", folder->id);
	store_bind_int(stmt, ":now", now_at);
	if (!store_exec(stmt, error))
		return false;
	*folder = (StoreFolder){ .id = store_last_id(self) };
	return true;
}

bool
store_folder_find(Store *self, const StoreFolderKey *key,
    StoreFolder *ret_folder, GError **error)
{
	StoreFolder folder = { 0 };
	bool found;

	if (!find(self, key, &folder, &found, error))
		return false;
	*ret_folder = folder;
	return true;
}

bool
store_folder_last(Store *self, int64_t folder_id, int64_t *ret_uid,
    int64_t *ret_received_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_LAST], error);
	bool found;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", folder_id);
	if (!store_step(stmt, &found, error))
		return false;
	*ret_uid = found ? store_int(stmt, 0) : 0;
	*ret_received_at = found ? store_int(stmt, 1) : 0;
	return true;
}

bool
store_folder_advance(
    Store *self, int64_t folder_id, int64_t uid, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_ADVANCE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":uid", uid);
	store_bind_int(stmt, ":id", folder_id);
	return store_exec(stmt, error);
}

static void
sums_free(void *data)
{
	StoreFolderSums *sums = data;

	g_free(sums->mailbox);
	g_free(sums->folder);
	g_free(sums);
}

static void *
read_sums(StoreStmt *stmt)
{
	StoreFolderSums *sums = g_new0(StoreFolderSums, 1);

	sums->mailbox = store_dup_text(stmt, 0);
	sums->folder = store_dup_text(stmt, 1);
	for (int i = 0; i < STORE_OUTCOMES; i++)
		sums->outcomes[i] = store_int(stmt, 2 + i);
	sums->quarantined = store_int(stmt, 2 + STORE_OUTCOMES);
	sums->readings = store_int(stmt, 3 + STORE_OUTCOMES);
	sums->opened_at = store_int(stmt, 4 + STORE_OUTCOMES);
	return sums;
}

bool
store_folder_sums(Store *self, GPtrArray **ret_sums, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_SUMS], error);

	return stmt &&
	       store_collect_rows(stmt, read_sums, sums_free, ret_sums, error);
}

static void *
read_name(StoreStmt *stmt)
{
	return store_dup_text(stmt, 0);
}

bool
store_folder_mailboxes(Store *self, GPtrArray **ret_names, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_folders_sql[SQL_MAILBOXES], error);

	return stmt &&
	       store_collect_rows(stmt, read_name, g_free, ret_names, error);
}
