#include "store/people.h"

#include "store/db.h"
#include "store/person-sql.h"

enum { SQL_TAGS, SQL_STAND, SQL_LABEL, SQL_LABELS, SQL_ALIKE, SQL_OF_MESSAGE };

const char *const store_people_sql[] = {
	[SQL_TAGS] = STORE_PERSON_SQL
	" SELECT m.id, t.tag FROM (SELECT m.id, m.received_at"
	" FROM person p JOIN message m ON m.contact_id = p.id"
	" ORDER BY m.received_at DESC LIMIT 1000) m"
	" JOIN tag t ON t.message_id = m.id"
	" ORDER BY m.received_at DESC, m.id, t.tag",
	[SQL_STAND] =
	    STORE_PERSON_SQL " UPDATE contact SET type = :type, stage = :stage"
	                     " WHERE id IN (SELECT id FROM person)",
	[SQL_LABEL] = "INSERT INTO contact_label (contact_id, what, value,"
	              " author, labelled_at) VALUES (:id, :what, :value,"
	              " :author, :at)",
	[SQL_LABELS] =
	    STORE_PERSON_SQL " SELECT l.contact_id, l.what, l.value, l.author,"
	                     " l.labelled_at FROM person p"
	                     " JOIN contact_label l ON l.contact_id = p.id"
	                     " ORDER BY l.id",
	[SQL_ALIKE] =
	    STORE_PERSON_SQL " SELECT DISTINCT o.address FROM person p"
	                     " JOIN contact c ON c.id = p.id"
	                     " JOIN contact o ON o.name = c.name"
	                     " WHERE c.name LIKE '% %'"
	                     " AND o.id NOT IN (SELECT id FROM person)"
	                     " ORDER BY o.last_at DESC LIMIT 5",
	[SQL_OF_MESSAGE] = "SELECT contact_id FROM message WHERE id = :id",
	NULL,
};

static StoreStmt *
prepare(Store *self, int sql, int64_t id, GError **error)
{
	StoreStmt *stmt = store_stmt(self, store_people_sql[sql], error);

	if (stmt)
		store_bind_int(stmt, ":id", id);
	return stmt;
}

bool
store_person_tags(Store *self, int64_t contact_id, StorePersonTags visit,
    void *data, GError **error)
{
	g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_TAGS, contact_id, error);
	int64_t message_id = 0;
	bool row;

	if (!stmt)
		return false;
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (tags->len > 0 &&
		    (!row || store_int(stmt, 0) != message_id)) {
			visit(tags, data);
			g_ptr_array_set_size(tags, 0);
		}
		if (!row)
			return true;
		message_id = store_int(stmt, 0);
		g_ptr_array_add(tags, store_dup_text(stmt, 1));
	}
}

bool
store_person_stand(Store *self, int64_t contact_id,
    const StoreStanding *standing, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_STAND, contact_id, error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":type", standing->type);
	store_bind_text(stmt, ":stage", standing->stage);
	return store_exec(stmt, error);
}

void
store_person_label_free(void *data)
{
	StorePersonLabel *self = data;

	if (!self)
		return;
	g_free(self->value);
	g_free(self->author);
	g_free(self);
}

bool
store_person_label_add(
    Store *self, const StorePersonLabel *label, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    prepare(self, SQL_LABEL, label->contact_id, error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":what", label->what);
	store_bind_text(stmt, ":value", label->value);
	store_bind_text(stmt, ":author", label->author);
	store_bind_int(stmt, ":at", label->labelled_at);
	return store_exec(stmt, error);
}

static void *
read_label(StoreStmt *stmt)
{
	StorePersonLabel *label = g_new0(StorePersonLabel, 1);

	label->contact_id = store_int(stmt, 0);
	label->what = (StorePersonWhat)store_int(stmt, 1);
	label->value = store_dup_text(stmt, 2);
	label->author = store_dup_text(stmt, 3);
	label->labelled_at = store_int(stmt, 4);
	return label;
}

bool
store_person_labels(
    Store *self, int64_t contact_id, GPtrArray **ret_labels, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    prepare(self, SQL_LABELS, contact_id, error);

	return stmt && store_collect_rows(stmt, read_label,
	                   store_person_label_free, ret_labels, error);
}

bool
store_person_of_message(
    Store *self, int64_t message_id, int64_t *ret_contact_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    prepare(self, SQL_OF_MESSAGE, message_id, error);
	bool row;

	if (!stmt || !store_step(stmt, &row, error))
		return false;
	*ret_contact_id = row ? store_int(stmt, 0) : 0;
	return true;
}

static void *
read_address(StoreStmt *stmt)
{
	return store_dup_text(stmt, 0);
}

bool
store_person_alike(
    Store *self, int64_t contact_id, GPtrArray **ret_addresses, GError **error)
{
	g_autoptr(StoreStmt) stmt = prepare(self, SQL_ALIKE, contact_id, error);

	return stmt && store_collect_rows(
	                   stmt, read_address, g_free, ret_addresses, error);
}
