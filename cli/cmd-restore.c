#include "cli/command.h"

#include "cli/alone.h"
#include "cli/copying.h"

static bool
look(const CliContext *self, const char *file, GError **error)
{
	const char *database = self->config->database;
	StoreBackupFacts facts;
	g_autofree char *verdict = g_strdup_printf("whole, and would %s %s",
	    g_file_test(database, G_FILE_TEST_EXISTS) ? "replace" : "become",
	    database);

	if (!store_backup_verify(file, &facts, error))
		return false;
	cli_copying_print(self, file, &facts, verdict, NULL);
	return true;
}

static bool
restore(const CliContext *self, const char *file, GError **error)
{
	const char *database = self->config->database;
	CliCopying copying;
	StoreRestore order = { .file = file,
		.database = database,
		.now_at = core_clock_now(&self->clock) };
	StoreBackupFacts facts;
	g_autofree char *kept = NULL;
	bool done;

	cli_copying_begin(&copying, "restored");
	order.watch = copying.watch;
	done = store_backup_restore(&order, &facts, &kept, error);
	cli_copying_end(&copying);
	if (!done)
		return false;
	cli_copying_print(self, database, &facts, "restored", kept);
	return true;
}

bool
cli_cmd_restore(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean dry_run = FALSE;
	const GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run,
		    "verify the backup and change nothing", NULL },
		{ 0 },
	};
	g_autoptr(GPtrArray) locks = NULL;

	if (!cli_begin(self, entries, 1, 1, &argc, &argv, error) ||
	    !cli_open_config(self, error) || !cli_need_file(argv[1], error))
		return false;
	if (dry_run)
		return look(self, argv[1], error);
	locks = cli_be_alone(self->config->database, error);
	return locks && restore(self, argv[1], error);
}
