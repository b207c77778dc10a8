#include "store/forget.h"

#include "store/db.h"

enum { SQL_RAW, SQL_FIRST_PART };

const char *const store_forget_sql[] = {
	[SQL_RAW] =
	    "DELETE FROM raw_chunk WHERE raw_id IN (SELECT raw_id FROM message"
	    " WHERE id = :id UNION SELECT raw_id FROM arrival"
	    " WHERE message_id = :id)",
	[SQL_FIRST_PART] = "DELETE FROM message_text WHERE message_id = :id",
	"DELETE FROM message_address WHERE message_id = :id",
	"DELETE FROM message_reference WHERE message_id = :id",
	"DELETE FROM attachment WHERE message_id = :id",
	"DELETE FROM flag WHERE message_id = :id",
	"DELETE FROM tag WHERE message_id = :id",
	"DELETE FROM denied_tag WHERE message_id = :id",
	"DELETE FROM routing WHERE message_id = :id",
	"DELETE FROM promise WHERE message_id = :id",
	"UPDATE pattern SET typical_id = NULL WHERE typical_id = :id",
	/* As many messages as before, but others: group them anew. */
	"DELETE FROM mark WHERE name = 'grouped' AND :id > 0",
	NULL,
};

static bool
run(Store *self, const char *sql, int64_t id, GError **error)
{
	g_autoptr(StoreStmt) stmt = store_stmt(self, sql, error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":id", id);
	return store_exec(stmt, error);
}

bool
store_forget_read(Store *self, int64_t id, GError **error)
{
	for (int i = SQL_FIRST_PART; store_forget_sql[i]; i++)
		if (!run(self, store_forget_sql[i], id, error))
			return false;
	return true;
}

bool
store_forget_raw(Store *self, int64_t id, GError **error)
{
	return run(self, store_forget_sql[SQL_RAW], id, error);
}
