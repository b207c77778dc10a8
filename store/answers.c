#include "store/answers.h"

#include "store/db.h"
#include "store/forget.h"

enum {
	SQL_IS_NOTED,
	SQL_NOTE,
	SQL_FIND,
	SQL_REQUEUE,
	SQL_BY_KEY,
	SQL_BY_FOLDER,
	SQL_END_CONTACT,
	SQL_LEAVE,
	SQL_END_CONVERSATION
};
const char *const store_answers_sql[] = {
	[SQL_IS_NOTED] = "SELECT answer FROM message WHERE id = :id",
	[SQL_NOTE] = "UPDATE message SET answer = 1"
	             " WHERE id = :id AND answer = 0",
	[SQL_FIND] = "SELECT contact_id, conversation_id FROM message"
	             " WHERE id = :id AND state = 1",
	/* "oversize" is the message's error until it is read, then a flag. */
	[SQL_REQUEUE] =
	    "UPDATE message SET state = 0, tries = 0, error = (SELECT flag"
	    " FROM flag WHERE message_id = :id AND flag = 'oversize'),"
	    " message_id = NULL, date_at = NULL, from_name = NULL,"
	    " from_address = NULL, subject = NULL, origin = NULL,"
	    " origin_reason = NULL, source = NULL, forwarded_by = NULL,"
	    " verified = NULL, language = NULL, bounce_status = NULL,"
	    " bounce_hard = NULL, filtered_at = NULL, contact_id = NULL,"
	    " conversation_id = NULL, pattern_id = NULL, rules = NULL"
	    " WHERE id = :id",
	[SQL_BY_KEY] = "SELECT id FROM message WHERE content_key = :key"
	               " AND answer = 0",
	[SQL_BY_FOLDER] = "SELECT DISTINCT m.id FROM arrival a JOIN message m"
	                  " ON m.id = a.message_id WHERE a.folder_id = :id"
	                  " AND m.answer = 0 ORDER BY m.id LIMIT 100",
	[SQL_END_CONTACT] =
	    "DELETE FROM contact WHERE id = :id AND NOT EXISTS"
	    " (SELECT 1 FROM message WHERE contact_id = contact.id)",
	/* It may be what joined them: each is to be joined again. */
	[SQL_LEAVE] = "UPDATE message SET conversation_id = NULL"
	              " WHERE conversation_id = :id",
	[SQL_END_CONVERSATION] = "DELETE FROM conversation WHERE id = :id",
	NULL,
};

static StoreStmt *
prepare(Store *self, int sql, int64_t id, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_answers_sql[sql], error);

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

/* What may be left empty without the message; 0 where there is none. */
typedef struct {
	int64_t contact_id, conversation_id;
} Around;

static bool
find(
    Store *self, int64_t id, Around *ret_around, bool *ret_read, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_FIND, id, error);

	if (!stmt || !store_step(stmt, ret_read, error))
		return false;
	if (*ret_read) {
		ret_around->contact_id = store_int(stmt, 0);
		ret_around->conversation_id = store_int(stmt, 1);
	}
	return true;
}

static bool
requeue(Store *self, int64_t id, GError **error)
{
	Around around = { 0 };
	bool is_read;

	if (!find(self, id, &around, &is_read, error))
		return false;
	if (!is_read)
		return true;
	return run(self, SQL_REQUEUE, id, error) &&
	       store_forget_read(self, id, error) &&
	       run(self, SQL_END_CONTACT, around.contact_id, error) &&
	       run(self, SQL_LEAVE, around.conversation_id, error) &&
	       run(self, SQL_END_CONVERSATION, around.conversation_id, error);
}

bool
store_answer_note(Store *self, int64_t id, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_NOTE, id, error);

	if (!stmt || !store_exec(stmt, error))
		return false;
	return store_changes(self) == 0 || requeue(self, id, error);
}

static bool
note_all(Store *self, void *data, GError **error)
{
	const GArray *ids = data;

	for (unsigned i = 0; i < ids->len; i++)
		if (!store_answer_note(
		        self, g_array_index(ids, int64_t, i), error))
			return false;
	return true;
}

bool
store_answer_note_key(Store *self, const char *content_key, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_answers_sql[SQL_BY_KEY], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":key", content_key);
	return store_collect_ids(stmt, ids, error) &&
	       (ids->len == 0 || store_transact(self, note_all, ids, error));
}

bool
store_answer_note_folder(Store *self, int64_t folder_id, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

	do {
		g_autoptr(StoreStmt) stmt =
		    prepare(self, SQL_BY_FOLDER, folder_id, error);

		g_array_set_size(ids, 0);
		if (!stmt || !store_collect_ids(stmt, ids, error))
			return false;
		g_clear_pointer(&stmt, store_stmt_free);
		if (ids->len > 0 && !store_transact(self, note_all, ids, error))
			return false;
	} while (ids->len > 0);
	return true;
}

bool
store_answer_is_noted(Store *self, int64_t id, bool *ret_noted, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_IS_NOTED, id, error);
	bool row;

	if (!stmt || !store_step(stmt, &row, error))
		return false;
	*ret_noted = row && store_int(stmt, 0) != 0;
	return true;
}
