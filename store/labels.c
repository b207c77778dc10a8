#include "store/labels.h"

#include "store/db.h"
#include "store/list-json.h"
#include "store/tags.h"

enum { SQL_KNOWN, SQL_ADD, SQL_LIST, SQL_OF_TAG };
const char *const store_labels_sql[] = {
	[SQL_KNOWN] = "SELECT 1 FROM message WHERE id = :id AND state = 1",
	[SQL_ADD] = "INSERT INTO label (message_id, tag, holds, departments,"
	            " author, labelled_at) VALUES (:id, :tag, :holds,"
	            " :departments, :author, :labelled_at)",
	[SQL_LIST] =
	    "SELECT message_id, tag, holds, departments, author,"
	    " labelled_at FROM label WHERE message_id = :id ORDER BY id",
	/* The bare column beside max() is of its row. */
	[SQL_OF_TAG] = "SELECT message_id, holds, max(id) FROM label"
	               " WHERE tag = :tag GROUP BY message_id"
	               " ORDER BY message_id",
	NULL,
};

void
store_label_free(StoreLabel *self)
{
	if (!self)
		return;
	g_free(self->tag);
	g_strfreev(self->departments);
	g_free(self->author);
	g_free(self);
}

static void
free_label(void *data)
{
	store_label_free(data);
}

static bool
is_known(Store *self, int64_t id, bool *ret_known, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_labels_sql[SQL_KNOWN], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	return store_step(stmt, ret_known, error);
}

static bool
add(Store *self, const StoreLabel *label, GError **error)
{
	g_autofree char *departments = store_list_to_json(label->departments);
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_labels_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", label->message_id);
	store_bind_text(stmt, ":tag", label->tag);
	store_bind_int(stmt, ":holds", label->holds);
	store_bind_text(stmt, ":departments", departments);
	store_bind_text(stmt, ":author", label->author);
	store_bind_int(stmt, ":labelled_at", label->labelled_at);
	return store_exec(stmt, error);
}

bool
store_label_add(
    Store *self, const StoreLabel *label, bool *ret_known, GError **error)
{
	g_autoptr(GPtrArray) found = store_tags_new();
	bool known;

	if (!is_known(self, label->message_id, &known, error))
		return false;
	if (known &&
	    (!add(self, label, error) ||
	        !store_tags_found(self, label->message_id, found, error) ||
	        !store_tags_save(self, label->message_id, found, error)))
		return false;
	*ret_known = known;
	return true;
}

static void *
read_label(StoreStmt *stmt)
{
	StoreLabel *label = g_new0(StoreLabel, 1);

	label->message_id = store_int(stmt, 0);
	label->tag = store_dup_text(stmt, 1);
	label->holds = store_int(stmt, 2) != 0;
	label->departments = store_list_from_json(store_text(stmt, 3));
	label->author = store_dup_text(stmt, 4);
	label->labelled_at = store_int(stmt, 5);
	return label;
}

bool
store_labels_list(
    Store *self, int64_t message_id, GPtrArray **ret_labels, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_labels_sql[SQL_LIST], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", message_id);
	return store_collect_rows(
	    stmt, read_label, free_label, ret_labels, error);
}

bool
store_labels_foreach(Store *self, const char *tag, StoreLabelVisit visit,
    void *data, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_labels_sql[SQL_OF_TAG], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":tag", tag);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		if (!visit(store_int(stmt, 0), store_int(stmt, 1) != 0, data,
		        error))
			return false;
	}
}
