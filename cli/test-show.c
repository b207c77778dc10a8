/* What `show` prints of a message, and its record as JSON. */
#include "cli/test-command.h"

#include "cli/record-json.h"

#include <sysexits.h>

#define NOW TEST_COMMAND_NOW

static void
test_show_prints_a_message_as_json(TestCommand *place, const void *data)
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
	g_assert_cmpint(test_command_add_message(place), ==, 1);
	text = test_command_printed(place, cli_cmd_show, argv, EX_OK);
	g_assert_true(g_str_has_suffix(text, "}\n"));
	json = test_command_parsed(text);
	test_command_assert_has(json, wanted);
}

/* The line of `show` that begins with @name, a line end first, or "". */
static char *
shown(TestCommand *place, const char *name)
{
	char *argv[] = { (char[]){ "show" }, (char[]){ "1" }, NULL };
	g_autofree char *text =
	    test_command_printed(place, cli_cmd_show, argv, EX_OK);
	const char *line = strstr(text, name);

	/* Behind the line end that @name begins with. */
	return line ? g_strndup(line + 1, strcspn(line + 1, "\n"))
	            : g_strdup("");
}

static void
test_show_tells_who_waits_and_who_answered(TestCommand *place, const void *data)
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
	(void)test_command_add_message(place);
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
test_a_record_has_its_arrivals_tags_and_people(
    TestCommand *place, const void *data)
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
	    place->base.store, test_command_add_message(place), &record, NULL));
	json = cli_record_to_json(record);
	test_command_assert_has(json, wanted);
	test_command_assert_has(
	    json_array_get(json_object_get(json, "arrivals"), 0), arrival);
}

static void
test_what_is_not_read_has_a_head_only(TestCommand *place, const void *data)
{
	static const char *const states[] = { "\"queued\"", NULL,
		"\"quarantined\"" };
	int64_t id = test_command_add_message(place);

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
		test_command_assert_has(json, wanted);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestCommand *, const void *);
	} tests[] = {
		{ "/cli/show/answered",
		    test_show_tells_who_waits_and_who_answered },
		{ "/cli/show/json", test_show_prints_a_message_as_json },
		{ "/cli/record/whole",
		    test_a_record_has_its_arrivals_tags_and_people },
		{ "/cli/record/head", test_what_is_not_read_has_a_head_only },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestCommand, NULL,
		    test_command_set_up, tests[i].run, test_command_tear_down);
	return g_test_run();
}
