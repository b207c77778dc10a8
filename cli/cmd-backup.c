#include "cli/command.h"

#include "cli/copying.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>

/* Whether @file is what a backup must never replace. */
static bool
is_database(const char *file, const char *database)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	GStatBuf mine, theirs;

	if (g_stat(file, &mine) != 0)
		return false;
	for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *path = g_strconcat(database, ends[i], NULL);
		if (g_stat(path, &theirs) == 0 &&
		    theirs.st_dev == mine.st_dev &&
		    theirs.st_ino == mine.st_ino)
			return true;
	}
	return false;
}

static bool
check_target(const char *file, const char *database, bool force, GError **error)
{
	GStatBuf status;

	if (is_database(file, database)) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "%s is the database itself", file);
		return false;
	}
	if (g_lstat(file, &status) != 0 || (force && S_ISREG(status.st_mode)))
		return true;
	g_set_error(error, CLI_ERROR, CLI_ERROR_EXISTS,
	    S_ISREG(status.st_mode) ? "%s is there already; --force replaces it"
	                            : "%s is there, and no file",
	    file);
	return false;
}

bool
cli_cmd_backup(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean force = FALSE;
	const GOptionEntry entries[] = {
		{ "force", 0, 0, G_OPTION_ARG_NONE, &force,
		    "replace a backup of that name", NULL },
		{ 0 },
	};
	g_autoptr(StoreLock) lock = NULL;
	StoreBackupFacts facts;
	CliCopying copying;
	const char *database;
	bool done;

	if (!cli_begin(self, entries, 1, 1, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	database = self->config->database;
	if (!check_target(argv[1], database, force, error) ||
	    !cli_need_file(database, error))
		return false;
	lock = store_lock_take(database, "backup", 0, error);
	if (!lock)
		return false;
	cli_copying_begin(&copying, "copied");
	done =
	    store_backup_make(database, argv[1], copying.watch, &facts, error);
	cli_copying_end(&copying);
	if (done)
		cli_copying_print(
		    self, argv[1], &facts, "written and verified", NULL);
	return done;
}
