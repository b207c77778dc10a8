#include "store/contacts.h"

#include "store/db.h"

enum { SQL_FIND, SQL_ADD, SQL_SEEN };
const char *const store_contacts_sql[] = {
	[SQL_FIND] = "SELECT id, type, stage FROM contact"
	             " WHERE address = :address",
	[SQL_ADD] = "INSERT INTO contact (address, name, first_at,"
	            " last_at, type, stage)"
	            " VALUES (:address, :name, :at, :at, :type, :stage)",
	[SQL_SEEN] = "UPDATE contact SET"
	             " name = CASE WHEN :name <> '' AND"
	             "  (name = '' OR :at >= last_at)"
	             "  THEN :name ELSE name END,"
	             " first_at = min(first_at, :at),"
	             " last_at = max(last_at, :at)"
	             " WHERE id = :id",
	NULL,
};

void
store_contact_free(StoreContact *self)
{
	if (!self)
		return;
	g_free(self->type);
	g_free(self->stage);
	g_free(self);
}

bool
store_contact_find(Store *self, const char *address, StoreContact **ret_contact,
    GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_contacts_sql[SQL_FIND], error);
	StoreContact *contact = NULL;
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":address", address);
	if (!store_step(stmt, &row, error))
		return false;
	if (row) {
		contact = g_new0(StoreContact, 1);
		contact->id = store_int(stmt, 0);
		contact->type = store_dup_text(stmt, 1);
		contact->stage = store_dup_text(stmt, 2);
	}
	*ret_contact = contact;
	return true;
}

static bool
add(Store *self, const StoreContactSeen *seen, int64_t *ret_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_contacts_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":address", seen->address);
	store_bind_text(stmt, ":name", seen->name);
	store_bind_int(stmt, ":at", seen->seen_at);
	store_bind_text(stmt, ":type", seen->type);
	store_bind_text(stmt, ":stage", seen->stage);
	if (!store_exec(stmt, error))
		return false;
	*ret_id = store_last_id(self);
	return true;
}

static bool
see(Store *self, const StoreContactSeen *seen, int64_t id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_contacts_sql[SQL_SEEN], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	store_bind_text(stmt, ":name", seen->name);
	store_bind_int(stmt, ":at", seen->seen_at);
	return store_exec(stmt, error);
}

/* Two statements: one that did both and told the id would write that to a table
 * of its own first, which takes longer. */
bool
store_contact_put(
    Store *self, const StoreContactSeen *seen, int64_t *ret_id, GError **error)
{
	g_autoptr(StoreContact) known = NULL;

	if (!store_contact_find(self, seen->address, &known, error))
		return false;
	if (!known)
		return add(self, seen, ret_id, error);
	*ret_id = known->id;
	return see(self, seen, known->id, error);
}
