#include "store/erase.h"

#include "store/db.h"
#include "store/forget.h"
#include "store/person-sql.h"
#include "store/search-index.h"

enum {
	SQL_BEGIN,
	SQL_END,
	SQL_PERSON,
	SQL_DIGEST,
	SQL_PUT_DIGEST,
	SQL_ITEMS,
	SQL_PUT_ITEM,
	SQL_EMPTY_MAILS,
	SQL_LABELS,
	SQL_PUT_LABEL,
	SQL_LEARNT,
	SQL_SAID,
	SQL_EMPTY
};

const char *const store_erase_rows_sql[] = {
	[SQL_BEGIN] = "INSERT INTO mark (name, value) VALUES ('erasing', :id)"
	              " ON CONFLICT (name) DO UPDATE"
	              " SET value = max(excluded.value, value + 1)",
	[SQL_END] = "DELETE FROM mark WHERE name = 'erasing' AND value = :id",
	[SQL_PERSON] = STORE_PERSON_SQL
	" DELETE FROM contact WHERE id IN (SELECT id FROM person)",
	[SQL_DIGEST] = "SELECT headline, html, text FROM digest"
	               " WHERE id = :id",
	[SQL_PUT_DIGEST] = "UPDATE digest SET headline = :headline,"
	                   " html = :html, text = :text WHERE id = :id",
	[SQL_ITEMS] = "SELECT number, title FROM digest_item"
	              " WHERE digest_id = :id ORDER BY number",
	[SQL_PUT_ITEM] = "UPDATE digest_item SET title = :title"
	                 " WHERE digest_id = :id AND number = :number",
	/* 2 is sent, 4 failed, 6 expired, 7 cancelled (store/outbox.h). */
	[SQL_EMPTY_MAILS] = "UPDATE outbox SET bytes = x'',"
	                    " state = iif(state IN (2, 4, 6), state, 7)"
	                    " WHERE digest_id = :id",
	[SQL_LABELS] = "SELECT id, label FROM pattern"
	               " WHERE typical_id = :id UNION SELECT p.id, p.label"
	               " FROM message m JOIN pattern p ON p.id = m.pattern_id"
	               " WHERE m.id = :id",
	[SQL_PUT_LABEL] = "UPDATE pattern SET label = :label WHERE id = :id",
	/* Who is labelled is an example in the models of all tags. */
	[SQL_LEARNT] = "DELETE FROM model WHERE EXISTS (SELECT 1 FROM label"
	               " WHERE message_id = :id AND tag IS NOT NULL)",
	[SQL_SAID] = "DELETE FROM label WHERE message_id = :id",
	[SQL_EMPTY] =
	    "UPDATE message SET state = 3, claim_epoch = NULL, claim_until ="
	    " NULL, error = NULL, message_id = NULL, date_at = NULL,"
	    " from_name = NULL, from_address = NULL, subject = NULL,"
	    " origin_reason = NULL, source = NULL, forwarded_by = NULL,"
	    " verified = NULL, language = NULL, bounce_status = NULL,"
	    " bounce_hard = NULL, contact_id = NULL, conversation_id = NULL,"
	    " pattern_id = NULL, rules = NULL WHERE id = :id",
	NULL,
};

static StoreStmt *
prepare(Store *self, int sql, int64_t id, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_erase_rows_sql[sql], error);

	if (stmt)
		store_bind_int(stmt, ":id", id);
	return stmt;
}

static bool
run(Store *self, int sql, int64_t id, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, sql, id, error);

	return stmt && store_exec(stmt, error);
}

static bool
redact_texts(Store *self, int64_t digest_id, StoreRedact redact, void *data,
    GError **error)
{
	g_autoptr(StoreStmt) get = prepare(self, SQL_DIGEST, digest_id, error);
	bool row;

	if (!get || !store_step(get, &row, error))
		return false;
	if (!row)
		return true;
	g_autofree char *headline = redact(store_text(get, 0), false, data);
	g_autofree char *html = redact(store_text(get, 1), true, data);
	g_autofree char *text = redact(store_text(get, 2), false, data);
	g_autoptr(StoreStmt) put =
	    prepare(self, SQL_PUT_DIGEST, digest_id, error);
	if (!put)
		return false;
	store_bind_text(
	    put, ":headline", headline ? headline : store_text(get, 0));
	store_bind_text(put, ":html", html ? html : store_text(get, 1));
	store_bind_text(put, ":text", text ? text : store_text(get, 2));
	return store_exec(put, error);
}

/* Something with a number and a text of one line: an item, a pattern. */
typedef struct {
	int64_t number;
	char *text;
} Line;

static void
line_clear(void *data)
{
	Line *self = data;

	g_free(self->text);
}

/* Reads all rows of @sql first: what is read is not to be changed under it. */
static bool
redact_lines(Store *self, int sql, int64_t id, GArray *lines, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, sql, id, error);
	bool row;

	g_array_set_clear_func(lines, line_clear);
	if (!stmt)
		return false;
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		Line line = { store_int(stmt, 0), store_dup_text(stmt, 1) };
		g_array_append_val(lines, line);
	}
}

static bool
redact_items(Store *self, int64_t digest_id, StoreRedact redact, void *data,
    GError **error)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(Line));

	if (!redact_lines(self, SQL_ITEMS, digest_id, lines, error))
		return false;
	for (unsigned i = 0; i < lines->len; i++) {
		const Line *line = &g_array_index(lines, Line, i);
		g_autofree char *title = redact(line->text, false, data);
		g_autoptr(StoreStmt) put =
		    prepare(self, SQL_PUT_ITEM, digest_id, error);

		if (!title)
			continue;
		if (!put)
			return false;
		store_bind_int(put, ":number", line->number);
		store_bind_text(put, ":title", title);
		if (!store_exec(put, error))
			return false;
	}
	return true;
}

bool
store_erase_digest(Store *self, int64_t digest_id, StoreRedact redact,
    void *data, GError **error)
{
	return redact_texts(self, digest_id, redact, data, error) &&
	       redact_items(self, digest_id, redact, data, error) &&
	       run(self, SQL_EMPTY_MAILS, digest_id, error);
}

bool
store_erase_pattern(
    Store *self, int64_t id, StoreRedact redact, void *data, GError **error)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(Line));

	if (!redact_lines(self, SQL_LABELS, id, lines, error))
		return false;
	for (unsigned i = 0; i < lines->len; i++) {
		const Line *line = &g_array_index(lines, Line, i);
		g_autofree char *label = redact(line->text, false, data);
		g_autoptr(StoreStmt) put =
		    prepare(self, SQL_PUT_LABEL, line->number, error);

		if (!label)
			continue;
		if (!put)
			return false;
		store_bind_text(put, ":label", label);
		if (!store_exec(put, error))
			return false;
	}
	return true;
}

bool
store_erase_message(Store *self, int64_t id, GError **error)
{
	/* First, since the index goes by the words that are still there. */
	return store_search_remove(self, id, error) &&
	       store_forget_read(self, id, error) &&
	       store_forget_raw(self, id, error) &&
	       run(self, SQL_LEARNT, id, error) &&
	       run(self, SQL_SAID, id, error) &&
	       run(self, SQL_EMPTY, id, error);
}

bool
store_erase_person(Store *self, int64_t contact_id, GError **error)
{
	return run(self, SQL_PERSON, contact_id, error);
}

bool
store_erase_begin(Store *self, int64_t at, GError **error)
{
	return run(self, SQL_BEGIN, at, error);
}

bool
store_erase_begun(Store *self, int64_t *ret_begun, GError **error)
{
	return store_query_int(self,
	    "SELECT coalesce(max(value), 0) FROM mark WHERE name = 'erasing'",
	    ret_begun, error);
}

static bool
run_now(Store *self, const char *sql, GError **error)
{
	sqlite3 *db = store_sqlite(self);

	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_fail(db, sqlite3_errcode(db), error);
}

static bool
empty_log(Store *self, GError **error)
{
	sqlite3 *db = store_sqlite(self);
	int code = sqlite3_wal_checkpoint_v2(
	    db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return code == SQLITE_OK || store_fail(db, code, error);
}

/* Returns: whether nobody kept it in use; waits for none. */
static bool
try_empty_log(Store *self)
{
	sqlite3 *db = store_sqlite(self);
	int code;

	(void)sqlite3_busy_timeout(db, 0);
	code = sqlite3_wal_checkpoint_v2(
	    db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_busy_timeout(db, STORE_BUSY_MS);
	return code == SQLITE_OK;
}

bool
store_erase_settle(
    Store *self, int64_t begun, bool *ret_settled, GError **error)
{
	bool settled = try_empty_log(self);

	if (settled && !run(self, SQL_END, begun, error))
		return false;
	*ret_settled = settled;
	return true;
}

bool
store_erase_finish(Store *self, GError **error)
{
	int64_t begun;

	return store_erase_begun(self, &begun, error) &&
	       store_search_purge(self, error) &&
	       run_now(self, "VACUUM", error) && empty_log(self, error) &&
	       run(self, SQL_END, begun, error) && empty_log(self, error);
}
