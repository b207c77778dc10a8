#include "store/patterns.h"

#include "store/db.h"

enum { SQL_NEWEST, SQL_READ, SQL_ADD, SQL_UPDATE, SQL_MOVE };
const char *const store_patterns_sql[] = {
	[SQL_NEWEST] = "SELECT received_at FROM message"
	               " WHERE received_at <= :now AND state = 1 AND origin = 0"
	               " ORDER BY received_at DESC LIMIT 1",
	[SQL_READ] =
	    "SELECT m.id, coalesce(m.contact_id, -m.id), m.received_at,"
	    " coalesce(m.pattern_id, 0), m.content_key, m.language,"
	    " coalesce(m.subject, ''), t.own_words FROM message m"
	    " JOIN message_text t ON t.message_id = m.id"
	    " WHERE m.received_at >= :since AND m.state = 1 AND m.origin = 0"
	    " ORDER BY m.received_at DESC, m.content_key DESC LIMIT :max",
	[SQL_ADD] = "INSERT INTO pattern (label, typical_id, first_at, last_at)"
	            " VALUES (:label, :typical, :first, :last)",
	[SQL_UPDATE] = "UPDATE pattern SET label = :label,"
	               " typical_id = :typical, first_at = min(first_at,"
	               " :first), last_at = :last WHERE id = :id",
	[SQL_MOVE] = "UPDATE message SET pattern_id = :pattern WHERE id = :id",
	NULL,
};

void
store_pattern_mail_free(StorePatternMail *self)
{
	if (!self)
		return;
	g_free(self->content_key);
	g_free(self->language);
	g_free(self->subject);
	g_free(self->own_words);
	g_free(self);
}

bool
store_patterns_newest(Store *self, int64_t now, int64_t *ret_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_patterns_sql[SQL_NEWEST], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":now", now);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_at = row ? store_int(stmt, 0) : 0;
	return true;
}

static StorePatternMail *
read_mail(StoreStmt *stmt)
{
	StorePatternMail *mail = g_new0(StorePatternMail, 1);

	mail->id = store_int(stmt, 0);
	mail->contact_id = store_int(stmt, 1);
	mail->received_at = store_int(stmt, 2);
	mail->pattern_id = store_int(stmt, 3);
	mail->content_key = store_dup_text(stmt, 4);
	mail->language = store_dup_text(stmt, 5);
	mail->subject = store_dup_text(stmt, 6);
	mail->own_words = store_dup_text(stmt, 7);
	return mail;
}

static void
destroy_mail(void *data)
{
	store_pattern_mail_free(data);
}

static void
reverse(GPtrArray *array)
{
	for (unsigned i = 0; i < array->len / 2; i++) {
		void *last = array->pdata[array->len - 1 - i];

		array->pdata[array->len - 1 - i] = array->pdata[i];
		array->pdata[i] = last;
	}
}

bool
store_patterns_read(Store *self, int64_t since, int64_t max,
    GPtrArray **ret_mails, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_patterns_sql[SQL_READ], error);
	g_autoptr(GPtrArray) mails =
	    g_ptr_array_new_with_free_func(destroy_mail);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":since", since);
	store_bind_int(stmt, ":max", max);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		g_ptr_array_add(mails, read_mail(stmt));
	}
	reverse(mails);
	*ret_mails = g_steal_pointer(&mails);
	return true;
}

static bool
save_pattern(Store *self, StorePattern *pattern, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self,
	    store_patterns_sql[pattern->id ? SQL_UPDATE : SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":label", pattern->label);
	store_bind_int(stmt, ":typical", pattern->typical_id);
	store_bind_int(stmt, ":first", pattern->first_at);
	store_bind_int(stmt, ":last", pattern->last_at);
	if (pattern->id)
		store_bind_int(stmt, ":id", pattern->id);
	if (!store_exec(stmt, error))
		return false;
	if (!pattern->id)
		pattern->id = store_last_id(self);
	return true;
}

static bool
save_move(Store *self, const StorePatternMove *move, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_patterns_sql[SQL_MOVE], error);

	if (!stmt)
		return false;
	if (move->pattern)
		store_bind_int(stmt, ":pattern", move->pattern->id);
	else
		store_bind_null(stmt, ":pattern");
	store_bind_int(stmt, ":id", move->message_id);
	return store_exec(stmt, error);
}

typedef struct {
	GPtrArray *patterns;
	const GArray *moves;
} SaveRequest;

static bool
save(Store *self, void *data, GError **error)
{
	const SaveRequest *request = data;

	for (unsigned i = 0; i < request->patterns->len; i++)
		if (!save_pattern(self, request->patterns->pdata[i], error))
			return false;
	for (unsigned i = 0; i < request->moves->len; i++)
		if (!save_move(self,
		        &g_array_index(request->moves, StorePatternMove, i),
		        error))
			return false;
	return true;
}

bool
store_patterns_save(
    Store *self, GPtrArray *patterns, const GArray *moves, GError **error)
{
	SaveRequest request = { patterns, moves };

	return store_transact(self, save, &request, error);
}
