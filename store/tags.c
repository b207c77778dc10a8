#include "store/tags.h"

#include "store/db.h"
#include "store/held.h"
#include "store/list-json.h"

enum {
	SQL_FORGET_TAGS,
	SQL_FORGET_DENIED,
	SQL_FORGET_ROUTING,
	SQL_TAG,
	SQL_DENIED,
	SQL_ROUTING,
	SQL_READ,
	SQL_FOUND,
	SQL_READ_DENIED,
	SQL_USED
};
#define COLUMNS " rule, urgency, spans, departments, probability"
const char *const store_tags_sql[] = {
	[SQL_FORGET_TAGS] = "DELETE FROM tag WHERE message_id = :id",
	[SQL_FORGET_DENIED] = "DELETE FROM denied_tag WHERE message_id = :id",
	[SQL_FORGET_ROUTING] = "DELETE FROM routing WHERE message_id = :id",
	[SQL_TAG] = "INSERT INTO tag (message_id, tag, by," COLUMNS
	            ") VALUES (:id, :tag, :by, :rule, :urgency, :spans,"
	            " :departments, :probability)",
	[SQL_DENIED] = "INSERT INTO denied_tag (message_id, tag," COLUMNS
	               ") VALUES (:id, :tag, :rule, :urgency, :spans,"
	               " :departments, :probability)",
	[SQL_ROUTING] = "INSERT INTO routing (message_id, department)"
	                " VALUES (:id, :department)",
	[SQL_READ] = "SELECT tag, by," COLUMNS " FROM tag"
	             " WHERE message_id = :id ORDER BY tag",
	[SQL_FOUND] =
	    "SELECT tag, iif(probability IS NULL, 0, 2)," COLUMNS " FROM tag"
	    " WHERE message_id = :id"
	    " AND (rule IS NOT NULL OR probability IS NOT NULL)"
	    " UNION ALL SELECT tag, iif(probability IS NULL, 0, 2)," COLUMNS
	    " FROM denied_tag WHERE message_id = :id",
	[SQL_READ_DENIED] =
	    "SELECT tag, iif(probability IS NULL, 0, 2)," COLUMNS
	    " FROM denied_tag"
	    " WHERE message_id = :id ORDER BY tag",
	/* From each tag to the next one: not through all messages. */
	[SQL_USED] =
	    "WITH RECURSIVE used (tag) AS (SELECT min(tag) FROM tag"
	    " UNION ALL SELECT (SELECT min(tag) FROM tag"
	    " WHERE tag > used.tag) FROM used WHERE used.tag IS NOT NULL)"
	    " SELECT tag FROM used WHERE tag IS NOT NULL",
	NULL,
};

const char *
store_by_name(StoreBy by)
{
	static const char *const names[] = { "rule", "person", "model" };

	return names[by];
}

void
store_tag_free(StoreTag *self)
{
	if (!self)
		return;
	g_free(self->tag);
	g_free(self->rule);
	g_strfreev(self->spans);
	g_strfreev(self->departments);
	g_free(self);
}

static void
free_tag(void *data)
{
	store_tag_free(data);
}

GPtrArray *
store_tags_new(void)
{
	return g_ptr_array_new_with_free_func(free_tag);
}

static bool
forget(Store *self, int64_t id, GError **error)
{
	for (int sql = SQL_FORGET_TAGS; sql <= SQL_FORGET_ROUTING; sql++) {
		g_autoptr(StoreStmt) stmt =
		    store_stmt(self, store_tags_sql[sql], error);

		if (!stmt)
			return false;
		store_bind_int(stmt, ":id", id);
		if (!store_exec(stmt, error))
			return false;
	}
	return true;
}

static bool
save_tag(
    Store *self, int64_t id, const StoreTag *tag, bool denied, GError **error)
{
	g_autofree char *spans = store_list_to_json(tag->spans);
	g_autofree char *departments = store_list_to_json(tag->departments);
	g_autoptr(StoreStmt) stmt = store_stmt(
	    self, store_tags_sql[denied ? SQL_DENIED : SQL_TAG], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_text(stmt, ":tag", tag->tag);
	if (!denied)
		store_bind_int(stmt, ":by", tag->by);
	store_bind_text(stmt, ":rule", tag->rule);
	store_bind_int(stmt, ":urgency", tag->urgency);
	store_bind_text(stmt, ":spans", spans);
	store_bind_text(stmt, ":departments", departments);
	if (tag->probability > 0)
		store_bind_real(stmt, ":probability", tag->probability);
	else
		store_bind_null(stmt, ":probability");
	return store_exec(stmt, error);
}

static bool
save_tags(
    Store *self, int64_t id, const GPtrArray *tags, bool denied, GError **error)
{
	for (unsigned i = 0; i < tags->len; i++)
		if (!save_tag(self, id, tags->pdata[i], denied, error))
			return false;
	return true;
}

static bool
save_departments(
    Store *self, int64_t id, const GPtrArray *departments, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_tags_sql[SQL_ROUTING], error);

	for (unsigned i = 0; stmt && i < departments->len; i++) {
		store_bind_int(stmt, ":id", id);
		store_bind_text(stmt, ":department", departments->pdata[i]);
		if (!store_exec(stmt, error))
			return false;
		store_rewind(stmt);
	}
	return stmt != NULL;
}

bool
store_tags_add(Store *self, int64_t id, const GPtrArray *found, GError **error)
{
	g_autoptr(GPtrArray) labels = NULL;
	g_autoptr(StoreHeld) held = NULL;

	if (!store_labels_list(self, id, &labels, error))
		return false;
	held = store_held_new(found, labels);
	return save_tags(self, id, held->tags, false, error) &&
	       save_tags(self, id, held->denied, true, error) &&
	       save_departments(self, id, held->departments, error);
}

bool
store_tags_save(Store *self, int64_t id, const GPtrArray *found, GError **error)
{
	return forget(self, id, error) &&
	       store_tags_add(self, id, found, error);
}

static StoreTag *
read_tag(StoreStmt *stmt)
{
	StoreTag *tag = g_new0(StoreTag, 1);

	tag->tag = store_dup_text(stmt, 0);
	tag->by = (StoreBy)store_int(stmt, 1);
	tag->rule = store_dup_text(stmt, 2);
	tag->urgency = (StoreUrgency)store_int(stmt, 3);
	tag->spans = store_list_from_json(store_text(stmt, 4));
	tag->departments = store_list_from_json(store_text(stmt, 5));
	tag->probability = store_real(stmt, 6); /* NULL reads as 0 */
	return tag;
}

static bool
read_tags(Store *self, int sql, int64_t id, GPtrArray *tags, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_tags_sql[sql], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		g_ptr_array_add(tags, read_tag(stmt));
	}
}

bool
store_tags_read(Store *self, int64_t id, GPtrArray *tags, GError **error)
{
	return read_tags(self, SQL_READ, id, tags, error);
}

bool
store_tags_found(Store *self, int64_t id, GPtrArray *tags, GError **error)
{
	return read_tags(self, SQL_FOUND, id, tags, error);
}

bool
store_tags_denied(Store *self, int64_t id, GPtrArray *tags, GError **error)
{
	return read_tags(self, SQL_READ_DENIED, id, tags, error);
}

static void *
read_name(StoreStmt *stmt)
{
	return store_dup_text(stmt, 0);
}

bool
store_tags_used(Store *self, GPtrArray **ret_names, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_tags_sql[SQL_USED], error);

	return stmt &&
	       store_collect_rows(stmt, read_name, g_free, ret_names, error);
}
