#include "store/contacts.h"

#include "store/db.h"

enum { SQL_FIND, SQL_PUT };
const char *const store_contacts_sql[] = {
	[SQL_FIND] = "SELECT id, type, stage FROM contact"
	             " WHERE address = :address",
	[SQL_PUT] = "INSERT INTO contact (address, name, first_at,"
	            " last_at, type, stage)"
	            " VALUES (:address, :name, :at, :at, :type, :stage)"
	            " ON CONFLICT (address) DO UPDATE SET"
	            " name = CASE WHEN excluded.name <> '' AND"
	            "  (name = '' OR excluded.last_at >= last_at)"
	            "  THEN excluded.name ELSE name END,"
	            " first_at = min(first_at, excluded.first_at),"
	            " last_at = max(last_at, excluded.last_at)"
	            " RETURNING id",
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

bool
store_contact_put(
    Store *self, const StoreContactSeen *seen, int64_t *ret_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_contacts_sql[SQL_PUT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":address", seen->address);
	store_bind_text(stmt, ":name", seen->name);
	store_bind_int(stmt, ":at", seen->seen_at);
	store_bind_text(stmt, ":type", seen->type);
	store_bind_text(stmt, ":stage", seen->stage);
	if (!store_step(stmt, &row, error))
		return false;
	*ret_id = store_int(stmt, 0);
	return true;
}
