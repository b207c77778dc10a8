#include "store/retain.h"

#include "store/db.h"
#include "store/erase.h"
#include "store/forget.h"
#include "store/search-index.h"

enum {
	SQL_COUNT_RAW,
	SQL_COUNT_TEXT,
	SQL_LIST_RAW,
	SQL_LIST_TEXT,
	SQL_PEOPLE,
	SQL_LAST,
	SQL_DONE,
	SQL_END_TEXT,
	SQL_LAST_TEXT = SQL_END_TEXT + 6
};

#define WITH_RAW                                                               \
	" FROM message m INDEXED BY message_by_received"                       \
	" WHERE m.received_at < :before AND m.state > 0 AND (EXISTS"           \
	" (SELECT 1 FROM raw_chunk c WHERE c.raw_id = m.raw_id) OR EXISTS"     \
	" (SELECT 1 FROM arrival a JOIN raw_chunk c ON c.raw_id = a.raw_id"    \
	" WHERE a.message_id = m.id))"
#define WITH_TEXT                                                              \
	" FROM message m INDEXED BY message_by_received"                       \
	" WHERE m.received_at < :before AND m.state = 1 AND EXISTS"            \
	" (SELECT 1 FROM message_text t WHERE t.message_id = m.id)"
#define OLDEST " ORDER BY m.received_at LIMIT :most"

const char *const store_retain_sql[] = {
	[SQL_COUNT_RAW] = "SELECT count(*)" WITH_RAW,
	[SQL_COUNT_TEXT] = "SELECT count(*)" WITH_TEXT,
	[SQL_LIST_RAW] = "SELECT m.id" WITH_RAW OLDEST,
	[SQL_LIST_TEXT] = "SELECT m.id" WITH_TEXT OLDEST,
	[SQL_PEOPLE] =
	    "SELECT c.id FROM contact c INDEXED BY contact_by_last"
	    " WHERE c.last_at < :before"
	    " AND (c.person_id IS NULL OR c.person_id = c.id)"
	    " AND NOT EXISTS (SELECT 1 FROM contact o"
	    " WHERE o.person_id = c.id AND o.last_at >= :before)"
	    " AND NOT EXISTS (SELECT 1 FROM message m JOIN conversation v"
	    " ON v.id = m.conversation_id WHERE m.contact_id IN"
	    " (SELECT c.id UNION ALL SELECT o.id FROM contact o"
	    " WHERE o.person_id = c.id)"
	    " AND v.last_at >= :before) ORDER BY c.last_at",
	[SQL_LAST] = "SELECT value FROM mark WHERE name = 'retained'",
	[SQL_DONE] = "INSERT INTO mark (name, value) VALUES ('retained', :at)"
	             " ON CONFLICT (name) DO UPDATE SET value = :at",
	[SQL_END_TEXT] = "DELETE FROM message_text WHERE message_id = :id",
	"DELETE FROM attachment WHERE message_id = :id",
	"DELETE FROM promise WHERE message_id = :id",
	"DELETE FROM denied_tag WHERE message_id = :id",
	"UPDATE tag SET spans = '[]' WHERE message_id = :id",
	"UPDATE pattern SET typical_id = NULL WHERE typical_id = :id",
	[SQL_LAST_TEXT] = "UPDATE message SET subject = NULL,"
	                  " origin_reason = NULL WHERE id = :id",
	NULL,
};

bool
store_retain_count(
    Store *self, const StoreRetain *retain, int64_t *ret_count, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self,
	    store_retain_sql[retain->what == STORE_RETAIN_RAW ? SQL_COUNT_RAW
	                                                      : SQL_COUNT_TEXT],
	    error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":before", retain->before);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_count = store_int(stmt, 0);
	return true;
}

static bool
run(Store *self, int sql, int64_t id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_retain_sql[sql], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	return store_exec(stmt, error);
}

static bool
end_text(Store *self, int64_t id, GError **error)
{
	/* First, since the index goes by the words that are still there. */
	if (!store_search_remove(self, id, error))
		return false;
	for (int sql = SQL_END_TEXT; sql <= SQL_LAST_TEXT; sql++)
		if (!run(self, sql, id, error))
			return false;
	return true;
}

typedef struct {
	const StoreRetain *retain;
	unsigned most;
	int64_t done;
} Batch;

static bool
list_batch(Store *self, const Batch *batch, GArray *ids, GError **error)
{
	bool raw = batch->retain->what == STORE_RETAIN_RAW;
	g_autoptr(StoreStmt) stmt = store_stmt(
	    self, store_retain_sql[raw ? SQL_LIST_RAW : SQL_LIST_TEXT], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":before", batch->retain->before);
	store_bind_int(stmt, ":most", batch->most);
	return store_collect_ids(stmt, ids, error);
}

static bool
end_batch(Store *self, void *data, GError **error)
{
	Batch *batch = data;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

	if (!list_batch(self, batch, ids, error))
		return false;
	for (unsigned i = 0; i < ids->len; i++) {
		int64_t id = g_array_index(ids, int64_t, i);

		if (batch->retain->what == STORE_RETAIN_RAW
		        ? !store_forget_raw(self, id, error)
		        : !end_text(self, id, error))
			return false;
	}
	batch->done = ids->len;
	return ids->len == 0 ||
	       store_erase_begin(self, batch->retain->at, error);
}

bool
store_retain_some(Store *self, const StoreRetain *retain, unsigned most,
    int64_t *ret_done, GError **error)
{
	Batch batch = { retain, most, 0 };

	if (!store_transact(self, end_batch, &batch, error))
		return false;
	*ret_done = batch.done;
	return true;
}

bool
store_retain_people(
    Store *self, int64_t before, GArray **ret_ids, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_retain_sql[SQL_PEOPLE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":before", before);
	if (!store_collect_ids(stmt, ids, error))
		return false;
	*ret_ids = g_steal_pointer(&ids);
	return true;
}

bool
store_retain_last(Store *self, int64_t *ret_at, GError **error)
{
	return store_query_int(self, store_retain_sql[SQL_LAST], ret_at, error);
}

bool
store_retain_done(Store *self, int64_t at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_retain_sql[SQL_DONE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":at", at);
	return store_exec(stmt, error);
}
