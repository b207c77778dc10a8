#include "store/erase.h"

#include "store/db.h"
#include "store/person-sql.h"

enum { SQL_MAILS, SQL_OTHERS, SQL_DIGESTS, SQL_RECIPIENTS };

const char *const store_erase_sql[] = {
	[SQL_MAILS] = STORE_PERSON_SQL
	", mine AS (SELECT m.id, m.conversation_id FROM person p"
	" JOIN message m ON m.contact_id = p.id)"
	" SELECT id FROM mine UNION SELECT a.id FROM"
	" (SELECT DISTINCT conversation_id AS id FROM mine"
	" WHERE conversation_id IS NOT NULL) c"
	" JOIN message a ON a.conversation_id = c.id"
	" AND a.origin = 5 AND NOT EXISTS (SELECT 1 FROM message o"
	" WHERE o.conversation_id = c.id AND o.origin = 0"
	" AND o.contact_id NOT IN (SELECT id FROM person))"
	" ORDER BY 1",
	[SQL_OTHERS] =
	    "SELECT r.message_id FROM message m JOIN message_reference r"
	    " ON r.reference = m.message_id WHERE m.id = :id"
	    " ORDER BY r.message_id",
	[SQL_DIGESTS] = "SELECT id, kind, subject, period, headline, html,"
	                " text FROM digest ORDER BY id",
	[SQL_RECIPIENTS] = "SELECT recipient, state = 2 FROM outbox"
	                   " WHERE digest_id = :id ORDER BY recipient",
	NULL,
};

static StoreStmt *
prepare(Store *self, int sql, int64_t id, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_erase_sql[sql], error);

	if (stmt)
		store_bind_int(stmt, ":id", id);
	return stmt;
}

/* Adds the ids that @sql gives for @id. */
static bool
add_ids(Store *self, int sql, int64_t id, GArray *ids, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, sql, id, error);

	return stmt && store_collect_ids(stmt, ids, error);
}

bool
store_erase_mails(
    Store *self, int64_t contact_id, GArray **ret_ids, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

	if (!add_ids(self, SQL_MAILS, contact_id, ids, error))
		return false;
	*ret_ids = g_steal_pointer(&ids);
	return true;
}

static int
compare_ids(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static bool
holds(const GArray *ids, int64_t id)
{
	return g_array_binary_search(
	    (GArray *)(uintptr_t)ids, &id, compare_ids, NULL);
}

/* Leaves each of @found once, and none of @ids. */
static GArray *
without(GArray *found, const GArray *ids)
{
	GArray *left = g_array_new(FALSE, FALSE, sizeof(int64_t));

	g_array_sort(found, compare_ids);
	for (unsigned i = 0; i < found->len; i++) {
		int64_t id = g_array_index(found, int64_t, i);

		if (!holds(ids, id) &&
		    (left->len == 0 ||
		        g_array_index(left, int64_t, left->len - 1) != id))
			g_array_append_val(left, id);
	}
	return left;
}

bool
store_erase_others(
    Store *self, const GArray *ids, GArray **ret_others, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (unsigned i = 0; i < ids->len; i++)
		if (!add_ids(self, SQL_OTHERS, g_array_index(ids, int64_t, i),
		        found, error))
			return false;
	*ret_others = without(found, ids);
	return true;
}

void
store_erased_digest_free(void *data)
{
	StoreErasedDigest *self = data;

	if (!self)
		return;
	g_free(self->kind);
	g_free(self->subject);
	g_free(self->period);
	g_strfreev(self->sent_to);
	g_free(self);
}

static bool
read_recipients(Store *self, StoreErasedDigest *digest, GError **error)
{
	g_autoptr(GStrvBuilder) sent_to = g_strv_builder_new();
	g_autoptr(StoreStmt) stmt =
	    prepare(self, SQL_RECIPIENTS, digest->id, error);
	bool row;

	if (!stmt)
		return false;
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		if (store_int(stmt, 1))
			g_strv_builder_add(sent_to, store_text(stmt, 0));
		else
			digest->unsent++;
	}
	digest->sent_to = g_strv_builder_end(sent_to);
	return true;
}

/* @stmt stands at a digest. */
static bool
quotes(StoreStmt *stmt, StoreRedact redact, void *data)
{
	g_autofree char *headline = redact(store_text(stmt, 4), false, data);
	g_autofree char *html = redact(store_text(stmt, 5), true, data);
	g_autofree char *text = redact(store_text(stmt, 6), false, data);

	return headline || html || text;
}

static bool
add_digest(Store *self, StoreStmt *stmt, GPtrArray *digests, GError **error)
{
	StoreErasedDigest *digest = g_new0(StoreErasedDigest, 1);

	g_ptr_array_add(digests, digest);
	digest->id = store_int(stmt, 0);
	digest->kind = store_dup_text(stmt, 1);
	digest->subject = store_dup_text(stmt, 2);
	digest->period = store_dup_text(stmt, 3);
	return read_recipients(self, digest, error);
}

bool
store_erase_digests(Store *self, StoreRedact redact, void *data,
    GPtrArray **ret_digests, GError **error)
{
	g_autoptr(GPtrArray) digests =
	    g_ptr_array_new_with_free_func(store_erased_digest_free);
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_erase_sql[SQL_DIGESTS], error);
	bool row;

	if (!stmt)
		return false;
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		if (quotes(stmt, redact, data) &&
		    !add_digest(self, stmt, digests, error))
			return false;
	}
	*ret_digests = g_steal_pointer(&digests);
	return true;
}
