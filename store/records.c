#include "store/records.h"

#include "store/db.h"

enum {
	SQL_MESSAGE,
	SQL_NEXT,
	SQL_ARRIVALS,
	SQL_ADDRESSES,
	SQL_REFERENCES,
	SQL_ATTACHMENTS,
	SQL_FLAGS,
	SQL_ROUTING
};
const char *const store_records_sql[] = {
	[SQL_MESSAGE] =
	    "SELECT m.state, m.content_key, m.error, m.size_bytes,"
	    " m.received_at, m.message_id, m.date_at, m.from_name,"
	    " m.from_address, m.subject, m.origin, m.origin_reason, m.source,"
	    " m.forwarded_by, m.verified, m.language, m.bounce_status,"
	    " m.bounce_hard, t.text, t.own_words, c.address, c.type, c.stage,"
	    " m.conversation_id, m.pattern_id, p.label, m.filtered_at, m.rules"
	    " FROM message m"
	    " LEFT JOIN message_text t ON t.message_id = m.id"
	    " LEFT JOIN contact c ON c.id = m.contact_id"
	    " LEFT JOIN pattern p ON p.id = m.pattern_id WHERE m.id = :id",
	[SQL_NEXT] = "SELECT id FROM message WHERE id > :id ORDER BY id"
	             " LIMIT 1",
	/* A folder that was read again brings the same mail twice; UIDVALIDITY
	 * has 32 bits, above which folders.c counts that. */
	[SQL_ARRIVALS] = "SELECT DISTINCT f.mailbox, f.name, r.sha256,"
	                 " f.uidvalidity & 4294967295,"
	                 " a.uid FROM arrival a"
	                 " JOIN folder f ON f.id = a.folder_id"
	                 " LEFT JOIN raw r ON r.id = a.raw_id"
	                 " WHERE a.message_id = :id"
	                 " ORDER BY f.mailbox, f.name, 4, a.uid",
	[SQL_ADDRESSES] = "SELECT role, name, address FROM message_address"
	                  " WHERE message_id = :id ORDER BY role, number",
	[SQL_REFERENCES] = "SELECT kind, reference FROM message_reference"
	                   " WHERE message_id = :id ORDER BY kind, number",
	[SQL_ATTACHMENTS] = "SELECT name, type, size_bytes FROM attachment"
	                    " WHERE message_id = :id ORDER BY number",
	[SQL_FLAGS] = "SELECT flag FROM flag WHERE message_id = :id"
	              " ORDER BY flag",
	[SQL_ROUTING] = "SELECT department FROM routing"
	                " WHERE message_id = :id ORDER BY department",
	NULL,
};

enum {
	COLUMN_STATE,
	COLUMN_KEY,
	COLUMN_ERROR,
	COLUMN_SIZE,
	COLUMN_RECEIVED,
	COLUMN_MESSAGE_ID,
	COLUMN_DATE,
	COLUMN_FROM_NAME,
	COLUMN_FROM_ADDRESS,
	COLUMN_SUBJECT,
	COLUMN_ORIGIN,
	COLUMN_ORIGIN_REASON,
	COLUMN_SOURCE,
	COLUMN_FORWARDED_BY,
	COLUMN_VERIFIED,
	COLUMN_LANGUAGE,
	COLUMN_BOUNCE_STATUS,
	COLUMN_BOUNCE_HARD,
	COLUMN_TEXT,
	COLUMN_OWN_WORDS,
	COLUMN_CONTACT,
	COLUMN_TYPE,
	COLUMN_STAGE,
	COLUMN_CONVERSATION,
	COLUMN_PATTERN,
	COLUMN_LABEL,
	COLUMN_FILTERED,
	COLUMN_RULES
};

static void
arrival_free(void *data)
{
	StoreRecordArrival *self = data;

	g_free(self->mailbox);
	g_free(self->folder);
	g_free(self->sha256);
	g_free(self);
}

static StoreRecord *
record_new(int64_t id)
{
	StoreRecord *self = g_new0(StoreRecord, 1);

	self->id = id;
	self->arrivals = g_ptr_array_new_with_free_func(arrival_free);
	self->record = core_message_new();
	self->tags = store_tags_new();
	self->departments = g_ptr_array_new_with_free_func(g_free);
	return self;
}

void
store_record_free(StoreRecord *self)
{
	if (!self)
		return;
	g_free(self->content_key);
	g_free(self->error);
	g_ptr_array_unref(self->arrivals);
	core_message_free(self->record);
	g_ptr_array_unref(self->tags);
	g_ptr_array_unref(self->departments);
	g_free(self->contact_address);
	g_free(self->contact_type);
	g_free(self->contact_stage);
	g_free(self->pattern_label);
	g_free(self);
}

static void
read_own(StoreStmt *stmt, StoreRecord *self)
{
	self->state = (StoreState)store_int(stmt, COLUMN_STATE);
	self->content_key = store_dup_text(stmt, COLUMN_KEY);
	self->error = store_dup_text(stmt, COLUMN_ERROR);
	self->size_bytes = store_int(stmt, COLUMN_SIZE);
	self->received_at = store_int(stmt, COLUMN_RECEIVED);
	self->contact_address = store_dup_text(stmt, COLUMN_CONTACT);
	self->contact_type = store_dup_text(stmt, COLUMN_TYPE);
	self->contact_stage = store_dup_text(stmt, COLUMN_STAGE);
	self->conversation_id = store_int(stmt, COLUMN_CONVERSATION);
	self->pattern_id = store_int(stmt, COLUMN_PATTERN);
	self->pattern_label = store_dup_text(stmt, COLUMN_LABEL);
	self->filtered_at = store_int(stmt, COLUMN_FILTERED);
	self->rules = store_int(stmt, COLUMN_RULES);
}

static void
read_message(StoreStmt *stmt, CoreMessage *record)
{
	record->message_id = store_dup_text(stmt, COLUMN_MESSAGE_ID);
	record->date_at = store_int(stmt, COLUMN_DATE);
	if (!store_is_null(stmt, COLUMN_FROM_ADDRESS))
		record->from =
		    core_address_new(store_text(stmt, COLUMN_FROM_NAME),
		        store_text(stmt, COLUMN_FROM_ADDRESS));
	record->subject = store_dup_text(stmt, COLUMN_SUBJECT);
	record->origin = (CoreOrigin)store_int(stmt, COLUMN_ORIGIN);
	record->origin_reason = store_dup_text(stmt, COLUMN_ORIGIN_REASON);
	record->source = store_dup_text(stmt, COLUMN_SOURCE);
	record->forwarded_by = store_dup_text(stmt, COLUMN_FORWARDED_BY);
	record->verified = store_is_null(stmt, COLUMN_VERIFIED)
	                       ? CORE_UNKNOWN
	                       : (CoreTruth)store_int(stmt, COLUMN_VERIFIED);
	record->language = store_dup_text(stmt, COLUMN_LANGUAGE);
	record->text = store_dup_text(stmt, COLUMN_TEXT);
	record->own_words = store_dup_text(stmt, COLUMN_OWN_WORDS);
	if (store_is_null(stmt, COLUMN_BOUNCE_HARD))
		return;
	record->bounce = core_bounce_new();
	record->bounce->status = store_dup_text(stmt, COLUMN_BOUNCE_STATUS);
	record->bounce->hard = store_int(stmt, COLUMN_BOUNCE_HARD) != 0;
}

static bool
read_row(Store *self, StoreRecord *record, bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_records_sql[SQL_MESSAGE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", record->id);
	if (!store_step(stmt, ret_found, error))
		return false;
	if (*ret_found) {
		read_own(stmt, record);
		read_message(stmt, record->record);
	}
	return true;
}

typedef void (*ReadItem)(StoreStmt *stmt, StoreRecord *self);

static void
read_arrival(StoreStmt *stmt, StoreRecord *self)
{
	StoreRecordArrival *arrival = g_new0(StoreRecordArrival, 1);

	arrival->mailbox = store_dup_text(stmt, 0);
	arrival->folder = store_dup_text(stmt, 1);
	arrival->sha256 = store_dup_text(stmt, 2);
	arrival->uidvalidity = store_int(stmt, 3);
	arrival->uid = store_int(stmt, 4);
	g_ptr_array_add(self->arrivals, arrival);
}

static void
read_address(StoreStmt *stmt, StoreRecord *self)
{
	CoreMessage *record = self->record;
	GPtrArray *const lists[] = { record->to, record->cc, record->reply_to };
	int64_t role = store_int(stmt, 0);

	if (role >= 0 && role < (int64_t)G_N_ELEMENTS(lists))
		g_ptr_array_add(lists[role],
		    core_address_new(store_text(stmt, 1), store_text(stmt, 2)));
	else if (record->bounce)
		g_ptr_array_add(
		    record->bounce->recipients, store_dup_text(stmt, 2));
}

static void
read_reference(StoreStmt *stmt, StoreRecord *self)
{
	g_ptr_array_add(store_int(stmt, 0) == 0 ? self->record->in_reply_to
	                                        : self->record->references,
	    store_dup_text(stmt, 1));
}

static void
read_attachment(StoreStmt *stmt, StoreRecord *self)
{
	g_ptr_array_add(self->record->attachments,
	    core_attachment_new(
	        store_text(stmt, 0), store_text(stmt, 1), store_int(stmt, 2)));
}

static void
read_flag(StoreStmt *stmt, StoreRecord *self)
{
	core_message_flag(self->record, store_text(stmt, 0));
}

static void
read_department(StoreStmt *stmt, StoreRecord *self)
{
	g_ptr_array_add(self->departments, store_dup_text(stmt, 0));
}

static bool
read_list(
    Store *self, StoreRecord *record, int sql, ReadItem read, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_records_sql[sql], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", record->id);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		read(stmt, record);
	}
}

static bool
read_lists(Store *self, StoreRecord *record, GError **error)
{
	static const struct {
		int sql;
		ReadItem read;
	} lists[] = {
		{ SQL_ARRIVALS, read_arrival },
		{ SQL_ADDRESSES, read_address },
		{ SQL_REFERENCES, read_reference },
		{ SQL_ATTACHMENTS, read_attachment },
		{ SQL_FLAGS, read_flag },
		{ SQL_ROUTING, read_department },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		if (!read_list(
		        self, record, lists[i].sql, lists[i].read, error))
			return false;
	return store_tags_read(self, record->id, record->tags, error);
}

typedef struct {
	int64_t id;
	StoreRecord *record;
} GetRequest;

static bool
get(Store *self, void *data, GError **error)
{
	GetRequest *request = data;
	g_autoptr(StoreRecord) record = record_new(request->id);
	bool found = false;

	if (!read_row(self, record, &found, error))
		return false;
	if (!found)
		return true;
	if (!read_lists(self, record, error))
		return false;
	request->record = g_steal_pointer(&record);
	return true;
}

bool
store_record_get(
    Store *self, int64_t id, StoreRecord **ret_record, GError **error)
{
	GetRequest request = { .id = id };

	if (!store_snapshot(self, get, &request, error))
		return false;
	*ret_record = request.record;
	return true;
}

static bool
next_id(Store *self, int64_t *id, bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_records_sql[SQL_NEXT], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", *id);
	if (!store_step(stmt, ret_found, error))
		return false;
	if (*ret_found)
		*id = store_int(stmt, 0);
	return true;
}

typedef struct {
	StoreRecordVisit visit;
	void *data;
} ForeachRequest;

static bool
visit_all(Store *self, void *data, GError **error)
{
	const ForeachRequest *request = data;
	GetRequest one = { .id = 0 };
	bool found;

	for (;;) {
		if (!next_id(self, &one.id, &found, error))
			return false;
		if (!found)
			return true;
		if (!get(self, &one, error))
			return false;
		g_autoptr(StoreRecord) record = g_steal_pointer(&one.record);
		if (!request->visit(record, request->data, error))
			return false;
	}
}

bool
store_record_foreach(
    Store *self, StoreRecordVisit visit, void *data, GError **error)
{
	ForeachRequest request = { visit, data };

	return store_snapshot(self, visit_all, &request, error);
}
