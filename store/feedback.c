#include "store/feedback.h"

#include "store/db.h"

enum {
	SQL_LIST,
	SQL_WORDS,
	SQL_PATTERN,
	SQL_FIRST,
	SQL_PERSONS,
	SQL_SOURCES,
};
const char *const store_feedback_sql[] = {
	/* Late is what came after it should have been counted, from a folder
	 * that was read already when it was sent: the history that a new folder
	 * brings is not. */
	[SQL_LIST] =
	    "SELECT m.id, m.pattern_id, m.contact_id, m.received_at,"
	    " m.received_at < :start AND :last > 0 AND m.filtered_at >= :last"
	    " AND NOT m.imported AND m.received_at >= coalesce("
	    " (SELECT min(o.opened_at) FROM arrival a"
	    " JOIN folder f ON f.id = a.folder_id"
	    " JOIN folder o ON o.mailbox = f.mailbox AND o.name = f.name"
	    " WHERE a.message_id = m.id), 0)"
	    " AND NOT EXISTS (SELECT 1 FROM digest_message x"
	    " JOIN digest d ON d.id = x.digest_id WHERE x.message_id = m.id"
	    " AND d.kind = 'department' AND d.subject = :department"
	    " AND d.end_at <= :start) AS late,"
	    " m.imported,"
	    " (SELECT max(t.urgency) FROM tag t WHERE t.message_id = m.id),"
	    " m.content_key, iif(m.source IS NULL, coalesce(m.subject, ''), "
	    "''), coalesce(c.name, ''),"
	    " (SELECT coalesce(group_concat(t.tag, ' '), '') FROM (SELECT tag"
	    " FROM tag WHERE message_id = m.id ORDER BY tag) t)"
	    " FROM (SELECT id FROM message INDEXED BY message_by_received"
	    " WHERE received_at >= :from AND received_at < :end"
	    " UNION ALL SELECT id FROM message INDEXED BY message_by_filtered"
	    " WHERE filtered_at >= :last AND :last > 0 AND received_at < :from)"
	    " AS i CROSS JOIN message m ON m.id = i.id"
	    " CROSS JOIN routing r ON r.message_id = m.id"
	    " AND r.department = :department"
	    " LEFT JOIN contact c ON c.id = m.contact_id"
	    " WHERE m.state = 1 AND m.origin = 0"
	    " AND (m.received_at >= :from OR late)"
	    " ORDER BY m.received_at, m.content_key",
	[SQL_WORDS] = "SELECT substr(own_words, 1, 4000) FROM message_text"
	              " WHERE message_id = :id",
	[SQL_PATTERN] =
	    "SELECT p.label, coalesce(c.name, ''), p.first_at,"
	    " (SELECT max(b.received_at) FROM message b"
	    " WHERE b.pattern_id = p.id AND b.received_at < :before),"
	    " coalesce(p.typical_id, 0) FROM pattern p"
	    " LEFT JOIN message m ON m.id = p.typical_id"
	    " LEFT JOIN contact c ON c.id = m.contact_id WHERE p.id = :id",
	[SQL_FIRST] = "SELECT min(received_at) FROM message",
	[SQL_PERSONS] =
	    "SELECT count(*), sum(NOT EXISTS (SELECT 1 FROM routing r"
	    " WHERE r.message_id = m.id)), sum(EXISTS (SELECT 1 FROM tag t"
	    " WHERE t.message_id = m.id AND t.by = 2)) FROM message m"
	    " WHERE m.received_at >= :start AND m.received_at < :end"
	    " AND m.state = 1 AND m.origin = 0",
	[SQL_SOURCES] =
	    "SELECT f.mailbox, sum(a.outcome = 0), sum(a.outcome = 1),"
	    " sum(a.outcome = 2), sum(a.outcome = 3),"
	    " (SELECT s.complete_until FROM mailbox_status s"
	    " WHERE s.mailbox = f.mailbox)"
	    " FROM folder f LEFT JOIN arrival a ON a.folder_id = f.id"
	    " AND a.arrived_at >= :since GROUP BY f.mailbox ORDER BY f.mailbox",
	NULL,
};

void
store_feedback_free(StoreFeedback *self)
{
	if (!self)
		return;
	g_free(self->content_key);
	g_free(self->subject);
	g_free(self->sender);
	g_free(self->tags);
	g_free(self);
}

static void *
read_feedback(StoreStmt *stmt)
{
	StoreFeedback *row = g_new0(StoreFeedback, 1);

	row->id = store_int(stmt, 0);
	row->pattern_id = store_int(stmt, 1); /* NULL reads as 0 */
	row->contact_id = store_int(stmt, 2);
	row->received_at = store_int(stmt, 3);
	row->late = store_int(stmt, 4) != 0;
	row->imported = store_int(stmt, 5) != 0;
	row->urgency = (int)store_int(stmt, 6);
	row->content_key = store_dup_text(stmt, 7);
	row->subject = store_dup_text(stmt, 8);
	row->sender = store_dup_text(stmt, 9);
	row->tags = store_dup_text(stmt, 10);
	return row;
}

bool
store_feedback_list(Store *self, const StoreFeedbackQuery *query,
    GPtrArray **ret_rows, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_feedback_sql[SQL_LIST], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":department", query->department);
	store_bind_int(stmt, ":from", query->from_at);
	store_bind_int(stmt, ":start", query->start_at);
	store_bind_int(stmt, ":end", query->end_at);
	store_bind_int(stmt, ":last", query->last_built_at);
	return store_collect_rows(stmt, read_feedback,
	    (GDestroyNotify)store_feedback_free, ret_rows, error);
}

bool
store_feedback_words(
    Store *self, int64_t message_id, char **ret_words, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_feedback_sql[SQL_WORDS], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", message_id);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_words = row ? store_dup_text(stmt, 0) : g_strdup("");
	return true;
}

void
store_feedback_pattern_free(StoreFeedbackPattern *self)
{
	if (!self)
		return;
	g_free(self->label);
	g_free(self->sender);
	g_free(self);
}

bool
store_feedback_pattern(Store *self, int64_t id, int64_t before_at,
    StoreFeedbackPattern **ret_pattern, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_feedback_sql[SQL_PATTERN], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_int(stmt, ":before", before_at);
	if (!store_step(stmt, &row, error))
		return false;
	g_assert(row); /* a foreign key holds it */
	StoreFeedbackPattern *pattern = g_new0(StoreFeedbackPattern, 1);
	pattern->label = store_dup_text(stmt, 0);
	pattern->sender = store_dup_text(stmt, 1);
	pattern->first_at = store_int(stmt, 2);
	pattern->last_at = store_int(stmt, 3);
	pattern->typical_id = store_int(stmt, 4);
	*ret_pattern = pattern;
	return true;
}

bool
store_feedback_base(Store *self, int64_t start_at, int64_t end_at,
    StoreFeedbackBase *ret_base, GError **error)
{
	StoreFeedbackBase base = { 0 };
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_feedback_sql[SQL_PERSONS], error);
	bool row;

	if (!stmt || !store_query_int(self, store_feedback_sql[SQL_FIRST],
	                 &base.first_at, error))
		return false;
	store_bind_int(stmt, ":start", start_at);
	store_bind_int(stmt, ":end", end_at);
	if (!store_step(stmt, &row, error))
		return false;
	g_assert(row);
	base.persons = store_int(stmt, 0);
	base.unrouted = store_int(stmt, 1);
	base.guessed = store_int(stmt, 2);
	*ret_base = base;
	return true;
}

static void
free_source(void *data)
{
	StoreFeedbackSource *source = data;

	g_free(source->mailbox);
	g_free(source);
}

static void *
read_source(StoreStmt *stmt)
{
	StoreFeedbackSource *source = g_new0(StoreFeedbackSource, 1);

	source->mailbox = store_dup_text(stmt, 0);
	source->fresh = store_int(stmt, 1);
	source->duplicate = store_int(stmt, 2);
	source->vanished = store_int(stmt, 3);
	source->skipped = store_int(stmt, 4);
	source->listed = source->fresh + source->duplicate + source->vanished +
	                 source->skipped;
	source->complete_until = store_int(stmt, 5);
	return source;
}

bool
store_feedback_sources(
    Store *self, int64_t since_at, GPtrArray **ret_sources, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_feedback_sql[SQL_SOURCES], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":since", since_at);
	return store_collect_rows(
	    stmt, read_source, free_source, ret_sources, error);
}
