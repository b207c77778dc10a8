#include "store/tags.h"

#include "store/db.h"
#include "store/labels.h"
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
	SQL_READ_DENIED
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
	[SQL_ROUTING] = "INSERT OR IGNORE INTO routing (message_id, department)"
	                " VALUES (:id, :department)",
	[SQL_READ] = "SELECT tag, by," COLUMNS " FROM tag"
	             " WHERE message_id = :id ORDER BY tag",
	[SQL_FOUND] = "SELECT tag, iif(rule IS NULL, 2, 0)," COLUMNS " FROM tag"
	              " WHERE message_id = :id"
	              " AND (rule IS NOT NULL OR probability IS NOT NULL)"
	              " UNION ALL SELECT tag, iif(rule IS NULL, 2, 0)," COLUMNS
	              " FROM denied_tag WHERE message_id = :id",
	[SQL_READ_DENIED] =
	    "SELECT tag, iif(rule IS NULL, 2, 0)," COLUMNS " FROM denied_tag"
	    " WHERE message_id = :id ORDER BY tag",
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

/* What holds of a message by the last words of people. */
typedef struct {
	GPtrArray *all;          /* StoreLabel *, in order: owns them */
	GHashTable *tags;        /* tag -> const StoreLabel *, the last one */
	const StoreLabel *route; /* NULL: its tags route it */
} Said;

static void
said_clear(Said *self)
{
	g_clear_pointer(&self->all, g_ptr_array_unref);
	g_clear_pointer(&self->tags, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Said, said_clear)

static bool
read_said(Store *self, int64_t id, Said *said, GError **error)
{
	if (!store_labels_list(self, id, &said->all, error))
		return false;
	said->tags = g_hash_table_new(g_str_hash, g_str_equal);
	for (unsigned i = 0; i < said->all->len; i++) {
		StoreLabel *label = said->all->pdata[i];

		if (label->tag)
			g_hash_table_insert(said->tags, label->tag, label);
		else
			said->route = label->holds ? label : NULL;
	}
	return true;
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

/* @by: NULL for a tag that is denied. */
static bool
save_tag(Store *self, int64_t id, const StoreTag *tag, const StoreBy *by,
    GError **error)
{
	g_autofree char *spans = store_list_to_json(tag->spans);
	g_autofree char *departments = store_list_to_json(tag->departments);
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_tags_sql[by ? SQL_TAG : SQL_DENIED], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_text(stmt, ":tag", tag->tag);
	if (by)
		store_bind_int(stmt, ":by", *by);
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
send_to(Store *self, int64_t id, char **departments, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_tags_sql[SQL_ROUTING], error);

	for (; stmt && departments && *departments; departments++) {
		store_bind_int(stmt, ":id", id);
		store_bind_text(stmt, ":department", *departments);
		if (!store_exec(stmt, error))
			return false;
		store_rewind(stmt);
	}
	return stmt != NULL;
}

static bool
save_found(Store *self, int64_t id, const StoreTag *tag, const Said *said,
    GError **error)
{
	const StoreLabel *label = g_hash_table_lookup(said->tags, tag->tag);
	StoreBy by = label ? STORE_BY_PERSON : tag->by;

	if (label && !label->holds)
		return save_tag(self, id, tag, NULL, error);
	return save_tag(self, id, tag, &by, error) &&
	       (said->route || send_to(self, id, tag->departments, error));
}

static bool
is_found(const GPtrArray *found, const char *name)
{
	for (unsigned i = 0; i < found->len; i++) {
		const StoreTag *tag = found->pdata[i];

		if (g_str_equal(tag->tag, name))
			return true;
	}
	return false;
}

/* What only a person gave. */
static bool
save_given(Store *self, int64_t id, const GPtrArray *found, const Said *said,
    GError **error)
{
	static const StoreBy by = STORE_BY_PERSON;
	GHashTableIter at;
	void *value;

	g_hash_table_iter_init(&at, said->tags);
	while (g_hash_table_iter_next(&at, NULL, &value)) {
		const StoreLabel *label = value;
		StoreTag tag = { .tag = label->tag,
			.departments = label->departments };

		if (!label->holds || is_found(found, label->tag))
			continue;
		if (!save_tag(self, id, &tag, &by, error) ||
		    (!said->route &&
		        !send_to(self, id, tag.departments, error)))
			return false;
	}
	return true;
}

bool
store_tags_save(Store *self, int64_t id, const GPtrArray *found, GError **error)
{
	g_auto(Said) said = { 0 };

	if (!read_said(self, id, &said, error) || !forget(self, id, error))
		return false;
	for (unsigned i = 0; i < found->len; i++)
		if (!save_found(self, id, found->pdata[i], &said, error))
			return false;
	return save_given(self, id, found, &said, error) &&
	       (!said.route ||
	           send_to(self, id, said.route->departments, error));
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
