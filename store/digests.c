#include "store/digests.h"

#include "store/db.h"

enum { SQL_ADD, SQL_ADD_ITEM, SQL_ADD_MESSAGE, SQL_FIND, SQL_LAST_BUILT };
const char *const store_digests_sql[] = {
	[SQL_ADD] = "INSERT INTO digest (kind, subject, period, revision,"
	            " start_at, end_at, built_at, headline, html, text) VALUES"
	            " (:kind, :subject, :period, :revision, :start, :end,"
	            " :built, :headline, :html, :text)",
	[SQL_ADD_ITEM] =
	    "INSERT INTO digest_item (digest_id, number, pattern_id,"
	    " message_id, title, mails, customers) VALUES (:digest, :number,"
	    " nullif(:pattern, 0), nullif(:message, 0), :title, :mails,"
	    " :customers)",
	[SQL_ADD_MESSAGE] =
	    "INSERT INTO digest_message (digest_id, message_id, late)"
	    " VALUES (:digest, :message, :late)",
	[SQL_FIND] =
	    "SELECT id, revision, built_at, headline, html, text FROM digest"
	    " WHERE kind = :kind AND subject = :subject AND period = :period"
	    " ORDER BY revision DESC LIMIT 1",
	[SQL_LAST_BUILT] =
	    "SELECT max(built_at) FROM digest WHERE kind = 'department'"
	    " AND subject = :subject AND end_at <= :end",
	NULL,
};

bool
store_digest_add(
    Store *self, const StoreDigest *digest, int64_t *ret_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_digests_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":kind", digest->kind);
	store_bind_text(stmt, ":subject", digest->subject);
	store_bind_text(stmt, ":period", digest->period);
	store_bind_int(stmt, ":revision", digest->revision);
	store_bind_int(stmt, ":start", digest->start_at);
	store_bind_int(stmt, ":end", digest->end_at);
	store_bind_int(stmt, ":built", digest->built_at);
	store_bind_text(stmt, ":headline", digest->headline);
	store_bind_text(stmt, ":html", digest->html);
	store_bind_text(stmt, ":text", digest->text);
	if (!store_exec(stmt, error))
		return false;
	*ret_id = store_last_id(self);
	return true;
}

bool
store_digest_add_item(
    Store *self, int64_t digest_id, const StoreDigestItem *item, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_digests_sql[SQL_ADD_ITEM], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":digest", digest_id);
	store_bind_int(stmt, ":number", item->number);
	store_bind_int(stmt, ":pattern", item->pattern_id);
	store_bind_int(stmt, ":message", item->message_id);
	store_bind_text(stmt, ":title", item->title);
	store_bind_int(stmt, ":mails", item->mails);
	store_bind_int(stmt, ":customers", item->customers);
	return store_exec(stmt, error);
}

bool
store_digest_add_message(Store *self, int64_t digest_id, int64_t message_id,
    bool late, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_digests_sql[SQL_ADD_MESSAGE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":digest", digest_id);
	store_bind_int(stmt, ":message", message_id);
	store_bind_int(stmt, ":late", late);
	return store_exec(stmt, error);
}

void
store_frozen_free(StoreFrozen *self)
{
	if (!self)
		return;
	g_free(self->headline);
	g_free(self->html);
	g_free(self->text);
	g_free(self);
}

bool
store_digest_find(Store *self, const char *kind, const char *subject,
    const char *period, StoreFrozen **ret_frozen, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_digests_sql[SQL_FIND], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":kind", kind);
	store_bind_text(stmt, ":subject", subject);
	store_bind_text(stmt, ":period", period);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_frozen = NULL;
	if (!row)
		return true;
	StoreFrozen *frozen = g_new0(StoreFrozen, 1);
	frozen->id = store_int(stmt, 0);
	frozen->revision = store_int(stmt, 1);
	frozen->built_at = store_int(stmt, 2);
	frozen->headline = store_dup_text(stmt, 3);
	frozen->html = store_dup_text(stmt, 4);
	frozen->text = store_dup_text(stmt, 5);
	*ret_frozen = frozen;
	return true;
}

bool
store_digest_last_built(Store *self, const char *subject, int64_t end_at,
    int64_t *ret_built_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_digests_sql[SQL_LAST_BUILT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":subject", subject);
	store_bind_int(stmt, ":end", end_at);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_built_at = row ? store_int(stmt, 0) : 0;
	return true;
}
