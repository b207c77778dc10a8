#include "store/talks.h"

#include "store/db.h"

#define ORIGIN_ANSWER 5 /* core/message.h */

enum { SQL_MAILS, SQL_SINCE };

const char *const store_talks_sql[] = {
	/* In one second a mail comes before what answers it. */
	[SQL_MAILS] = "SELECT received_at, origin,"
	              " coalesce(nullif(from_name, ''), from_address), subject,"
	              " c.address, c.type FROM message"
	              " LEFT JOIN contact c ON c.id = contact_id"
	              " WHERE conversation_id = :id AND state = 1"
	              " AND (origin = 0 OR (origin = 5 AND NOT EXISTS (SELECT 1"
	              " FROM flag f WHERE f.message_id = message.id"
	              " AND f.flag = 'automatic')))"
	              " ORDER BY received_at, origin, message.id",
	[SQL_SINCE] = "SELECT id FROM conversation WHERE last_at >= :since"
	              " ORDER BY last_at DESC, id DESC",
	NULL,
};

void
store_talk_clear(StoreTalk *self)
{
	g_clear_pointer(&self->customer, g_free);
	g_clear_pointer(&self->subject, g_free);
	g_clear_pointer(&self->address, g_free);
	g_clear_pointer(&self->type, g_free);
	g_clear_pointer(&self->answered_by, g_free);
}

/* @stmt stands at an answer of ours. */
static void
add_answer(StoreTalk *self, StoreStmt *stmt)
{
	self->waiting_since = 0;
	if (!self->first_asked_at || self->first_answer_at)
		return;
	self->first_answer_at = store_int(stmt, 0);
	self->answered_by = store_dup_text(stmt, 2);
}

static void
add_question(StoreTalk *self, StoreStmt *stmt)
{
	int64_t at = store_int(stmt, 0);

	if (!self->first_asked_at) {
		self->first_asked_at = at;
		self->customer = store_dup_text(stmt, 2);
		self->subject = store_dup_text(stmt, 3);
		self->address = store_dup_text(stmt, 4);
		self->type = store_dup_text(stmt, 5);
	}
	if (self->waiting_since)
		return;
	self->waiting_since = at;
	if (self->first_answer_at)
		self->reopened++;
}

bool
store_talk_get(Store *self, int64_t id, StoreTalk *ret_talk, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_talks_sql[SQL_MAILS], error);
	g_auto(StoreTalk) talk = { .id = id };
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		talk.mails++;
		if (store_int(stmt, 1) == ORIGIN_ANSWER)
			add_answer(&talk, stmt);
		else
			add_question(&talk, stmt);
	}
	*ret_talk = talk;
	talk = (StoreTalk){ 0 };
	return true;
}

void
store_talk_free(void *self)
{
	if (!self)
		return;
	store_talk_clear(self);
	g_free(self);
}

static int
by_waiting(const void *left, const void *right)
{
	const StoreTalk *const *a = left, *const *b = right;

	return ((*a)->waiting_since > (*b)->waiting_since) -
	       ((*a)->waiting_since < (*b)->waiting_since);
}

typedef struct {
	const StoreTalkQuery *query;
	GPtrArray *talks;
} ListRequest;

static bool
is_asked_for(const StoreTalkQuery *query, const StoreTalk *talk)
{
	return query->waiting ? talk->waiting_since : talk->first_asked_at;
}

/* All that wait are found before the longest waiting are known. */
static bool
list(Store *self, void *data, GError **error)
{
	const ListRequest *request = data;
	const StoreTalkQuery *query = request->query;
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_talks_sql[SQL_SINCE], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":since", query->since);
	while (query->waiting || query->most == 0 ||
	       request->talks->len < query->most) {
		g_auto(StoreTalk) talk = { 0 };

		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		if (!store_talk_get(self, store_int(stmt, 0), &talk, error))
			return false;
		if (!is_asked_for(query, &talk))
			continue;
		g_ptr_array_add(request->talks, g_memdup2(&talk, sizeof(talk)));
		talk = (StoreTalk){ 0 };
	}
	return true;
}

bool
store_talk_list(Store *self, const StoreTalkQuery *query, GPtrArray **ret_talks,
    GError **error)
{
	g_autoptr(GPtrArray) talks =
	    g_ptr_array_new_with_free_func(store_talk_free);
	ListRequest request = { query, talks };

	if (!store_snapshot(self, list, &request, error))
		return false;
	if (query->waiting)
		g_ptr_array_sort(talks, by_waiting);
	if (query->most > 0 && talks->len > query->most)
		g_ptr_array_remove_range(
		    talks, query->most, talks->len - query->most);
	*ret_talks = g_steal_pointer(&talks);
	return true;
}
