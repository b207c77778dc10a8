#include "cli/command.h"

#include "core/log.h"

#include <string.h>

#define DEFAULT_CONFIG "/etc/tribune/tribune.conf"

G_DEFINE_QUARK(tribune_cli_error, cli_error)

static bool
parse_options(CliContext *self, const GOptionEntry *entries, int *argc,
    char ***argv, GError **error)
{
	g_autoptr(GOptionContext) context = NULL;
	g_autoptr(GError) local = NULL;
	g_autofree char *now = NULL;
	gboolean json = FALSE, debug = FALSE;
	GOptionEntry common[] = {
		{ "config", 0, 0, G_OPTION_ARG_FILENAME, &self->config_path,
		    "the config file, instead of " DEFAULT_CONFIG, "FILE" },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &now,
		    "take this for the time, as 2026-11-16T09:00:00Z", "TIME" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "print JSON", NULL },
		{ "debug", 0, 0, G_OPTION_ARG_NONE, &debug,
		    "log what goes on, without the mails' words", NULL },
		{ 0 },
	};
	const CliCommand *command = cli_commands();

	while (command->name && g_strcmp0(command->name, self->command) != 0)
		command++;
	context = g_option_context_new(command->arguments);
	g_option_context_set_summary(context, command->summary);
	if (entries)
		g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_main_entries(context, common, NULL);
	if (!g_option_context_parse(context, argc, argv, &local)) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "%s; see tribune %s --help", local->message, self->command);
		return false;
	}
	self->json = json;
	self->debug = debug;
	if (!now || core_time_parse(now, &self->clock.fixed_at, &local))
		return true;
	g_set_error(
	    error, CLI_ERROR, CLI_ERROR_USAGE, "--now %s", local->message);
	return false;
}

/* GLib leaves a "--" that stands before an operand with a dash. */
static void
drop_dashes(int *argc, char **argv)
{
	int kept = 1;
	bool dropped = false;

	for (int i = 1; i < *argc; i++) {
		if (!dropped && strcmp(argv[i], "--") == 0)
			dropped = true;
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;
	*argc = kept;
}

/* What it takes, with a blank before it; "" for nothing. */
static char *
operands_of(const char *name)
{
	for (const CliCommand *at = cli_commands(); at->name; at++)
		if (strcmp(at->name, name) == 0 && *at->arguments)
			return g_strconcat(" ", at->arguments, NULL);
	return g_strdup("");
}

bool
cli_begin(CliContext *self, const GOptionEntry *entries, int min_operands,
    int max_operands, int *argc, char ***argv, GError **error)
{
	g_autofree char *program = g_strdup_printf("tribune %s", self->command);

	g_set_prgname(program);
	if (!parse_options(self, entries, argc, argv, error))
		return false;
	core_log_init(self->debug);
	drop_dashes(argc, *argv);
	if (*argc - 1 < min_operands || *argc - 1 > max_operands) {
		g_autofree char *operands = operands_of(self->command);

		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "too %s operands: it is tribune %s%s; see tribune %s "
		    "--help",
		    *argc - 1 < min_operands ? "few" : "many", self->command,
		    operands, self->command);
		return false;
	}
	return true;
}

bool
cli_open_config(CliContext *self, GError **error)
{
	if (!self->config_path)
		self->config_path = g_strdup(DEFAULT_CONFIG);
	self->config = core_config_load(self->config_path, error);
	return self->config != NULL;
}

bool
cli_open_store(CliContext *self, StoreMode mode, GError **error)
{
	if (!self->config && !cli_open_config(self, error))
		return false;
	self->store = store_open(self->config->database, mode, error);
	return self->store != NULL;
}
