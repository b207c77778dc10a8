#include "store/unfetched.h"

#include "store/answers.h"
#include "store/db.h"
#include "store/raw.h"

#define DAY_S 86400
#define TRIES_MOST 6
#define TAKEN_MOST 20

enum {
	SQL_NOTE,
	SQL_DUE,
	SQL_COUNT_TRY,
	SQL_FORGET,
	SQL_FIND,
	SQL_FIND_SAME,
	SQL_MEND,
	SQL_UNFLAG,
	SQL_MOVE,
	SQL_DROP,
};
const char *const store_unfetched_sql[] = {
	[SQL_NOTE] = "INSERT INTO unfetched (folder_id, uid, next_at)"
	             " VALUES (:folder, :uid, :next) ON CONFLICT DO NOTHING",
	[SQL_DUE] = "SELECT uid, tries FROM unfetched WHERE folder_id = :folder"
	            " AND next_at <= :now ORDER BY uid LIMIT :most",
	[SQL_COUNT_TRY] =
	    "UPDATE unfetched SET tries = :tries, next_at = nullif(:next, 0)"
	    " WHERE folder_id = :folder AND uid = :uid",
	[SQL_FORGET] =
	    "DELETE FROM unfetched WHERE folder_id = :folder AND uid = :uid",
	[SQL_FIND] = "SELECT m.id, m.state = 2 FROM arrival a"
	             " JOIN message m ON m.id = a.message_id"
	             " WHERE a.folder_id = :folder AND a.uid = :uid",
	[SQL_FIND_SAME] = "SELECT id FROM message WHERE content_key = :key",
	[SQL_MEND] = "UPDATE message SET content_key = :key, raw_id = :raw,"
	             " size_bytes = :size, received_at = :received, state = 0,"
	             " tries = 0, error = :error, filtered_at = NULL,"
	             " released_at = NULL WHERE id = :message",
	[SQL_UNFLAG] = "DELETE FROM flag WHERE message_id = :message"
	               " AND flag = 'unfetched'",
	[SQL_MOVE] =
	    "UPDATE arrival SET raw_id = :raw, message_id = :message,"
	    " outcome = CASE WHEN message_id = :message THEN outcome ELSE 1 END"
	    " WHERE folder_id = :folder AND uid = :uid",
	/* Where another folder holds it likewise, it stands for that. */
	[SQL_DROP] = "DELETE FROM message WHERE id = :message AND NOT EXISTS"
	             " (SELECT 1 FROM arrival WHERE message_id = :message)",
	NULL,
};

bool
store_unfetched_note(
    Store *self, int64_t folder_id, int64_t uid, int64_t now_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_NOTE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", folder_id);
	store_bind_int(stmt, ":uid", uid);
	store_bind_int(stmt, ":next", now_at + DAY_S);
	return store_exec(stmt, error);
}

/* One that is due. */
typedef struct {
	int64_t uid, tries;
} Due;

static bool
find_due(
    Store *self, int64_t folder_id, int64_t now_at, GArray *due, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_DUE], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", folder_id);
	store_bind_int(stmt, ":now", now_at);
	store_bind_int(stmt, ":most", TAKEN_MOST);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		const Due one = { store_int(stmt, 0), store_int(stmt, 1) };
		g_array_append_val(due, one);
	}
}

static bool
count_try(Store *self, int64_t folder_id, const Due *due, int64_t now_at,
    GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_COUNT_TRY], error);
	int64_t tries = due->tries + 1;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", folder_id);
	store_bind_int(stmt, ":uid", due->uid);
	store_bind_int(stmt, ":tries", tries);
	store_bind_int(stmt, ":next",
	    tries < TRIES_MOST ? now_at + ((int64_t)DAY_S << tries) : 0);
	return store_exec(stmt, error);
}

/* What store_unfetched_take() is about. */
typedef struct {
	int64_t folder_id, now_at;
	GArray *uids;
} Taking;

static bool
take(Store *self, void *data, GError **error)
{
	const Taking *taking = data;
	g_autoptr(GArray) due = g_array_new(FALSE, FALSE, sizeof(Due));

	if (!find_due(self, taking->folder_id, taking->now_at, due, error))
		return false;
	for (unsigned i = 0; i < due->len; i++) {
		const Due *one = &g_array_index(due, Due, i);
		if (!count_try(
		        self, taking->folder_id, one, taking->now_at, error))
			return false;
		g_array_append_val(taking->uids, one->uid);
	}
	return true;
}

bool
store_unfetched_take(Store *self, int64_t folder_id, int64_t now_at,
    GArray **ret_uids, GError **error)
{
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	Taking taking = { folder_id, now_at, uids };

	if (!store_transact(self, take, &taking, error))
		return false;
	*ret_uids = g_steal_pointer(&uids);
	return true;
}

/* @ret_id: 0 where there is none. @ret_waits: it is quarantined still. */
static bool
find(Store *self, const StoreArrival *arrival, int64_t *ret_id, bool *ret_waits,
    GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_FIND], error);
	bool found;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", arrival->folder_id);
	store_bind_int(stmt, ":uid", arrival->uid);
	if (!store_step(stmt, &found, error))
		return false;
	*ret_id = found ? store_int(stmt, 0) : 0;
	*ret_waits = found && store_int(stmt, 1) != 0;
	return true;
}

/* @ret_id: of the message with this content; 0 where there is none. */
static bool
find_same(Store *self, const char *content_key, int64_t *ret_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_FIND_SAME], error);
	bool found;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":key", content_key);
	if (!store_step(stmt, &found, error))
		return false;
	*ret_id = found ? store_int(stmt, 0) : 0;
	return true;
}

static bool
run_on_message(Store *self, const char *sql, int64_t message_id, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self, sql, error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":message", message_id);
	return store_exec(stmt, error);
}

static bool
mend_message(Store *self, const StoreArrival *arrival, int64_t message_id,
    int64_t raw_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_MEND], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":message", message_id);
	store_bind_text(stmt, ":key", arrival->content_key);
	store_bind_int(stmt, ":raw", raw_id);
	store_bind_int(stmt, ":size", arrival->size_bytes);
	store_bind_int(stmt, ":received", arrival->received_at);
	store_bind_text(stmt, ":error", arrival->oversize ? "oversize" : NULL);
	return store_exec(stmt, error) &&
	       run_on_message(
	           self, store_unfetched_sql[SQL_UNFLAG], message_id, error);
}

/* The arrival is one of @message_id now, with the bytes @raw_id. */
static bool
move_arrival(Store *self, const StoreArrival *arrival, int64_t message_id,
    int64_t raw_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_MOVE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", arrival->folder_id);
	store_bind_int(stmt, ":uid", arrival->uid);
	store_bind_int(stmt, ":raw", raw_id);
	store_bind_int(stmt, ":message", message_id);
	return store_exec(stmt, error);
}

/* The content is here as @same_id; @message_id stood for it. */
static bool
join(Store *self, const StoreArrival *arrival, int64_t message_id,
    int64_t same_id, int64_t raw_id, GError **error)
{
	return move_arrival(self, arrival, same_id, raw_id, error) &&
	       run_on_message(
	           self, store_unfetched_sql[SQL_DROP], message_id, error) &&
	       (!arrival->answer || store_answer_note(self, same_id, error));
}

bool
store_unfetched_mend(Store *self, const StoreArrival *arrival, GError **error)
{
	int64_t message_id, same_id, raw_id;
	bool waits;

	if (!find(self, arrival, &message_id, &waits, error) ||
	    !find_same(self, arrival->content_key, &same_id, error))
		return false;
	if (message_id == 0)
		return store_unfetched_forget(
		    self, arrival->folder_id, arrival->uid, error);
	if (!store_raw_put(self, arrival->packed, &raw_id, error) ||
	    !store_unfetched_forget(
	        self, arrival->folder_id, arrival->uid, error))
		return false;
	if (!waits || same_id == message_id)
		return move_arrival(self, arrival, message_id, raw_id, error);
	if (same_id != 0)
		return join(self, arrival, message_id, same_id, raw_id, error);
	return move_arrival(self, arrival, message_id, raw_id, error) &&
	       mend_message(self, arrival, message_id, raw_id, error);
}

bool
store_unfetched_forget(
    Store *self, int64_t folder_id, int64_t uid, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_unfetched_sql[SQL_FORGET], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", folder_id);
	store_bind_int(stmt, ":uid", uid);
	return store_exec(stmt, error);
}
