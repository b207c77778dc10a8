/* What `status` prints of rows that ingest and filters left. */
#include "cli/test-command.h"

#include <sysexits.h>

#define NOW TEST_COMMAND_NOW
#define POLLED TEST_COMMAND_POLLED

static json_t *
status_json(TestCommand *place, int wanted_exit)
{
	char *argv[] = { (char[]){ "status" }, (char[]){ "--json" }, NULL };
	g_autofree char *text =
	    test_command_printed(place, cli_cmd_status, argv, wanted_exit);

	return test_command_parsed(text);
}

static void
test_status_of_an_empty_database(TestCommand *place, const void *data)
{
	static const char *const wanted[] = { "well", "true", "messages", "0",
		"queued", "0", "quarantined", "0", "folders", "[]", NULL };
	g_autoptr(json_t) json = status_json(place, EX_OK);

	(void)data;
	test_command_assert_has(json, wanted);
	g_assert_cmpint(
	    json_integer_value(json_object_get(json, "database_bytes")), >, 0);
}

static void
test_status_counts_what_is_there(TestCommand *place, const void *data)
{
	static const char *const wanted[] = { "well", "true", "messages", "2",
		"queued", "1", "quarantined", "0", "contacts", "1", "patterns",
		"1", "digests", "0", NULL };
	static const char *const folder[] = { "mailbox", "\"support\"",
		"folder", "\"INBOX\"", "listed", "2", "new", "1", "duplicate",
		"0", "vanished", "1", "skipped", "0", NULL };
	static const char *const mailbox[] = { "complete_until",
		"\"2026-11-16T08:59:00Z\"", "tried_at",
		"\"2026-11-16T09:00:00Z\"", "failing_since", NULL, NULL };
	g_autoptr(json_t) json = NULL;

	(void)data;
	test_command_add_message(place);
	test_rows_add(place->base.store, &(TestRow){ .received_at = NOW });
	test_rows_run(place->base.store,
	    "UPDATE message SET state = 0 WHERE id = 2;"
	    "INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
	    " complete_until) VALUES ('support', %lld, %lld)",
	    (long long)NOW, (long long)NOW - 60);
	json = status_json(place, EX_OK);
	test_command_assert_has(json, wanted);
	test_command_assert_has(
	    json_array_get(json_object_get(json, "folders"), 0), folder);
	test_command_assert_has(
	    json_array_get(json_object_get(json, "mailboxes"), 0), mailbox);
}

/* Each makes the exit code 75, as the manual says. */
static void
test_status_finds_what_is_wrong(TestCommand *place, const void *data)
{
	static const struct {
		const char *harm, *mend, *words;
	} cases[] = {
		{ "INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
		  " failing_since, error) VALUES ('support', 1794819600,"
		  " 1794819000, 'timed out')",
		    POLLED,
		    "mailbox support: failing since 2026-11-16T08:50:00Z:"
		    " timed out" },
		{ "INSERT OR REPLACE INTO mailbox_status VALUES ('support', "
		  "1794819600,"
		  " 1794810000, 1794819000, 'no', 1794819300)",
		    POLLED,
		    "mailbox support: login refused since"
		    " 2026-11-16T08:55:00Z: no" },
		{ "INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
		  " complete_until) VALUES ('support', 1794818519,"
		  " 1794818519)",
		    POLLED,
		    "mailbox support: no poll has ended since"
		    " 2026-11-16T08:41:59Z: is `tribune run` at work?" },
		{ "DELETE FROM mailbox_status", POLLED,
		    "mailbox support: no poll has ended yet: is `tribune run`"
		    " at work?" },
		{ "UPDATE message SET state = 2, error = 'it is cut'",
		    "UPDATE message SET state = 1, error = NULL",
		    "quarantine: 1 mail could not be read; `tribune"
		    " quarantine` lists what" },
		{ "UPDATE message SET state = 0, arrived_at = 1794815940",
		    "UPDATE message SET state = 1",
		    "queue: 1 mail waits to be read, the oldest for"
		    " 1 h 1 min: is `tribune run` at work?" },
	};

	(void)data;
	test_command_add_message(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(json_t) bad = NULL;
		g_autoptr(json_t) good = NULL;
		json_t *wrong;

		test_rows_run(place->base.store, cases[i].harm);
		bad = status_json(place, EX_TEMPFAIL);
		g_assert_true(json_is_false(json_object_get(bad, "well")));
		wrong = json_object_get(bad, "wrong");
		g_assert_cmpuint(json_array_size(wrong), ==, 1);
		g_assert_cmpstr(json_string_value(json_array_get(wrong, 0)), ==,
		    cases[i].words);
		test_rows_run(place->base.store, cases[i].mend);
		good = status_json(place, EX_OK);
		g_assert_true(json_is_true(json_object_get(good, "well")));
		g_assert_cmpuint(
		    json_array_size(json_object_get(good, "wrong")), ==, 0);
	}
}

/* None of these is anything to look at. */
static void
test_status_is_calm_about_the_rest(TestCommand *place, const void *data)
{
	static const char *const cases[] = {
		/* A mailbox that is out of the config. */
		("INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
		 " failing_since, error) VALUES ('old', 9, 7, 'refused')"),
		/* Polled a while ago, but not too long. */
		("INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
		 " complete_until) VALUES ('support', 1794818520,"
		 " 1794818520)"),
		"UPDATE message SET state = 0, arrived_at = 1794816000",
	};

	(void)data;
	test_command_add_message(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(json_t) json = NULL;

		test_rows_run(place->base.store, cases[i]);
		json = status_json(place, EX_OK);
	}
}

static void
test_status_tells_of_disk_and_queue(TestCommand *place, const void *data)
{
	static const char *const wanted[] = { "now", "\"2026-11-16T09:00:00Z\"",
		"queued", "1", "oldest_queued_at", "\"2026-11-16T08:59:00Z\"",
		"queue_age_s", "60", NULL };
	static const char *const grown[] = { "growth_days", "10",
		"least_percent", "5", NULL };
	g_autoptr(json_t) json = NULL;
	json_t *disk;

	(void)data;
	test_rows_add(
	    place->base.store, &(TestRow){ .received_at = NOW - 10 * 86400 });
	test_rows_run(place->base.store,
	    "UPDATE message SET state = 0, arrived_at = %lld",
	    (long long)NOW - 60);
	json = status_json(place, EX_OK);
	test_command_assert_has(json, wanted);
	disk = json_object_get(json, "disk");
	test_command_assert_has(disk, grown);
	g_assert_cmpint(
	    json_integer_value(json_object_get(disk, "free_bytes")), >, 0);
	g_assert_cmpint(
	    json_integer_value(json_object_get(disk, "bytes_a_day")), >, 0);
	g_assert_cmpint(
	    json_integer_value(json_object_get(disk, "days_left")), >, 30);
	g_assert_true(json_is_integer(json_object_get(json, "wal_bytes")));
}

static void
test_status_says_the_verdict_first(TestCommand *place, const void *data)
{
	char *argv[] = { (char[]){ "status" }, NULL };
	g_autofree char *good =
	    test_command_printed(place, cli_cmd_status, argv, EX_OK);
	g_autofree char *bad = NULL;

	(void)data;
	g_assert_true(g_str_has_prefix(good, "all is well\n"));
	test_rows_run(place->base.store,
	    "INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at, "
	    "failing_since,"
	    " error) VALUES ('support', 1794819600, 1794819000, 'timed out')");
	bad = test_command_printed(place, cli_cmd_status, argv, EX_TEMPFAIL);
	g_assert_true(g_str_has_prefix(
	    bad, "look: mailbox support: failing since 2026-11-16T08:50:00Z:"));
	g_assert_nonnull(strstr(bad, "\ndisk: "));
	g_assert_nonnull(strstr(bad, "of write-ahead log\n"));
}

static void
test_status_tells_of_faulty_rules(TestCommand *place, const void *data)
{
	char *argv[] = { (char[]){ "status" }, NULL };
	g_autofree char *rules =
	    g_build_filename(place->base.folder, "t.rules", NULL);
	g_autofree char *config = NULL;
	g_autofree char *said = NULL;

	(void)data;
	config = g_strdup_printf("[tribune]\ndatabase = %s\nrules = %s\n"
	                         "company = Tideway\n"
	                         "domains = tideway.example\n",
	    place->base.path, rules);
	g_assert_true(
	    g_file_set_contents(place->config_path, config, -1, NULL));
	g_assert_true(
	    g_file_set_contents(rules, "bug -> qa\n  (crash\n", -1, NULL));
	said = test_command_printed(place, cli_cmd_status, argv, EX_TEMPFAIL);
	g_assert_true(g_str_has_prefix(
	    said, "look: rules: those read before stay in force: "));
	g_assert_nonnull(strstr(said, "t.rules:2:"));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestCommand *, const void *);
	} tests[] = {
		{ "/cli/status/empty", test_status_of_an_empty_database },
		{ "/cli/status/counts", test_status_counts_what_is_there },
		{ "/cli/status/wrong", test_status_finds_what_is_wrong },
		{ "/cli/status/calm", test_status_is_calm_about_the_rest },
		{ "/cli/status/disk", test_status_tells_of_disk_and_queue },
		{ "/cli/status/first", test_status_says_the_verdict_first },
		{ "/cli/status/rules", test_status_tells_of_faulty_rules },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestCommand, NULL,
		    test_command_set_up, tests[i].run, test_command_tear_down);
	return g_test_run();
}
