/* What `status` and `show` print of rows that ingest and filters left. */
#include "cli/command.h"

#include "cli/record-json.h"
#include "core/autoptr.h"
#include "store/test-rows.h"

#include <stdio.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define NOW 1794819600 /* 2026-11-16T09:00:00Z */
#define POLLED                                                                 \
	"INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"            \
	" complete_until) VALUES ('support', 1794819540, 1794819540)"

typedef struct {
	TestStore base;
	char *config_path;
} Place;

static void
set_up(Place *self, const void *data)
{
	g_autofree char *text = NULL;

	test_rows_set_up(&self->base, data);
	self->config_path = g_build_filename(self->base.folder, "t.conf", NULL);
	text = g_strdup_printf("[tribune]\ndatabase = %s\ncompany = Tideway\n"
	                       "domains = tideway.example\n"
	                       "[mailbox support]\nserver = imap.example\n"
	                       "user = u\n",
	    self->base.path);
	g_assert_true(g_file_set_contents(self->config_path, text, -1, NULL));
	test_rows_run(self->base.store, POLLED);
}

static void
tear_down(Place *self, const void *data)
{
	g_free(self->config_path);
	test_rows_tear_down(&self->base, data);
}

static void
run_to_file(const Place *place, CliRun run, char **argv, const char *file)
{
	CliContext context = { .command = argv[0],
		.clock = { NOW },
		.config_path = g_strdup(place->config_path) };
	g_autoptr(GError) error = NULL;

	g_assert_nonnull(freopen(file, "w", stdout));
	(void)run(&context, (int)g_strv_length(argv), argv, &error);
	g_assert_no_error(error);
	store_close(context.store);
	core_config_free(context.config);
	g_free(context.config_path);
	fflush(stdout);
	_exit(context.exit_code);
}

/* Runs @run in a process of its own, which a command has, and catches what it
 * prints. Returns: (transfer full). */
static char *
printed(Place *place, CliRun run, char **argv, int wanted_exit)
{
	g_autofree char *file =
	    g_build_filename(place->base.folder, "out", NULL);
	char *text = NULL;
	int status;
	pid_t child;

	/* SQLite wants no connection carried over a fork. */
	g_clear_pointer(&place->base.store, store_close);
	fflush(stdout);
	child = fork();
	if (child == 0)
		run_to_file(place, run, argv, file);
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, wanted_exit);
	place->base.store = store_open(place->base.path, STORE_CREATE, NULL);
	g_assert_nonnull(place->base.store);
	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	return text;
}

static json_t *
parsed(const char *text)
{
	json_error_t fault;
	json_t *json = json_loads(text, 0, &fault);

	if (!json)
		g_error("line %d: %s", fault.line, fault.text);
	return json;
}

static json_t *
status_json(Place *place, int wanted_exit)
{
	char *argv[] = { (char[]){ "status" }, (char[]){ "--json" }, NULL };
	g_autofree char *text =
	    printed(place, cli_cmd_status, argv, wanted_exit);

	return parsed(text);
}

static int64_t
add_message(Place *place)
{
	const TestRow row = { .key = "aa11",
		.from_address = "ann@example.org",
		.from_name = "Ann",
		.subject = "It crashes",
		.words = "It crashes when I save.",
		.received_at = NOW - 3600,
		.departments = "product qa",
		.tag = "bug/crash",
		.urgency = STORE_URGENCY_HIGH,
		.pattern = "Crashes on save" };
	int64_t id = test_rows_add(place->base.store, &row);

	test_rows_run(place->base.store,
	    "UPDATE message SET from_address = 'ann@example.org', from_name ="
	    " 'Ann' WHERE id = %lld;"
	    "INSERT INTO folder (id, mailbox, name, uidvalidity, opened_at)"
	    " VALUES (1, 'support', 'INBOX', 7, 1);"
	    "INSERT INTO arrival (folder_id, uid, outcome, raw_id, message_id,"
	    " arrived_at) VALUES (1, 42, 0, %lld, %lld, %lld);"
	    "INSERT INTO arrival (folder_id, uid, outcome, arrived_at) VALUES"
	    " (1, 43, 2, 1)",
	    (long long)id, (long long)id, (long long)id, (long long)NOW);
	return id;
}

/* @wanted: keys and their JSON, NULL for one that is absent, ended by NULL. */
static void
assert_has(const json_t *json, const char *const *wanted)
{
	for (; *wanted; wanted += 2) {
		json_t *value = json_object_get(json, wanted[0]);
		g_autofree char *text =
		    value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;

		if (g_strcmp0(text, wanted[1]) != 0)
			g_error("%s is %s, not %s", wanted[0], text, wanted[1]);
	}
}

static void
test_status_of_an_empty_database(Place *place, const void *data)
{
	static const char *const wanted[] = { "well", "true", "messages", "0",
		"queued", "0", "quarantined", "0", "folders", "[]", NULL };
	g_autoptr(json_t) json = status_json(place, EX_OK);

	(void)data;
	assert_has(json, wanted);
	g_assert_cmpint(
	    json_integer_value(json_object_get(json, "database_bytes")), >, 0);
}

static void
test_status_counts_what_is_there(Place *place, const void *data)
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
	add_message(place);
	test_rows_add(place->base.store, &(TestRow){ .received_at = NOW });
	test_rows_run(place->base.store,
	    "UPDATE message SET state = 0 WHERE id = 2;"
	    "INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
	    " complete_until) VALUES ('support', %lld, %lld)",
	    (long long)NOW, (long long)NOW - 60);
	json = status_json(place, EX_OK);
	assert_has(json, wanted);
	assert_has(json_array_get(json_object_get(json, "folders"), 0), folder);
	assert_has(
	    json_array_get(json_object_get(json, "mailboxes"), 0), mailbox);
}

/* Each makes the exit code 75, as the manual says. */
static void
test_status_finds_what_is_wrong(Place *place, const void *data)
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
	add_message(place);
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
test_status_is_calm_about_the_rest(Place *place, const void *data)
{
	static const char *const cases[] = {
		/* A mailbox that is out of the config. */
		"INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at, "
		"failing_since,"
		" error) VALUES ('old', 9, 7, 'refused')",
		/* Polled a while ago, but not too long. */
		"INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"
		" complete_until) VALUES ('support', 1794818520, 1794818520)",
		"UPDATE message SET state = 0, arrived_at = 1794816000",
	};

	(void)data;
	add_message(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(json_t) json = NULL;

		test_rows_run(place->base.store, cases[i]);
		json = status_json(place, EX_OK);
	}
}

static void
test_status_tells_of_disk_and_queue(Place *place, const void *data)
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
	assert_has(json, wanted);
	disk = json_object_get(json, "disk");
	assert_has(disk, grown);
	g_assert_cmpint(
	    json_integer_value(json_object_get(disk, "free_bytes")), >, 0);
	g_assert_cmpint(
	    json_integer_value(json_object_get(disk, "bytes_a_day")), >, 0);
	g_assert_cmpint(
	    json_integer_value(json_object_get(disk, "days_left")), >, 30);
	g_assert_true(json_is_integer(json_object_get(json, "wal_bytes")));
}

static void
test_status_says_the_verdict_first(Place *place, const void *data)
{
	char *argv[] = { (char[]){ "status" }, NULL };
	g_autofree char *good = printed(place, cli_cmd_status, argv, EX_OK);
	g_autofree char *bad = NULL;

	(void)data;
	g_assert_true(g_str_has_prefix(good, "all is well\n"));
	test_rows_run(place->base.store,
	    "INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at, "
	    "failing_since,"
	    " error) VALUES ('support', 1794819600, 1794819000, 'timed out')");
	bad = printed(place, cli_cmd_status, argv, EX_TEMPFAIL);
	g_assert_true(g_str_has_prefix(
	    bad, "look: mailbox support: failing since 2026-11-16T08:50:00Z:"));
	g_assert_nonnull(strstr(bad, "\ndisk: "));
	g_assert_nonnull(strstr(bad, "of write-ahead log\n"));
}

static void
test_status_tells_of_faulty_rules(Place *place, const void *data)
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
	said = printed(place, cli_cmd_status, argv, EX_TEMPFAIL);
	g_assert_true(g_str_has_prefix(
	    said, "look: rules: those read before stay in force: "));
	g_assert_nonnull(strstr(said, "t.rules:2:"));
}

static void
test_show_prints_a_message_as_json(Place *place, const void *data)
{
	static const char *const wanted[] = { "id", "1", "state", "\"done\"",
		"content_key", "\"aa11\"", "received_at",
		"\"2026-11-16T08:00:00Z\"", "error", NULL, "subject",
		"\"It crashes\"", NULL };
	char *argv[] = { (char[]){ "show" }, (char[]){ "1" },
		(char[]){ "--json" }, NULL };
	g_autofree char *text = NULL;
	g_autoptr(json_t) json = NULL;

	(void)data;
	g_assert_cmpint(add_message(place), ==, 1);
	text = printed(place, cli_cmd_show, argv, EX_OK);
	g_assert_true(g_str_has_suffix(text, "}\n"));
	json = parsed(text);
	assert_has(json, wanted);
}

/* The line of `show` that begins with @name, a line end first, or "". */
static char *
shown(Place *place, const char *name)
{
	char *argv[] = { (char[]){ "show" }, (char[]){ "1" }, NULL };
	g_autofree char *text = printed(place, cli_cmd_show, argv, EX_OK);
	const char *line = strstr(text, name);

	/* Behind the line end that @name begins with. */
	return line ? g_strndup(line + 1, strcspn(line + 1, "\n"))
	            : g_strdup("");
}

static void
test_show_tells_who_waits_and_who_answered(Place *place, const void *data)
{
	static const struct {
		int origin;
		int64_t ago_s; /* 0: nothing more came */
		const char *name, *line;
	} steps[] = {
		{ 0, 0, "\nwaiting",
		    "waiting       for 1 h (outside business hours)" },
		{ 5, 600, "\nanswered",
		    "answered      after 50 min (outside business hours)"
		    " by Bob" },
		{ 0, 180, "\nanswered",
		    "answered      after 50 min (outside business hours)"
		    " by Bob; waiting again for 3 min (outside business"
		    " hours)" },
		{ 5, 60, "\nwaiting", "" },
	};

	(void)data;
	(void)add_message(place);
	test_rows_run(
	    place->base.store, "INSERT INTO conversation VALUES (1, 1, 1)");
	test_rows_run(
	    place->base.store, "UPDATE message SET conversation_id = 1");
	for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
		const TestRow row = { .origin = steps[i].origin,
			.received_at = NOW - steps[i].ago_s };

		if (steps[i].ago_s)
			test_rows_run(place->base.store,
			    "UPDATE message SET conversation_id = 1,"
			    " from_name = 'Bob' WHERE id = %lld",
			    (long long)test_rows_add(place->base.store, &row));
		g_autofree char *line = shown(place, steps[i].name);
		g_assert_cmpstr(line, ==, steps[i].line);
	}
}

/* The nested keys of the record, each by its whole JSON. */
static void
test_a_record_has_its_arrivals_tags_and_people(Place *place, const void *data)
{
	static const char *const wanted[] = { "tags",
		"[{\"tag\": \"bug/crash\", \"by\": \"rule\", \"rule\":"
		" \"bug/crash\", \"spans\": [\"word\"], \"urgency\":"
		" \"high\"}]",
		"departments", "[\"product\", \"qa\"]", "contact",
		"{\"address\": \"ann@example.org\", \"organisation\":"
		" \"example.org\"}",
		"pattern", "{\"id\": 1, \"label\": \"Crashes on save\"}",
		"conversation", NULL, NULL };
	static const char *const arrival[] = { "mailbox", "\"support\"",
		"folder", "\"INBOX\"", "uidvalidity", "7", "uid", "42", NULL };
	g_autoptr(StoreRecord) record = NULL;
	g_autoptr(json_t) json = NULL;

	(void)data;
	g_assert_true(store_record_get(
	    place->base.store, add_message(place), &record, NULL));
	json = cli_record_to_json(record);
	assert_has(json, wanted);
	assert_has(
	    json_array_get(json_object_get(json, "arrivals"), 0), arrival);
}

static void
test_what_is_not_read_has_a_head_only(Place *place, const void *data)
{
	static const char *const states[] = { "\"queued\"", NULL,
		"\"quarantined\"" };
	int64_t id = add_message(place);

	(void)data;
	for (int state = 0; state <= 2; state += 2) {
		const char *const wanted[] = { "state", states[state], "tags",
			NULL, "contact", NULL, NULL };
		g_autoptr(StoreRecord) record = NULL;
		g_autoptr(json_t) json = NULL;

		test_rows_run(
		    place->base.store, "UPDATE message SET state = %d", state);
		g_assert_true(
		    store_record_get(place->base.store, id, &record, NULL));
		json = cli_record_to_json(record);
		assert_has(json, wanted);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/cli/status/empty", test_status_of_an_empty_database },
		{ "/cli/status/counts", test_status_counts_what_is_there },
		{ "/cli/status/wrong", test_status_finds_what_is_wrong },
		{ "/cli/status/calm", test_status_is_calm_about_the_rest },
		{ "/cli/status/disk", test_status_tells_of_disk_and_queue },
		{ "/cli/status/first", test_status_says_the_verdict_first },
		{ "/cli/status/rules", test_status_tells_of_faulty_rules },
		{ "/cli/show/answered",
		    test_show_tells_who_waits_and_who_answered },
		{ "/cli/show/json", test_show_prints_a_message_as_json },
		{ "/cli/record/whole",
		    test_a_record_has_its_arrivals_tags_and_people },
		{ "/cli/record/head", test_what_is_not_read_has_a_head_only },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
