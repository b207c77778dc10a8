#include "store/urgent.h"

#include "store/db.h"

enum { SQL_LIST, SQL_CONTEXT };
const char *const store_urgent_sql[] = {
	/* The bare columns beside min() are of its row. */
	[SQL_LIST] =
	    "SELECT m.id, m.pattern_id, m.contact_id, m.received_at,"
	    " m.arrived_at, m.content_key, iif(m.source IS NULL, "
	    "coalesce(m.subject, ''), ''),"
	    " coalesce(c.name, ''), min(t.tag), coalesce(t.rule, t.tag),"
	    " t.spans, (SELECT coalesce(group_concat(r.department, ' '), '')"
	    " FROM (SELECT department FROM routing WHERE message_id = m.id"
	    " ORDER BY department) r), iif(t.by = 2, t.probability, 0)"
	    " FROM message m INDEXED BY message_by_received"
	    " CROSS JOIN tag t ON t.message_id = m.id AND t.urgency = 2"
	    " LEFT JOIN contact c ON c.id = m.contact_id"
	    " WHERE m.received_at >= :since AND m.state = 1 AND m.origin = 0"
	    " AND NOT m.imported AND NOT EXISTS (SELECT 1 FROM digest_message x"
	    " JOIN digest d ON d.id = x.digest_id WHERE x.message_id = m.id"
	    " AND d.kind = 'escalation')"
	    " GROUP BY m.id ORDER BY m.received_at, m.content_key",
	[SQL_CONTEXT] =
	    "SELECT (SELECT count(*) FROM tag t JOIN message m"
	    " ON m.id = t.message_id WHERE t.tag = :tag AND m.origin = 0"
	    " AND m.received_at >= :since AND m.received_at <= :until"
	    " AND m.id <> :id), (SELECT count(*) FROM message m"
	    " WHERE m.contact_id = :contact AND m.received_at >= :since"
	    " AND m.received_at < :until AND m.origin = 0 AND m.id <> :id),"
	    " (SELECT count(*) FROM message m WHERE m.pattern_id = :pattern"
	    " AND m.received_at >= :since AND m.received_at <= :until"
	    " AND m.origin = 0 AND m.id <> :id)",
	NULL,
};

void
store_urgent_free(StoreUrgent *self)
{
	if (!self)
		return;
	store_feedback_free(self->message);
	g_free(self->tag);
	g_free(self->rule);
	g_free(self->spans);
	g_free(self->departments);
	g_free(self);
}

static void *
read_urgent(StoreStmt *stmt)
{
	StoreUrgent *row = g_new0(StoreUrgent, 1);

	row->message = g_new0(StoreFeedback, 1);
	row->message->id = store_int(stmt, 0);
	row->message->pattern_id = store_int(stmt, 1);
	row->message->contact_id = store_int(stmt, 2);
	row->message->received_at = store_int(stmt, 3);
	row->message->urgency = 2;
	row->arrived_at = store_int(stmt, 4);
	row->message->content_key = store_dup_text(stmt, 5);
	row->message->subject = store_dup_text(stmt, 6);
	row->message->sender = store_dup_text(stmt, 7);
	row->tag = store_dup_text(stmt, 8);
	row->message->tags = g_strdup(row->tag);
	row->rule = store_dup_text(stmt, 9);
	row->spans = store_dup_text(stmt, 10);
	row->departments = store_dup_text(stmt, 11);
	row->probability = store_real(stmt, 12);
	return row;
}

bool
store_urgent_list(
    Store *self, int64_t since_at, GPtrArray **ret_rows, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_urgent_sql[SQL_LIST], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":since", since_at);
	return store_collect_rows(stmt, read_urgent,
	    (GDestroyNotify)store_urgent_free, ret_rows, error);
}

bool
store_urgent_context(Store *self, const StoreUrgent *urgent, int64_t since_at,
    StoreUrgentContext *ret_context, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_urgent_sql[SQL_CONTEXT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":tag", urgent->tag);
	store_bind_int(stmt, ":id", urgent->message->id);
	store_bind_int(stmt, ":contact", urgent->message->contact_id);
	store_bind_int(stmt, ":pattern", urgent->message->pattern_id);
	store_bind_int(stmt, ":since", since_at);
	store_bind_int(stmt, ":until", urgent->message->received_at);
	if (!store_step(stmt, &row, error))
		return false;
	g_assert(row);
	ret_context->same_tag = store_int(stmt, 0);
	ret_context->earlier = store_int(stmt, 1);
	ret_context->same_pattern = store_int(stmt, 2);
	return true;
}
