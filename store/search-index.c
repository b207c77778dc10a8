#include "store/search-index.h"

#include "store/db.h"
#include "store/search-text.h"

/* Of the index, 4 KB each, written between two commits while merging. */
#define MERGE_PAGES 100
/* A second has room for this many messages; the others of a burst are put where
 * there is room after it. */
#define KEYS_A_SECOND 8
#define RECEIVED_MAX (INT64_MAX / 4 / KEYS_A_SECOND)

enum {
	SQL_NEXT,
	SQL_BACKLOG,
	SQL_TAKEN,
	SQL_SET_KEY,
	SQL_KEY,
	SQL_TEXT,
	SQL_ADDRESSES,
	SQL_ATTACHMENTS,
	SQL_PUT,
	SQL_REMOVE,
	SQL_MERGE
};
const char *const store_search_index_sql[] = {
	[SQL_NEXT] = "SELECT id, received_at FROM message"
	             " WHERE state = 1 AND search_key IS NULL"
	             " ORDER BY id DESC LIMIT :limit",
	[SQL_BACKLOG] = "SELECT count(*) FROM message"
	                " WHERE state = 1 AND search_key IS NULL",
	[SQL_TAKEN] = "SELECT 1 FROM message WHERE search_key = :key",
	[SQL_SET_KEY] = "UPDATE message SET search_key = :key WHERE id = :id",
	[SQL_KEY] = "SELECT search_key FROM message WHERE id = :id",
	[SQL_TEXT] = "SELECT m.from_name, m.from_address, m.subject, t.text,"
	             " t.own_words FROM message m LEFT JOIN message_text t"
	             " ON t.message_id = m.id WHERE m.id = :id",
	[SQL_ADDRESSES] = "SELECT role, name, address FROM message_address"
	                  " WHERE message_id = :id AND role <= 1"
	                  " ORDER BY role, number",
	[SQL_ATTACHMENTS] = "SELECT name, type FROM attachment"
	                    " WHERE message_id = :id ORDER BY number",
	[SQL_PUT] = "INSERT INTO search (rowid, words) VALUES (:key, :words)",
	[SQL_REMOVE] = "INSERT INTO search (search, rowid, words)"
	               " VALUES ('delete', :key, :words)",
	/* Negative: all pieces are to become one, however few they are. */
	[SQL_MERGE] = "INSERT INTO search (search, rank)"
	              " VALUES ('merge', :pages)",
	NULL,
};

typedef struct {
	int64_t id, received_at;
} Pending;

static int
by_time(const void *a, const void *b)
{
	const Pending *x = a;
	const Pending *y = b;

	if (x->received_at != y->received_at)
		return x->received_at < y->received_at ? -1 : 1;
	return x->id < y->id ? -1 : 1;
}

static bool
find_pending(Store *self, int64_t limit, GArray *pending, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[SQL_NEXT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":limit", limit);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		Pending one = { store_int(stmt, 0), store_int(stmt, 1) };
		g_array_append_val(pending, one);
	}
	/* FTS5 writes a piece of its own whenever rows come out of order. */
	g_array_sort(pending, by_time);
	return true;
}

static bool
read_text(Store *self, int64_t id, CoreMessage *message, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[SQL_TEXT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	if (!store_step(stmt, &row, error))
		return false;
	if (row) {
		if (!store_is_null(stmt, 1))
			message->from = core_address_new(
			    store_text(stmt, 0), store_text(stmt, 1));
		message->subject = store_dup_text(stmt, 2);
		message->text = store_dup_text(stmt, 3);
		message->own_words = store_dup_text(stmt, 4);
	}
	return true;
}

static void
add_address(StoreStmt *stmt, CoreMessage *message)
{
	g_ptr_array_add(store_int(stmt, 0) == 0 ? message->to : message->cc,
	    core_address_new(store_text(stmt, 1), store_text(stmt, 2)));
}

static void
add_attachment(StoreStmt *stmt, CoreMessage *message)
{
	g_ptr_array_add(message->attachments,
	    core_attachment_new(store_text(stmt, 0), store_text(stmt, 1), 0));
}

static bool
read_list(Store *self, int64_t id, CoreMessage *message, int sql,
    void (*add)(StoreStmt *, CoreMessage *), GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[sql], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		add(stmt, message);
	}
}

/* @ret_words: (transfer full): what the index holds of message @id. */
static bool
words_of(Store *self, int64_t id, char **ret_words, GError **error)
{
	g_autoptr(CoreMessage) message = core_message_new();

	if (!read_text(self, id, message, error) ||
	    !read_list(self, id, message, SQL_ADDRESSES, add_address, error) ||
	    !read_list(
	        self, id, message, SQL_ATTACHMENTS, add_attachment, error))
		return false;
	*ret_words = store_search_text(message);
	return true;
}

static bool
is_taken(Store *self, int64_t key, bool *ret_taken, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[SQL_TAKEN], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":key", key);
	return store_step(stmt, ret_taken, error);
}

int64_t
store_search_first_key(int64_t at)
{
	/* From 1 on: 0 stands for none. */
	return CLAMP(at, 1, RECEIVED_MAX) * KEYS_A_SECOND;
}

/* Looks at the places of the second in their order, then at one anywhere behind
 * it, at most twice as far each time: half of them are free sooner or later. */
static bool
find_key(Store *self, const Pending *one, int64_t *ret_key, GError **error)
{
	int64_t first = store_search_first_key(one->received_at);
	uint64_t reach = KEYS_A_SECOND;
	bool taken = true;

	for (int n = 0; taken; n++) {
		uint64_t place = (uint64_t)n;

		if (n >= KEYS_A_SECOND) {
			/* Knuth's multiplier: far apart for neighbours. */
			place = ((uint64_t)one->id + place) *
			            UINT64_C(0x9e3779b97f4a7c15) >>
			        20;
			reach = MIN(reach * 2, UINT64_C(1) << 40);
			place %= reach;
		}
		*ret_key = first + (int64_t)place;
		if (!is_taken(self, *ret_key, &taken, error))
			return false;
	}
	return true;
}

static bool
set_key(Store *self, int64_t id, int64_t key, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[SQL_SET_KEY], error);

	if (!stmt)
		return false;
	if (key)
		store_bind_int(stmt, ":key", key);
	store_bind_int(stmt, ":id", id);
	return store_exec(stmt, error);
}

static bool
write_words(
    Store *self, int sql, int64_t key, const char *words, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[sql], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":key", key);
	store_bind_text(stmt, ":words", words);
	return store_exec(stmt, error);
}

/* @words: of it, or NULL where they are to be read. */
static bool
put(Store *self, const Pending *one, const char *words, GError **error)
{
	g_autofree char *read = NULL;
	int64_t key;

	if (!words) {
		if (!words_of(self, one->id, &read, error))
			return false;
		words = read;
	}
	return find_key(self, one, &key, error) &&
	       set_key(self, one->id, key, error) &&
	       write_words(self, SQL_PUT, key, words, error);
}

bool
store_search_catch_up(Store *self, int64_t limit, GHashTable *words,
    int64_t *ret_done, GError **error)
{
	g_autoptr(GArray) pending = g_array_new(FALSE, FALSE, sizeof(Pending));

	if (!find_pending(self, limit, pending, error))
		return false;
	for (unsigned i = 0; i < pending->len; i++) {
		const Pending *one = &g_array_index(pending, Pending, i);

		if (!put(self, one,
		        words ? g_hash_table_lookup(words, &one->id) : NULL,
		        error))
			return false;
	}
	*ret_done = pending->len;
	return true;
}

bool
store_search_backlog(Store *self, int64_t *ret_count, GError **error)
{
	return store_query_int(
	    self, store_search_index_sql[SQL_BACKLOG], ret_count, error);
}

static bool
find_own_key(Store *self, int64_t id, int64_t *ret_key, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[SQL_KEY], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_key = row ? store_int(stmt, 0) : 0;
	return true;
}

bool
store_search_remove(Store *self, int64_t id, GError **error)
{
	g_autofree char *words = NULL;
	int64_t key;

	if (!find_own_key(self, id, &key, error))
		return false;
	return key == 0 ||
	       (words_of(self, id, &words, error) &&
	           write_words(self, SQL_REMOVE, key, words, error) &&
	           set_key(self, id, 0, error));
}

typedef struct {
	int64_t pages; /* negative: begins to make all pieces one */
	bool more;
} Merging;

static bool
merge(Store *self, void *data, GError **error)
{
	Merging *merging = data;
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_search_index_sql[SQL_MERGE], error);
	int before = sqlite3_total_changes(store_sqlite(self));

	if (!stmt)
		return false;
	store_bind_int(stmt, ":pages", merging->pages);
	if (!store_exec(stmt, error))
		return false;
	/* As FTS5's manual has it: fewer than two changes, nothing done. */
	merging->more = sqlite3_total_changes(store_sqlite(self)) - before >= 2;
	return true;
}

bool
store_search_merge(Store *self, bool *ret_more, GError **error)
{
	Merging merging = { .pages = MERGE_PAGES };

	if (!store_transact(self, merge, &merging, error))
		return false;
	*ret_more = merging.more;
	return true;
}

bool
store_search_purge(Store *self, GError **error)
{
	bool first = true, more;

	do {
		if (!store_search_purge_some(self, first, &more, error))
			return false;
		first = false;
	} while (more);
	return true;
}

bool
store_search_purge_some(Store *self, bool first, bool *ret_more, GError **error)
{
	Merging merging = { .pages = first ? -MERGE_PAGES : MERGE_PAGES };

	if (!store_transact(self, merge, &merging, error))
		return false;
	*ret_more = merging.more;
	return true;
}
