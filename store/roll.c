#include "store/roll.h"

#include "store/db.h"
#include "store/person-sql.h"

enum { SQL_LIST, SQL_ADDRESSES, SQL_MAILS, SQL_EVIDENCE };

/* Of one contact @c. */
#define MAILS_OF(c)                                                            \
	"(SELECT count(*) FROM message m WHERE m.contact_id = " c ".id)"

const char *const store_roll_sql[] = {
	/* An address that is not the person's latest is told there. */
	[SQL_LIST] =
	    "SELECT c.id, c.address, c.name, c.type, c.stage,"
	    " iif(c.person_id IS NULL, 1, (SELECT count(*) FROM contact o"
	    " WHERE o.person_id = c.person_id)),"
	    " iif(c.person_id IS NULL, " MAILS_OF(
	        "c") ", (SELECT sum(" MAILS_OF("o") ") FROM contact o WHERE "
	                                            "o.person_id = "
	                                            "c.person_id)),"
	                                            " coalesce((SELECT "
	                                            "min(o.first_at) FROM "
	                                            "contact o"
	                                            " WHERE o.person_id = "
	                                            "c.person_id), "
	                                            "c.first_at), c.last_at"
	                                            " FROM contact c INDEXED "
	                                            "BY contact_by_last"
	                                            " WHERE (:type IS NULL OR "
	                                            "c.type = :type)"
	                                            " AND (:stage IS NULL OR "
	                                            "c.stage = :stage)"
	                                            " AND c.last_at > 0"
	                                            " AND NOT EXISTS (SELECT 1 "
	                                            "FROM contact o"
	                                            " WHERE o.person_id = "
	                                            "c.person_id AND "
	                                            "(o.last_at > c.last_at"
	                                            " OR (o.last_at = "
	                                            "c.last_at AND o.id < "
	                                            "c.id)))"
	                                            " ORDER BY c.last_at DESC, "
	                                            "c.id LIMIT iif(:most = 0, "
	                                            "-1, :most)",
	[SQL_ADDRESSES] = STORE_PERSON_SQL
	" SELECT c.id, c.address, c.name, c.type, c.stage, 1, " MAILS_OF(
	    "c") ", c.first_at, c.last_at FROM person p"
	         " JOIN contact c ON c.id = p.id ORDER BY c.first_at, c.id",
	[SQL_MAILS] = STORE_PERSON_SQL
	", mine AS (SELECT m.id, m.received_at, m.conversation_id"
	" FROM person p JOIN message m ON m.contact_id = p.id),"
	" mails AS (SELECT id, received_at FROM mine UNION"
	" SELECT a.id, a.received_at FROM"
	" (SELECT DISTINCT conversation_id AS id FROM mine"
	" WHERE conversation_id IS NOT NULL) c"
	" JOIN message a ON a.conversation_id = c.id"
	" AND a.origin = 5)"
	" SELECT id FROM (SELECT id, received_at FROM mails"
	" ORDER BY received_at DESC, id DESC LIMIT :most)"
	" ORDER BY received_at, id",
	[SQL_EVIDENCE] =
	    "SELECT coalesce(c.person_id, c.id), m.id, m.received_at, t.tag"
	    " FROM tag t JOIN message m ON m.id = t.message_id"
	    " JOIN contact c ON c.id = m.contact_id"
	    " WHERE t.tag >= :kind AND t.tag < :above"
	    " AND (t.tag = :kind OR substr(t.tag, length(:kind) + 1, 1) = '/')"
	    " AND m.received_at >= :since"
	    " AND (t.by <> 2 OR t.probability >= 0.5)",
	NULL,
};

void
store_person_free(void *data)
{
	StorePerson *self = data;

	if (!self)
		return;
	g_free(self->address);
	g_free(self->name);
	g_free(self->type);
	g_free(self->stage);
	g_free(self);
}

static void *
read_person(StoreStmt *stmt)
{
	StorePerson *person = g_new0(StorePerson, 1);

	person->contact_id = store_int(stmt, 0);
	person->address = store_dup_text(stmt, 1);
	person->name = store_dup_text(stmt, 2);
	person->type = store_dup_text(stmt, 3);
	person->stage = store_dup_text(stmt, 4);
	person->addresses = (int)store_int(stmt, 5);
	person->mails = (int)store_int(stmt, 6);
	person->first_at = store_int(stmt, 7);
	person->last_at = store_int(stmt, 8);
	return person;
}

bool
store_person_list(Store *self, const StorePersonQuery *query,
    GPtrArray **ret_people, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_roll_sql[SQL_LIST], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":type", query->type);
	store_bind_text(stmt, ":stage", query->stage);
	store_bind_int(stmt, ":most", query->most);
	return store_collect_rows(
	    stmt, read_person, store_person_free, ret_people, error);
}

bool
store_person_addresses(
    Store *self, int64_t contact_id, GPtrArray **ret_addresses, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_roll_sql[SQL_ADDRESSES], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", contact_id);
	return store_collect_rows(
	    stmt, read_person, store_person_free, ret_addresses, error);
}

bool
store_person_mails(Store *self, int64_t contact_id, unsigned most,
    GArray **ret_ids, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_roll_sql[SQL_MAILS], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", contact_id);
	store_bind_int(stmt, ":most", most);
	if (!store_collect_ids(stmt, ids, error))
		return false;
	*ret_ids = g_steal_pointer(&ids);
	return true;
}

bool
store_person_evidence(Store *self, const StoreEvidenceQuery *query,
    StoreEvidenceVisit visit, void *data, GError **error)
{
	/* '0' is the character after '/'. */
	g_autofree char *above = g_strconcat(query->kind, "0", NULL);
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_roll_sql[SQL_EVIDENCE], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":kind", query->kind);
	store_bind_text(stmt, ":above", above);
	store_bind_int(stmt, ":since", query->since);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			return true;
		StoreEvidence evidence = { store_int(stmt, 0),
			store_int(stmt, 1), store_int(stmt, 2),
			store_text(stmt, 3) };
		visit(&evidence, data);
	}
}
