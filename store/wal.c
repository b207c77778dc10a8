#include "store/wal.h"

#include "store/db.h"

#include <glib/gstdio.h>

/* Many, since pages of an index change often and are to be copied once. */
#define PAGES_TO_COPY 4000
#define PAGES_TO_CUT (STORE_WAL_MOST_BYTES / 2 / 4096)

/* Called after a commit that left the log @pages long. What this cannot do now,
 * the next commit will: a commit never fails for it. */
static int
shorten(void *data, sqlite3 *db, const char *name, int pages)
{
	(void)data;
	if (pages < PAGES_TO_COPY)
		return SQLITE_OK;
	/* No commit waits here for a reader. */
	(void)sqlite3_busy_timeout(db, 0);
	(void)sqlite3_wal_checkpoint_v2(db, name,
	    pages < PAGES_TO_CUT ? SQLITE_CHECKPOINT_PASSIVE
	                         : SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	(void)sqlite3_busy_timeout(db, STORE_BUSY_MS);
	return SQLITE_OK;
}

void
store_wal_keep_small(sqlite3 *db)
{
	(void)sqlite3_wal_hook(db, shorten, NULL);
}

int64_t
store_wal_bytes(Store *self)
{
	const char *path = sqlite3_db_filename(store_sqlite(self), "main");
	g_autofree char *wal = g_strconcat(path, "-wal", NULL);
	GStatBuf status;

	return g_stat(wal, &status) == 0 ? status.st_size : 0;
}
