#include "store/backup.h"

#include "core/autoptr.h"
#include "core/fault.h"
#include "store/copy.h"
#include "store/db.h"
#include "store/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How long a reader may still take to close the database. */
#define READER_MS 2000

bool
store_backup_make(const char *database, const char *file,
    const StoreBackupWatch *watch, StoreBackupFacts *ret_facts, GError **error)
{
	g_autofree char *part = g_strconcat(file, ".part", NULL);
	StoreBackupFacts facts;

	CORE_FAULT_POINT();
	if (!store_copy(database, part, watch, &facts, error))
		return false;
	CORE_FAULT_POINT();
	if (g_rename(part, file) != 0) {
		(void)store_copy_fail(file, error);
		store_copy_remove(part);
		return false;
	}
	CORE_FAULT_POINT();
	if (!store_copy_sync_folder(file, error))
		return false;
	*ret_facts = facts;
	return true;
}

/* Whether SQLite may be let near it: the log of a database that has lost its
 * first page it would delete. */
static bool
has_first_page(const char *database)
{
	char bytes[512] = "";
	g_autoptr(FILE) file = g_fopen(database, "rbe");

	return file && fread(bytes, 1, sizeof bytes, file) == sizeof bytes &&
	       strcmp(bytes, "SQLite format 3") == 0;
}

/*
 * Brings all of the database into its one file, which SQLite does only where
 * nobody else has it open. One that is too damaged for it is kept as it is.
 */
static bool
settle(const char *database, GError **error)
{
	sqlite3 *db = NULL;

	if (!has_first_page(database))
		return true;
	int code = sqlite3_open_v2(database, &db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);

	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(db, READER_MS);
	if (code == SQLITE_OK)
		code = sqlite3_exec(
		    db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	(void)sqlite3_close(db);
	if ((code & 0xff) != SQLITE_BUSY)
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_BUSY,
	    "%s: somebody has it open: stop that first", database);
	return false;
}

/* A name beside @database that nothing has. */
static char *
choose_name(const char *database, int64_t now_at)
{
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_at);
	g_autofree char *time = g_date_time_format(now, "%Y%m%dT%H%M%SZ");
	char *name = g_strdup_printf("%s.%s", database, time);

	for (int i = 2; g_file_test(name, G_FILE_TEST_EXISTS); i++) {
		g_free(name);
		name = g_strdup_printf("%s.%s.%d", database, time, i);
	}
	return name;
}

/* Gives @from the name @to; one that is not there is no fault. */
static bool
move(const char *from, const char *to, GError **error)
{
	return g_rename(from, to) == 0 || errno == ENOENT ||
	       store_copy_fail(from, error);
}

/* What a damaged database still has beside it would be taken for a part of the
 * new one. */
static bool
move_rests(const char *database, const char *kept, GError **error)
{
	static const char *const ends[] = { "-wal", "-journal" };
	g_autofree char *index = g_strconcat(database, "-shm", NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *from = g_strconcat(database, ends[i], NULL);
		g_autofree char *to = g_strconcat(kept, ends[i], NULL);
		if (!move(from, to, error))
			return false;
	}
	(void)g_unlink(index); /* SQLite makes it anew */
	return true;
}

/* The database has a second name until the backup takes its first. Where the
 * file system knows no such thing it is moved. */
static bool
keep(const char *database, const char *kept, GError **error)
{
	if (link(database, kept) == 0)
		return true;
	return errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS
	           ? move(database, kept, error)
	           : store_copy_fail(kept, error);
}

static bool
swap(
    const StoreRestore *self, const char *part, char **ret_kept, GError **error)
{
	g_autofree char *kept = choose_name(self->database, self->now_at);
	bool is_there = g_file_test(self->database, G_FILE_TEST_EXISTS);

	if (is_there && (!settle(self->database, error) ||
	                    !keep(self->database, kept, error)))
		return false;
	CORE_FAULT_POINT();
	if (!move_rests(self->database, kept, error))
		return false;
	CORE_FAULT_POINT();
	if (g_rename(part, self->database) != 0)
		return store_copy_fail(self->database, error);
	CORE_FAULT_POINT();
	if (!store_copy_sync_folder(self->database, error))
		return false;
	*ret_kept = is_there ? g_steal_pointer(&kept) : NULL;
	return true;
}

bool
store_backup_restore(const StoreRestore *self, StoreBackupFacts *ret_facts,
    char **ret_kept, GError **error)
{
	g_autofree char *part = g_strconcat(self->database, ".part", NULL);
	g_autoptr(StoreLock) alone = NULL;
	StoreBackupFacts facts;

	/* Of the file itself, so that the error names that. */
	if (!store_backup_verify(self->file, &facts, error))
		return false;
	alone =
	    store_lock_take(self->database, STORE_LOCK_OPEN, READER_MS, error);
	if (!alone || !store_copy(self->file, part, self->watch, &facts, error))
		return false;
	CORE_FAULT_POINT();
	if (!swap(self, part, ret_kept, error)) {
		store_copy_remove(part);
		return false;
	}
	*ret_facts = facts;
	return true;
}
