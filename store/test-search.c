#include "store/search.h"

#include "store/db.h"
#include "store/search-index.h"
#include "store/search-plan.h"
#include "store/test-rows.h"

#include <string.h>

#define NOW 1794819600
#define CANARY "zephyrine"

static void
catch_up(Store *store)
{
	g_autoptr(GError) error = NULL;
	int64_t done;

	g_assert_true(store_search_catch_up(store, 10000, NULL, &done, &error));
	g_assert_no_error(error);
}

/* The ids found, as "3 1 2"; with a '?' where it may be more than asked for
 * (transfer full). */
static char *
found(Store *store, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CoreQuery) query = core_query_parse(text, 1, &error);
	g_autoptr(StoreSearch) search = NULL;
	g_autoptr(GString) ids = g_string_new(NULL);
	int64_t id, count, n = 0;

	g_assert_no_error(error);
	search = store_search_new(store, query, NOW, &error);
	g_assert_no_error(error);
	while (store_search_next(search, &id, &error) && id) {
		g_string_append_printf(
		    ids, "%s%d", ids->len > 0 ? " " : "", (int)id);
		n++;
	}
	g_assert_no_error(error);
	g_assert_true(store_search_count(search, &count, NULL));
	g_assert_cmpint(count, ==, n);
	if (!store_search_is_exact(search))
		g_string_append_c(ids, '?');
	return g_string_free(g_steal_pointer(&ids), FALSE);
}

static void
assert_found(Store *store, const char *text, const char *wanted)
{
	g_autofree char *ids = found(store, text);

	if (strcmp(ids, wanted) != 0)
		g_error("%s: found '%s', not '%s'", text, ids, wanted);
}

static void
test_answers_are_in_the_order_of_time(TestStore *place, const void *data)
{
	static const TestRow rows[] = {
		{ .words = "It crashed", .received_at = NOW - 20 },
		{ .words = "it CRASHED", .received_at = NOW - 30 },
		{ .words = "crashed", .received_at = NOW - 10, .tag = "bug" },
		{ .words = "fine", .subject = "Crashed", .received_at = -5 },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		(void)test_rows_add(place->store, &rows[i]);
	assert_found(place->store, "crashed", "");
	catch_up(place->store);
	assert_found(place->store, "crashed", "3 1 2 4");
	assert_found(place->store, "\"it crashed\"", "1 2");
	assert_found(place->store, "tag:bug", "3");
	assert_found(place->store, "not tag:bug", "1 2 4");
	assert_found(place->store, "age<15s", "3");
	assert_found(place->store, "crashed and age<21s", "3 1");
	assert_found(place->store, "crashed and age<20s", "3");
	assert_found(place->store, "tag:bug and age<11s", "3");
	assert_found(place->store, "tag:bug and age<10s", "");
	assert_found(place->store, "crashed and tag:bug and age<1h", "3");
	assert_found(place->store, "it and tag:bug", "");
	assert_found(place->store, "not it and not crashed", "");
	assert_found(place->store, "fine or tag:bug", "3 4");
}

/* More of one tag than are sorted: they are met on the way back in time. */
static void
test_a_common_tag_is_found_too(TestStore *place, const void *data)
{
	(void)data;
	test_rows_run(place->store, "BEGIN");
	for (int i = 0; i < 3; i++)
		(void)test_rows_add(
		    place->store, &(TestRow){ .words = i == 1 ? "odd" : "even",
		                      .received_at = NOW + i,
		                      .tag = i == 2 ? "rare" : "bug/a" });
	catch_up(place->store);
	/* Tags without messages count as well, and are made faster. */
	test_rows_run(place->store,
	    "PRAGMA defer_foreign_keys = ON;"
	    "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < 6000) INSERT INTO tag (message_id, tag, by, urgency,"
	    " spans) SELECT i, 'bug/b', 0, 0, '[]' FROM n");
	assert_found(place->store, "tag:bug", "2 1");
	assert_found(place->store, "tag:bug and not age<1s", "");
	assert_found(place->store, "tag:bug and odd", "2");
	assert_found(place->store, "tag:bug and (odd or lang:xx)", "2");
	assert_found(place->store, "tag:rare and (even or lang:xx)", "3");
	test_rows_run(place->store, "ROLLBACK");
}

/* A burst: more in one second than there are places for. */
static void
test_many_of_one_second_are_all_there(TestStore *place, const void *data)
{
	g_autofree char *ids = NULL;
	g_auto(GStrv) parts = NULL;

	(void)data;
	test_rows_run(place->store, "BEGIN");
	for (int i = 0; i < 300; i++)
		(void)test_rows_add(place->store,
		    &(TestRow){ .words = "burst", .received_at = NOW });
	catch_up(place->store);
	test_rows_run(place->store, "COMMIT");
	ids = found(place->store, "burst");
	parts = g_strsplit(ids, " ", -1);
	g_assert_cmpuint(g_strv_length(parts), ==, 300);
	assert_found(place->store, "burst and age<1s", ids);
}

static void
test_a_database_older_than_the_index(TestStore *place, const void *data)
{
	int64_t count, done;

	(void)data;
	for (int i = 0; i < 5; i++)
		(void)test_rows_add(place->store,
		    &(TestRow){ .words = "old", .received_at = NOW + i });
	test_rows_run(
	    place->store, "UPDATE message SET state = 0 WHERE id = 5");
	g_assert_true(store_search_backlog(place->store, &count, NULL));
	g_assert_cmpint(count, ==, 4);
	g_assert_true(
	    store_search_catch_up(place->store, 3, NULL, &done, NULL));
	g_assert_cmpint(done, ==, 3);
	assert_found(place->store, "old", "4 3 2");
	g_assert_true(
	    store_search_catch_up(place->store, 3, NULL, &done, NULL));
	g_assert_cmpint(done, ==, 1);
	g_assert_true(
	    store_search_catch_up(place->store, 3, NULL, &done, NULL));
	g_assert_cmpint(done, ==, 0);
	assert_found(place->store, "old", "4 3 2 1");
}

/* Which queries the database answers alone. */
static void
test_what_only_the_caller_can_tell(TestStore *place, const void *data)
{
	static const struct {
		const char *query, *ids;
	} cases[] = {
		{ "one", "1" },
		{ "/one/", "2 1?" },
		{ "one and /x/", "1?" },
		{ "one or /x/", "2 1?" },
		{ "not /x/", "2 1?" },
		{ "not (one and /x/)", "2 1?" },
		{ "header.x-plan:gold and two", "2?" },
		{ "header.x-plan:gold and /x/ or one and /y/", "2 1?" },
		{ "body:\"a b c d e f g h\"", "2" },
		{ "body:\"a b c d e f g h i\"", "2?" },
		{ "body:\"a b c d e f g h x\"", "2?" },
		{ "\"a b c d e f g h i\"", "2" },
	};

	(void)data;
	(void)test_rows_add(
	    place->store, &(TestRow){ .words = "one", .received_at = NOW - 2 });
	(void)test_rows_add(
	    place->store, &(TestRow){ .words = "two a b c d e f g h i",
	                      .received_at = NOW - 1 });
	catch_up(place->store);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_found(place->store, cases[i].query, cases[i].ids);
}

/* Beyond the bounds of SQLite's parsers. */
static void
test_monstrous_queries_are_the_callers(TestStore *place, const void *data)
{
	g_autoptr(GString) wide = g_string_new("one");
	g_autoptr(GString) deep = g_string_new("one");
	g_autoptr(GString) bound = g_string_new("one");

	(void)data;
	(void)test_rows_add(
	    place->store, &(TestRow){ .words = "one", .received_at = NOW });
	catch_up(place->store);
	for (int i = 0; i < 5000; i++)
		g_string_append_printf(wide, " or w%d", i);
	for (int i = 0; i < 60; i++) {
		g_string_prepend(deep, i % 2 ? "not (b or " : "(a or ");
		g_string_append_c(deep, ')');
	}
	assert_found(place->store, wide->str, "1?");
	/* As deep and wide as they are still asked of the database. */
	for (int i = 0; i < 6; i++) {
		g_string_prepend(bound, "(tag:a or not (one and ");
		g_string_append(bound, "))");
	}
	for (int i = 0; i < 140; i++)
		g_string_append_printf(bound, " or tag:t%d and one", i);
	assert_found(place->store, bound->str, "1");
	assert_found(place->store, deep->str, "1?");
}

/* What has a tag or words is counted without the rows of messages. */
static void
test_counts_look_at_indexes_alone(TestStore *place, const void *data)
{
	static const char *const texts[] = { "word", "tag:a", "word and tag:a",
		"word and not tag:a", "tag:a and tag:b" };

	(void)data;
	/* So that the database knows how to compare tags. */
	assert_found(place->store, "tag:a", "");
	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(CoreQuery) query =
		    core_query_parse(texts[i], 1, NULL);
		g_autoptr(StorePlan) plan =
		    store_plan_new(query, NOW, STORE_PLAN_COUNT);
		g_autofree char *sql =
		    g_strconcat("EXPLAIN QUERY PLAN SELECT count(*) ",
		        plan->from->str, NULL);
		sqlite3_stmt *stmt = NULL;

		g_assert_cmpint(sqlite3_prepare_v2(store_sqlite(place->store),
		                    sql, -1, &stmt, NULL),
		    ==, SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *step =
			    (const char *)sqlite3_column_text(stmt, 3);

			if (g_regex_match_simple(" m( |$)", step, 0, 0) &&
			    !strstr(step, "COVERING INDEX"))
				g_error("%s: %s", texts[i], step);
		}
		(void)sqlite3_finalize(stmt);
	}
}

static size_t
canaries_in(const char *path)
{
	g_autofree char *bytes = NULL;
	size_t length, count = 0;

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return 0;
	for (const char *at = bytes;
	     (at = memmem(
	          at, length - (size_t)(at - bytes), CANARY, strlen(CANARY)));
	     at++)
		count++;
	return count;
}

static void
test_what_is_taken_out_leaves_no_word(TestStore *place, const void *data)
{
	g_autofree char *wal = g_strconcat(place->path, "-wal", NULL);
	g_autoptr(GError) error = NULL;
	bool more = true;

	(void)data;
	for (int i = 0; i < 200; i++) {
		(void)test_rows_add(place->store,
		    &(TestRow){ .words = i == 77 ? "dear " CANARY : "dear all",
		        .received_at = NOW + i });
		if (i % 20 == 0)
			catch_up(place->store);
	}
	catch_up(place->store);
	while (more)
		g_assert_true(store_search_merge(place->store, &more, NULL));
	assert_found(place->store, CANARY, "78");
	g_assert_true(store_search_remove(place->store, 78, &error));
	g_assert_no_error(error);
	assert_found(place->store, CANARY, "");
	g_assert_true(store_search_remove(place->store, 78, &error));
	g_assert_true(store_search_remove(place->store, 999, &error));
	test_rows_run(place->store,
	    "DELETE FROM message_text WHERE message_id = 78;"
	    "DELETE FROM message WHERE id = 78");
	g_assert_true(store_search_purge(place->store, &error));
	g_assert_no_error(error);
	test_rows_run(place->store, "PRAGMA wal_checkpoint(TRUNCATE)");
	g_assert_cmpuint(canaries_in(place->path) + canaries_in(wal), ==, 0);
	assert_found(place->store, "dear and age<1s and not all", "");
	test_rows_run(place->store,
	    "INSERT INTO search (search) VALUES ('integrity-check')");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/search/time", test_answers_are_in_the_order_of_time },
		{ "/store/search/common-tag", test_a_common_tag_is_found_too },
		{ "/store/search/burst",
		    test_many_of_one_second_are_all_there },
		{ "/store/search/older", test_a_database_older_than_the_index },
		{ "/store/search/exact", test_what_only_the_caller_can_tell },
		{ "/store/search/monsters",
		    test_monstrous_queries_are_the_callers },
		{ "/store/search/counts", test_counts_look_at_indexes_alone },
		{ "/store/search/remove",
		    test_what_is_taken_out_leaves_no_word },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
