#include "store/arrivals.h"

#include "store/answers.h"
#include "store/db.h"
#include "store/raw.h"
#include "store/unfetched.h"

enum {
	SQL_FIND,
	SQL_ADD,
	SQL_ADD_MESSAGE,
	SQL_FIND_MESSAGE,
	SQL_DROP_BYTES,
	SQL_FLAG,
	SQL_COPIES
};
const char *const store_arrivals_sql[] = {
	[SQL_FIND] = "SELECT outcome FROM arrival WHERE folder_id = :folder"
	             " AND uid = :uid",
	[SQL_ADD] =
	    "INSERT INTO arrival (folder_id, uid, outcome, raw_id, message_id,"
	    " arrived_at) VALUES (:folder, :uid, :outcome, nullif(:raw, 0),"
	    " nullif(:message, 0), :arrived)",
	[SQL_ADD_MESSAGE] =
	    "INSERT INTO message (content_key, raw_id, size_bytes, received_at,"
	    " arrived_at, imported, answer, state, error) VALUES (:key, :raw,"
	    " :size, :received, :arrived, :imported, :answer, :state, :error)"
	    " ON CONFLICT (content_key) DO NOTHING",
	[SQL_DROP_BYTES] = "DELETE FROM raw_chunk WHERE raw_id = :raw",
	[SQL_FIND_MESSAGE] = "SELECT id, state = 3 FROM message"
	                     " WHERE content_key = :key",
	[SQL_FLAG] = "INSERT INTO flag (message_id, flag)"
	             " VALUES (:message, 'unfetched')",
	[SQL_COPIES] =
	    "SELECT count(*) FROM arrival WHERE folder_id = :folder"
	    " AND raw_id = (SELECT id FROM raw WHERE sha256 = :sha256)",
	NULL,
};

const char *
store_outcome_name(StoreOutcome outcome)
{
	static const char *const names[STORE_OUTCOMES] = { "new", "duplicate",
		"vanished", "skipped" };

	g_assert((unsigned)outcome < STORE_OUTCOMES);
	return names[outcome];
}

/* An arrival row to be. */
typedef struct {
	int64_t folder_id, uid;
	StoreOutcome outcome;
	int64_t raw_id, message_id; /* 0 for a miss */
	int64_t arrived_at;
	bool erased; /* the message was known once, and its content erased */
} Row;

/* Sets row->outcome to the earlier one where @row is known. */
static bool
find(Store *self, Row *row, bool *ret_known, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_FIND], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", row->folder_id);
	store_bind_int(stmt, ":uid", row->uid);
	if (!store_step(stmt, ret_known, error))
		return false;
	if (*ret_known)
		row->outcome = (StoreOutcome)store_int(stmt, 0);
	return true;
}

static bool
add(Store *self, const Row *row, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", row->folder_id);
	store_bind_int(stmt, ":uid", row->uid);
	store_bind_int(stmt, ":outcome", row->outcome);
	store_bind_int(stmt, ":raw", row->raw_id);
	store_bind_int(stmt, ":message", row->message_id);
	store_bind_int(stmt, ":arrived", row->arrived_at);
	return store_exec(stmt, error);
}

static bool
insert_message(
    Store *self, const StoreArrival *arrival, Row *row, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_ADD_MESSAGE], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":key", arrival->content_key);
	store_bind_int(stmt, ":raw", row->raw_id);
	store_bind_int(stmt, ":size", arrival->size_bytes);
	store_bind_int(stmt, ":received", arrival->received_at);
	store_bind_int(stmt, ":arrived", arrival->arrived_at);
	store_bind_int(stmt, ":imported", arrival->imported);
	store_bind_int(stmt, ":answer", arrival->answer);
	store_bind_int(stmt, ":state", arrival->unfetched ? 2 : 0);
	store_bind_text(stmt, ":error",
	    arrival->unfetched  ? "unfetched"
	    : arrival->oversize ? "oversize"
	                        : NULL);
	if (!store_exec(stmt, error))
		return false;
	row->outcome = store_changes(self) > 0 ? STORE_NEW : STORE_DUPLICATE;
	return true;
}

static bool
find_message(Store *self, const char *content_key, Row *row, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_FIND_MESSAGE], error);
	bool found;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":key", content_key);
	if (!store_step(stmt, &found, error))
		return false;
	g_assert(found); /* it was inserted or in the way just before */
	row->message_id = store_int(stmt, 0);
	row->erased = store_int(stmt, 1) != 0;
	return true;
}

/* What was erased does not come back with another copy: of its bytes only the
 * hash is kept. */
static bool
drop_bytes(Store *self, int64_t raw_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_DROP_BYTES], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":raw", raw_id);
	return store_exec(stmt, error);
}

static bool
flag_unfetched(Store *self, int64_t message_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_FLAG], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":message", message_id);
	return store_exec(stmt, error);
}

static bool
add_message(Store *self, const StoreArrival *arrival, Row *row, GError **error)
{
	if (!store_raw_put(self, arrival->packed, &row->raw_id, error) ||
	    !insert_message(self, arrival, row, error) ||
	    !find_message(self, arrival->content_key, row, error))
		return false;
	if (row->erased)
		return drop_bytes(self, row->raw_id, error);
	if (row->outcome == STORE_NEW && arrival->unfetched)
		return flag_unfetched(self, row->message_id, error);
	return row->outcome == STORE_NEW || !arrival->answer ||
	       store_answer_note(self, row->message_id, error);
}

bool
store_arrival_add(Store *self, const StoreArrival *arrival,
    StoreOutcome *ret_outcome, GError **error)
{
	Row row = { .folder_id = arrival->folder_id,
		.uid = arrival->uid,
		.arrived_at = arrival->arrived_at };
	bool known;

	if (!find(self, &row, &known, error))
		return false;
	if (!known && (!add_message(self, arrival, &row, error) ||
	                  !add(self, &row, error)))
		return false;
	if (!known && arrival->unfetched &&
	    !store_unfetched_note(self, arrival->folder_id, arrival->uid,
	        arrival->arrived_at, error))
		return false;
	*ret_outcome = row.outcome;
	return true;
}

bool
store_arrival_miss(Store *self, const StoreMiss *miss, GError **error)
{
	Row row = { .folder_id = miss->folder_id,
		.uid = miss->uid,
		.arrived_at = miss->arrived_at };
	bool known;

	g_assert(
	    miss->outcome == STORE_VANISHED || miss->outcome == STORE_SKIPPED);
	if (!find(self, &row, &known, error))
		return false;
	row.outcome = miss->outcome;
	return known || add(self, &row, error);
}

bool
store_arrival_copies(Store *self, int64_t folder_id, const char *sha256,
    int64_t *ret_copies, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_arrivals_sql[SQL_COPIES], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":folder", folder_id);
	store_bind_text(stmt, ":sha256", sha256);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_copies = store_int(stmt, 0);
	return true;
}
