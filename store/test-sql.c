/* Every statement of store/ on a fresh schema: each prepares, and none walks
 * through a whole table that grows with the mail. */
#include "store/db.h"

#include "store/test-rows.h"

#include <string.h>

extern const char *const store_answers_sql[];
extern const char *const store_arrivals_sql[];
extern const char *const store_contacts_sql[];
extern const char *const store_conversations_sql[];
extern const char *const store_digests_sql[];
extern const char *const store_erase_sql[];
extern const char *const store_erase_rows_sql[];
extern const char *const store_feedback_sql[];
extern const char *const store_folders_sql[];
extern const char *const store_forget_sql[];
extern const char *const store_growth_sql[];
extern const char *const store_joins_sql[];
extern const char *const store_labels_sql[];
extern const char *const store_mailboxes_sql[];
extern const char *const store_messages_sql[];
extern const char *const store_models_sql[];
extern const char *const store_outbox_sql[];
extern const char *const store_patterns_sql[];
extern const char *const store_quarantine_sql[];
extern const char *const store_queue_sql[];
extern const char *const store_parts_sql[];
extern const char *const store_people_sql[];
extern const char *const store_promises_sql[];
extern const char *const store_raw_sql[];
extern const char *const store_records_sql[];
extern const char *const store_retag_sql[];
extern const char *const store_retain_sql[];
extern const char *const store_roll_sql[];
extern const char *const store_search_index_sql[];
extern const char *const store_secrets_sql[];
extern const char *const store_sending_sql[];
extern const char *const store_settled_sql[];
extern const char *const store_status_sql[];
extern const char *const store_tags_sql[];
extern const char *const store_talks_sql[];
extern const char *const store_unfetched_sql[];
extern const char *const store_urgent_sql[];

typedef struct {
	const char *name;
	const char *const *sql;
} Table;

static const Table tables[] = {
	{ "answers", store_answers_sql },
	{ "arrivals", store_arrivals_sql },
	{ "contacts", store_contacts_sql },
	{ "conversations", store_conversations_sql },
	{ "digests", store_digests_sql },
	{ "erase", store_erase_sql },
	{ "erase-rows", store_erase_rows_sql },
	{ "feedback", store_feedback_sql },
	{ "folders", store_folders_sql },
	{ "forget", store_forget_sql },
	{ "growth", store_growth_sql },
	{ "joins", store_joins_sql },
	{ "labels", store_labels_sql },
	{ "mailboxes", store_mailboxes_sql },
	{ "messages", store_messages_sql },
	{ "models", store_models_sql },
	{ "outbox", store_outbox_sql },
	{ "sending", store_sending_sql },
	{ "patterns", store_patterns_sql },
	{ "quarantine", store_quarantine_sql },
	{ "queue", store_queue_sql },
	{ "parts", store_parts_sql },
	{ "people", store_people_sql },
	{ "promises", store_promises_sql },
	{ "raw", store_raw_sql },
	{ "records", store_records_sql },
	{ "retag", store_retag_sql },
	{ "retain", store_retain_sql },
	{ "roll", store_roll_sql },
	{ "search-index", store_search_index_sql },
	{ "secrets", store_secrets_sql },
	{ "settled", store_settled_sql },
	{ "status", store_status_sql },
	{ "tags", store_tags_sql },
	{ "talks", store_talks_sql },
	{ "unfetched", store_unfetched_sql },
	{ "urgent", store_urgent_sql },
};

/* What grows with every mail. The others stay small. */
static bool
walks(const char *step)
{
	static const char *const growing[] = { "arrival", "message",
		"message_text", "message_address", "message_reference",
		"attachment", "flag", "tag", "denied_tag", "routing", "raw",
		"raw_chunk", "digest_message" };

	if (!g_str_has_prefix(step, "SCAN ") || strstr(step, " USING "))
		return false;
	for (unsigned i = 0; i < G_N_ELEMENTS(growing); i++)
		if (g_strcmp0(step + strlen("SCAN "), growing[i]) == 0)
			return true;
	return false;
}

static void
check_plan(sqlite3 *db, const Table *table, const char *sql)
{
	g_autofree char *explain =
	    g_strconcat("EXPLAIN QUERY PLAN ", sql, NULL);
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, explain, -1, &stmt, NULL) != SQLITE_OK)
		g_error(
		    "store/%s.c: %s\n%s", table->name, sqlite3_errmsg(db), sql);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(stmt, 3);

		if (walks(step))
			g_error("store/%s.c: %s\n%s", table->name, step, sql);
	}
	sqlite3_finalize(stmt);
}

static void
test_no_statement_walks(void)
{
	TestStore place;
	size_t count = 0;

	test_rows_set_up(&place, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const char *const *sql = tables[i].sql; *sql; sql++) {
			check_plan(store_sqlite(place.store), &tables[i], *sql);
			count++;
		}
	g_assert_cmpuint(count, >, 50);
	test_rows_tear_down(&place, NULL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/sql/plans", test_no_statement_walks);
	return g_test_run();
}
