/* What every command owes its user, whichever it is. */
#include "cli/test-command.h"

#include <string.h>
#include <sysexits.h>

enum {
	NEEDS = 1, /* a database */
	WAITS = 2, /* for servers, or goes on and on */
};

/* A line of a command that goes as far as what it needs. */
typedef struct {
	const char *line;
	unsigned flags;
} Line;

static const Line lines[] = {
	{ "setup", 0 },
	{ "login support", 0 },
	{ "check", WAITS },
	{ "poll", WAITS },
	{ "import /dev/null", 0 },
	{ "filter", 0 },
	{ "digest qa", NEEDS },
	{ "digest qa --preview", NEEDS },
	{ "escalate", NEEDS },
	{ "escalate --preview", NEEDS },
	{ "alarm", NEEDS },
	{ "alarm --preview", NEEDS },
	{ "send", NEEDS | WAITS },
	{ "send --dry-run", NEEDS },
	{ "send --unsent", NEEDS },
	{ "run", WAITS },
	{ "status", NEEDS },
	{ "backup /nonexistent/b.db", 0 },
	{ "restore /nonexistent/b.db", 0 },
	{ "quarantine", NEEDS },
	{ "quarantine show 1", NEEDS },
	{ "quarantine retry 1", NEEDS },
	{ "quarantine release --all", NEEDS },
	{ "contacts", NEEDS },
	{ "contacts --advocates", NEEDS },
	{ "contacts --due 3", NEEDS },
	{ "contact ann@example.org", NEEDS },
	{ "contact ann@example.org --type customer --by a@tideway.example",
	    NEEDS },
	{ "conversations", NEEDS },
	{ "search crash", NEEDS },
	{ "show 1", NEEDS },
	{ "why 1", NEEDS },
	{ "export", NEEDS },
	{ "rules check", 0 },
	{ "tag 1 +bug --by a@tideway.example", NEEDS },
	{ "route 1 qa --by a@tideway.example", NEEDS },
	{ "learn", NEEDS },
	{ "learn --report", NEEDS },
	{ "erase ann@example.org --dry-run", NEEDS },
	{ "erase ann@example.org --yes", NEEDS },
	{ "retain", NEEDS },
	{ "retain --dry-run", NEEDS },
	{ "work filter", WAITS },
	{ "parse", WAITS },
};

static bool
is_of(const Line *line, const char *command)
{
	size_t length = strlen(command);

	return strncmp(line->line, command, length) == 0 &&
	       (line->line[length] == ' ' || line->line[length] == '\0');
}

static void
set_up(TestCommand *self, const void *data)
{
	g_autofree char *rules = NULL;
	g_autofree char *text = NULL;

	test_command_set_up(self, data);
	rules = g_build_filename(self->base.folder, "t.rules", NULL);
	text = g_strdup_printf(
	    "rules = %s\noperator = o@tideway.example\n", rules);
	g_assert_true(
	    g_file_set_contents(rules, "bug -> qa\n  crash*\n", -1, NULL));
	test_command_configure(self, text);
	test_command_configure(self,
	    "[send]\nserver = smtp.example\nuser = voice@tideway.example\n"
	    "password-file = none\nfrom = Voice <voice@tideway.example>\n"
	    "[department qa]\nto = qa@tideway.example\n"
	    "[executive]\nto = ceo@tideway.example\n"
	    "[retention]\nraw = 24 months\n");
}

static void
test_each_has_its_help(TestCommand *self, const void *data)
{
	(void)data;
	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		g_autofree char *usage =
		    g_strdup_printf("tribune %s [OPTION", command->name);
		g_autofree char *line =
		    g_strdup_printf("%s --help --nonesuch", command->name);
		g_autofree char *short_line =
		    g_strdup_printf("%s -h", command->name);

		test_command_assert_says(self, line, EX_OK, usage);
		test_command_assert_says(self, short_line, EX_OK, "--config=");
		if (command->summary)
			test_command_assert_says(
			    self, short_line, EX_OK, command->summary);
	}
}

/* So that none is left out below. */
static void
test_each_has_a_line_here(TestCommand *self, const void *data)
{
	(void)self, (void)data;
	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		unsigned n = 0;

		for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
			n += is_of(&lines[i], command->name);
		if (n == 0)
			g_error("no line of %s", command->name);
	}
}

static void
test_none_goes_without_a_config(TestCommand *self, const void *data)
{
	(void)data;
	g_free(self->config_path);
	self->config_path =
	    g_build_filename(self->base.folder, "nowhere", "t.conf", NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
		if (!is_of(&lines[i], "setup") && !is_of(&lines[i], "parse"))
			test_command_assert_says(self, lines[i].line, EX_CONFIG,
			    "nowhere/t.conf: there is no");
	g_assert_false(g_file_test(self->config_path, G_FILE_TEST_EXISTS));
}

/* A database is made by whom mail comes in, and never by a misspelt path. */
static void
test_none_makes_a_database_by_the_way(TestCommand *self, const void *data)
{
	g_autofree char *path =
	    g_build_filename(self->base.folder, "none.db", NULL);
	g_autofree char *text = g_strdup_printf("database = %s\n", path);
	g_autofree char *config = NULL;

	(void)data;
	g_assert_true(
	    g_file_get_contents(self->config_path, &config, NULL, NULL));
	*strstr(config, "database = ") = '#';
	g_assert_true(g_file_set_contents(self->config_path, config, -1, NULL));
	test_command_configure(self, text);
	for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
		if (lines[i].flags & NEEDS)
			test_command_assert_says(self, lines[i].line, EX_IOERR,
			    "there is no database yet; `tribune poll` or");
		g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
	}
	test_command_assert_says(self, "filter", EX_OK, "0 filtered");
	g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* Output that is no terminal has no colours, cursors or progress. */
static void
test_a_file_gets_plain_text(TestCommand *self, const void *data)
{
	(void)data;
	(void)test_command_add_message(self);
	for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
		int code;
		g_autofree char *said = NULL;

		if ((lines[i].flags & WAITS) || is_of(&lines[i], "setup"))
			continue;
		said = test_command_said(self, lines[i].line, &code);
		if (strpbrk(said, "\033\r\b"))
			g_error("%s: %s", lines[i].line, said);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestCommand *, const void *);
	} tests[] = {
		{ "/cli/every/help", test_each_has_its_help },
		{ "/cli/every/line", test_each_has_a_line_here },
		{ "/cli/every/config", test_none_goes_without_a_config },
		{ "/cli/every/database",
		    test_none_makes_a_database_by_the_way },
		{ "/cli/every/plain", test_a_file_gets_plain_text },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestCommand, NULL, set_up,
		    tests[i].run, test_command_tear_down);
	return g_test_run();
}
