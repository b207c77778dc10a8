#include "cli/command.h"

#include "core/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
clear(CliContext *self)
{
	store_close(self->store);
	core_config_free(self->config);
	g_free(self->config_path);
}

/* Begins `status` with @line, words parted by blanks. */
static bool
begin(CliContext *self, const char *line, const GOptionEntry *entries,
    char **ret_first, GError **error)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	int argc = (int)g_strv_length(words);
	g_autofree char **argv = g_new0(char *, (size_t)argc + 1);
	char **left = argv;
	bool begun;

	memcpy(argv, words, (size_t)argc * sizeof *argv);
	begun = cli_begin(self, entries, 1, 2, &argc, &left, error);
	if (begun)
		*ret_first = g_strdup(left[1]);
	return begun;
}

/* Calls @body in a process of its own: one begins one command only. */
static void
in_child(void (*body)(const void *), const void *data)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		body(data);
		_exit(0);
	}
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_cmpint(status, ==, 0);
}

typedef struct {
	const char *line, *first;
	const char *config_path;
	int64_t fixed_at;
	bool json, debug;
} Good;

static void
assert_taken(const void *data)
{
	const Good *wanted = data;
	CliContext context = { .command = "status" };
	g_autofree char *first = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(begin(&context, wanted->line, NULL, &first, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(first, ==, wanted->first);
	g_assert_cmpstr(context.config_path, ==, wanted->config_path);
	g_assert_cmpint(context.clock.fixed_at, ==, wanted->fixed_at);
	g_assert_true(context.json == wanted->json);
	g_assert_true(context.debug == wanted->debug);
	clear(&context);
}

static void
test_takes_the_common_options(void)
{
	static const Good cases[] = {
		{ "status one", "one", NULL, 0, false, false },
		{ "status --json one two", "one", NULL, 0, true, false },
		{ "status one --debug", "one", NULL, 0, false, true },
		{ "status --config a.conf one", "one", "a.conf", 0, false,
		    false },
		{ "status one --config=b.conf --json", "one", "b.conf", 0, true,
		    false },
		{ "status --now 1970-01-02 one", "one", NULL, 86400, false,
		    false },
		{ "status --now=2026-11-16T09:00:00+01:00 one", "one", NULL,
		    1794816000, false, false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		in_child(assert_taken, &cases[i]);
}

static void
assert_dry_run(const void *line)
{
	gboolean dry_run = FALSE;
	const GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "", NULL },
		{ 0 },
	};
	CliContext context = { .command = "poll" };
	g_autofree char *first = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(begin(&context, line, entries, &first, &error));
	g_assert_no_error(error);
	g_assert_true(dry_run);
	g_assert_true(context.json);
	clear(&context);
}

static void
test_takes_the_options_of_a_command(void)
{
	in_child(assert_dry_run, "poll --dry-run one --json");
	in_child(assert_dry_run, "poll --json one --dry-run");
}

typedef struct {
	const char *line, *words;
} Bad;

static void
assert_refused(const void *data)
{
	const Bad *wanted = data;
	CliContext context = { .command = "status" };
	g_autofree char *first = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_false(begin(&context, wanted->line, NULL, &first, &error));
	g_assert_error(error, CLI_ERROR, CLI_ERROR_USAGE);
	g_assert_nonnull(strstr(error->message, wanted->words));
	g_assert_null(first);
	clear(&context);
}

static void
test_refuses(void)
{
	static const Bad cases[] = {
		{ "status",
		    "too few operands: it is tribune status; see tribune"
		    " status --help" },
		{ "status a b c",
		    "too many operands: it is tribune status; see tribune" },
		{ "status --jason a", "Unknown option --jason; see tribune" },
		{ "status a --config", "--config" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		in_child(assert_refused, &cases[i]);
}

static void
assert_no_time(const void *time)
{
	g_autofree char *line =
	    g_strdup_printf("status a --now=%s", (const char *)time);
	CliContext context = { .command = "status" };
	g_autofree char *first = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_false(begin(&context, line, NULL, &first, &error));
	g_assert_error(error, CLI_ERROR, CLI_ERROR_USAGE);
	g_assert_cmpint(context.clock.fixed_at, ==, 0);
	clear(&context);
}

static void
test_refuses_a_wrong_now(void)
{
	static const char *const times[] = { "yesterday", "1969-12-31",
		"2026-13-01", "2026-11-16T09:00:00", "" };

	for (unsigned i = 0; i < G_N_ELEMENTS(times); i++)
		in_child(assert_no_time, times[i]);
}

static void
test_help_needs_no_operands(void)
{
	if (g_test_subprocess()) {
		CliContext context = { .command = "status" };
		char *first;

		(void)begin(&context, "status --help", NULL, &first, NULL);
		return;
	}
	g_test_trap_subprocess(NULL, 0, 0);
	g_test_trap_assert_passed();
	g_test_trap_assert_stdout("*tribune status*say how far*--config=*");
}

static void
test_a_config_and_its_store_are_opened(void)
{
	g_autofree char *folder = g_dir_make_tmp("tribune-XXXXXX", NULL);
	CliContext context = { .command = "status" };
	g_autoptr(GError) error = NULL;

	context.config_path = g_build_filename(folder, "t.conf", NULL);
	g_assert_false(cli_open_store(&context, STORE_READ_ONLY, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
	g_clear_error(&error);
	g_assert_true(g_file_set_contents(context.config_path,
	    "[tribune]\ndatabase = t.db\ncompany = T\ndomains = t.example\n",
	    -1, NULL));
	g_assert_false(cli_open_store(&context, STORE_READ_ONLY, &error));
	g_assert_nonnull(error);
	g_assert_nonnull(context.config);
	g_clear_error(&error);
	g_assert_true(cli_open_store(&context, STORE_CREATE, &error));
	g_assert_no_error(error);
	g_assert_cmpint(g_remove(context.config_path), ==, 0);
	g_autofree char *database = g_strdup(context.config->database);
	g_autofree char *lock = g_strconcat(database, "-open.lock", NULL);
	clear(&context);
	g_assert_cmpint(g_remove(database), ==, 0);
	g_assert_cmpint(g_remove(lock), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/context/common", test_takes_the_common_options);
	g_test_add_func(
	    "/cli/context/own", test_takes_the_options_of_a_command);
	g_test_add_func("/cli/context/refuses", test_refuses);
	g_test_add_func("/cli/context/now", test_refuses_a_wrong_now);
	g_test_add_func("/cli/context/help", test_help_needs_no_operands);
	g_test_add_func(
	    "/cli/context/opens", test_a_config_and_its_store_are_opened);
	return g_test_run();
}
