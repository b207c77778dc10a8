#include "cli/test-command.h"

#include "store/tags.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void
test_command_set_up(TestCommand *self, const void *data)
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
	test_rows_run(self->base.store, TEST_COMMAND_POLLED);
}

void
test_command_tear_down(TestCommand *self, const void *data)
{
	g_free(self->config_path);
	test_rows_tear_down(&self->base, data);
}

/* In a process of its own, which a command has. */
static void
run_to_file(const TestCommand *self, CliRun run, char **argv, const char *file)
{
	CliContext context = { .command = argv[0],
		.clock = { TEST_COMMAND_NOW },
		.config_path = g_strdup(self->config_path) };
	g_autoptr(GError) error = NULL;

	g_assert_nonnull(freopen(file, "w", stdout));
	if (!run(&context, (int)g_strv_length(argv), argv, &error)) {
		printf("tribune %s: %s\n", argv[0], error->message);
		context.exit_code = cli_exit_code(error);
	}
	store_close(context.store);
	core_config_free(context.config);
	g_free(context.config_path);
	fflush(stdout);
	_exit(context.exit_code);
}

static char *
run_apart(TestCommand *self, CliRun run, char **argv, int *ret_exit)
{
	g_autofree char *file =
	    g_build_filename(self->base.folder, "out", NULL);
	char *text = NULL;
	int status;
	pid_t child;

	/* SQLite wants no connection carried over a fork. */
	g_clear_pointer(&self->base.store, store_close);
	fflush(stdout);
	child = fork();
	if (child == 0)
		run_to_file(self, run, argv, file);
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFEXITED(status));
	self->base.store = store_open(self->base.path, STORE_CREATE, NULL);
	g_assert_nonnull(self->base.store);
	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	*ret_exit = WEXITSTATUS(status);
	return text;
}

char *
test_command_printed(
    TestCommand *self, CliRun run, char **argv, int wanted_exit)
{
	int code;
	char *text = run_apart(self, run, argv, &code);

	if (code != wanted_exit)
		g_error("exit code %d, not %d: %s", code, wanted_exit, text);
	return text;
}

char *
test_command_said(TestCommand *self, const char *line, int *ret_exit)
{
	const CliCommand *command = cli_commands();
	g_auto(GStrv) argv = NULL;

	g_assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
	while (strcmp(command->name, argv[0]) != 0)
		g_assert_nonnull((++command)->name);
	return run_apart(self, command->run, argv, ret_exit);
}

void
test_command_assert_says(
    TestCommand *self, const char *line, int wanted_exit, const char *words)
{
	int code;
	g_autofree char *said = test_command_said(self, line, &code);
	bool absent = *words == '!';

	if (code != wanted_exit || !strstr(said, words + absent) != absent)
		g_error("%s: exit code %d, not %d with '%s': %s", line, code,
		    wanted_exit, words, said);
}

void
test_command_configure(TestCommand *self, const char *text)
{
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	g_assert_true(
	    g_file_get_contents(self->config_path, &before, NULL, NULL));
	after = *text == '[' ? g_strconcat(before, text, NULL)
	                     : g_strconcat("[tribune]\n", text,
	                           strchr(before, '\n') + 1, NULL);
	g_assert_true(g_file_set_contents(self->config_path, after, -1, NULL));
}

json_t *
test_command_parsed(const char *text)
{
	json_error_t fault;
	json_t *json = json_loads(text, 0, &fault);

	if (!json)
		g_error("line %d: %s", fault.line, fault.text);
	return json;
}

void
test_command_assert_has(const json_t *json, const char *const *wanted)
{
	for (; *wanted; wanted += 2) {
		json_t *value = json_object_get(json, wanted[0]);
		g_autofree char *text =
		    value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;

		if (g_strcmp0(text, wanted[1]) != 0)
			g_error("%s is %s, not %s", wanted[0], text, wanted[1]);
	}
}

int64_t
test_command_add_message(TestCommand *self)
{
	const TestRow row = { .key = "aa11",
		.from_address = "ann@example.org",
		.from_name = "Ann",
		.subject = "It crashes",
		.words = "It crashes when I save.",
		.received_at = TEST_COMMAND_NOW - 3600,
		.departments = "product qa",
		.tag = "bug/crash",
		.urgency = STORE_URGENCY_HIGH,
		.pattern = "Crashes on save" };
	int64_t id = test_rows_add(self->base.store, &row);

	test_rows_run(self->base.store,
	    "UPDATE message SET from_address = 'ann@example.org', from_name ="
	    " 'Ann' WHERE id = %lld;"
	    "INSERT INTO folder (id, mailbox, name, uidvalidity, opened_at)"
	    " VALUES (1, 'support', 'INBOX', 7, 1);"
	    "INSERT INTO arrival (folder_id, uid, outcome, raw_id, message_id,"
	    " arrived_at) VALUES (1, 42, 0, %lld, %lld, %lld);"
	    "INSERT INTO arrival (folder_id, uid, outcome, arrived_at) VALUES"
	    " (1, 43, 2, 1)",
	    (long long)id, (long long)id, (long long)id,
	    (long long)TEST_COMMAND_NOW);
	return id;
}
