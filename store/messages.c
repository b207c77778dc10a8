#include "store/messages.h"

#include "store/db.h"
#include "store/error.h"
#include "store/promises.h"

enum {
	SQL_SAVE,
	SQL_TEXT,
	SQL_ADDRESS,
	SQL_REFERENCE,
	SQL_ATTACHMENT,
	SQL_FLAG,
	SQL_PROMISE
};
const char *const store_messages_sql[] = {
	[SQL_SAVE] =
	    "UPDATE message SET state = 1, claim_epoch = NULL,"
	    " claim_until = NULL, error = NULL, message_id = :message_id, "
	    "date_at = :date_at,"
	    " from_name = :from_name, from_address = :from_address,"
	    " subject = :subject, origin = :origin,"
	    " origin_reason = :origin_reason, source = :source,"
	    " forwarded_by = :forwarded_by, verified = :verified,"
	    " language = :language, bounce_status = :bounce_status,"
	    " bounce_hard = :bounce_hard, filtered_at = :filtered_at,"
	    " contact_id = :contact_id, conversation_id = :conversation_id,"
	    " rules = :rules"
	    " WHERE id = :id AND state = 0 AND claim_epoch = :epoch",
	[SQL_TEXT] = "INSERT INTO message_text (message_id, text, own_words)"
	             " VALUES (:id, :text, :own_words)",
	[SQL_ADDRESS] = "INSERT INTO message_address (message_id, role, number,"
	                " name, address)"
	                " VALUES (:id, :role, :number, :name, :address)",
	[SQL_REFERENCE] = "INSERT INTO message_reference (message_id, kind,"
	                  " number, reference)"
	                  " VALUES (:id, :kind, :number, :reference)",
	[SQL_ATTACHMENT] = "INSERT INTO attachment (message_id, number, name,"
	                   " type, size_bytes)"
	                   " VALUES (:id, :number, :name, :type, :size)",
	[SQL_FLAG] = "INSERT INTO flag (message_id, flag) VALUES (:id, :flag)",
	[SQL_PROMISE] = "INSERT INTO promise (message_id, number, text, due_at)"
	                " VALUES (:id, :number, :text, :due_at)",
	NULL,
};

/* Binds @value, or NULL for 0: no id and no time is 0. */
static void
bind_known(StoreStmt *stmt, const char *name, int64_t value)
{
	if (value)
		store_bind_int(stmt, name, value);
	else
		store_bind_null(stmt, name);
}

static void
bind_bounce(StoreStmt *stmt, const CoreBounce *bounce)
{
	store_bind_text(stmt, ":bounce_status", bounce ? bounce->status : NULL);
	if (bounce)
		store_bind_int(stmt, ":bounce_hard", bounce->hard);
	else
		store_bind_null(stmt, ":bounce_hard");
}

static void
bind_record(StoreStmt *stmt, const CoreMessage *record)
{
	const CoreAddress *from = record->from;

	store_bind_text(stmt, ":message_id", record->message_id);
	bind_known(stmt, ":date_at", record->date_at);
	store_bind_text(stmt, ":from_name", from ? from->name : NULL);
	store_bind_text(stmt, ":from_address", from ? from->address : NULL);
	store_bind_text(stmt, ":subject", record->subject);
	store_bind_int(stmt, ":origin", record->origin);
	store_bind_text(stmt, ":origin_reason", record->origin_reason);
	store_bind_text(stmt, ":source", record->source);
	store_bind_text(stmt, ":forwarded_by", record->forwarded_by);
	if (record->verified == CORE_UNKNOWN)
		store_bind_null(stmt, ":verified");
	else
		store_bind_int(stmt, ":verified", record->verified);
	store_bind_text(stmt, ":language", record->language);
	bind_bounce(stmt, record->bounce);
}

static bool
save_row(Store *self, const StoreFiltered *what, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_messages_sql[SQL_SAVE], error);

	if (!stmt)
		return false;
	bind_record(stmt, what->record);
	store_bind_int(stmt, ":filtered_at", what->filtered_at);
	bind_known(stmt, ":contact_id", what->contact_id);
	bind_known(stmt, ":conversation_id", what->conversation_id);
	store_bind_int(stmt, ":rules", what->rules);
	store_bind_int(stmt, ":id", what->id);
	store_bind_int(stmt, ":epoch", what->epoch);
	if (!store_exec(stmt, error))
		return false;
	if (store_changes(self) == 1)
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_BUSY,
	    "message %" G_GINT64_FORMAT " was taken by another process",
	    what->id);
	return false;
}

static bool
save_text(Store *self, const StoreFiltered *what, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_messages_sql[SQL_TEXT], error);
	const CoreMessage *record = what->record;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", what->id);
	store_bind_text(stmt, ":text", record->text ? record->text : "");
	store_bind_text(
	    stmt, ":own_words", record->own_words ? record->own_words : "");
	return store_exec(stmt, error);
}

/* One row of a list: its values are bound to @stmt. */
typedef void (*BindItem)(StoreStmt *stmt, const void *item);

typedef struct {
	int sql;
	const char *kind; /* the name of a second key, or NULL */
	int64_t kind_value;
	bool numbered;
	BindItem bind;
} ListTable;

static bool
save_list(Store *self, int64_t id, const ListTable *table,
    const GPtrArray *items, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_messages_sql[table->sql], error);

	for (unsigned i = 0; stmt && i < items->len; i++) {
		store_bind_int(stmt, ":id", id);
		if (table->kind)
			store_bind_int(stmt, table->kind, table->kind_value);
		if (table->numbered)
			store_bind_int(stmt, ":number", i);
		table->bind(stmt, items->pdata[i]);
		if (!store_exec(stmt, error))
			return false;
		store_rewind(stmt);
	}
	return stmt != NULL;
}

static void
bind_address(StoreStmt *stmt, const void *item)
{
	const CoreAddress *address = item;

	store_bind_text(stmt, ":name", address->name);
	store_bind_text(stmt, ":address", address->address);
}

static void
bind_recipient(StoreStmt *stmt, const void *item)
{
	store_bind_text(stmt, ":name", "");
	store_bind_text(stmt, ":address", item);
}

static void
bind_reference(StoreStmt *stmt, const void *item)
{
	store_bind_text(stmt, ":reference", item);
}

static void
bind_attachment(StoreStmt *stmt, const void *item)
{
	const CoreAttachment *attachment = item;

	store_bind_text(stmt, ":name", attachment->name);
	store_bind_text(stmt, ":type", attachment->type);
	store_bind_int(stmt, ":size", attachment->size_bytes);
}

static void
bind_flag(StoreStmt *stmt, const void *item)
{
	store_bind_text(stmt, ":flag", item);
}

static void
bind_promise(StoreStmt *stmt, const void *item)
{
	const StorePromise *promise = item;

	store_bind_text(stmt, ":text", promise->text);
	store_bind_int(stmt, ":due_at", promise->due_at);
}

static bool
save_lists(Store *self, const StoreFiltered *what, GError **error)
{
	const CoreMessage *record = what->record;
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	const struct {
		ListTable table;
		const GPtrArray *items;
	} lists[] = {
		{ { SQL_ADDRESS, ":role", 0, true, bind_address }, record->to },
		{ { SQL_ADDRESS, ":role", 1, true, bind_address }, record->cc },
		{ { SQL_ADDRESS, ":role", 2, true, bind_address },
		    record->reply_to },
		{ { SQL_ADDRESS, ":role", 3, true, bind_recipient },
		    record->bounce ? record->bounce->recipients : none },
		{ { SQL_REFERENCE, ":kind", 0, true, bind_reference },
		    record->in_reply_to },
		{ { SQL_REFERENCE, ":kind", 1, true, bind_reference },
		    record->references },
		{ { SQL_ATTACHMENT, NULL, 0, true, bind_attachment },
		    record->attachments },
		{ { SQL_FLAG, NULL, 0, false, bind_flag }, record->flags },
		{ { SQL_PROMISE, NULL, 0, true, bind_promise },
		    what->promises ? what->promises : none },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		if (!save_list(
		        self, what->id, &lists[i].table, lists[i].items, error))
			return false;
	return true;
}

bool
store_message_save(Store *self, const StoreFiltered *what, GError **error)
{
	return save_row(self, what, error) && save_text(self, what, error) &&
	       save_lists(self, what, error) &&
	       store_tags_add(self, what->id, what->tags, error);
}
