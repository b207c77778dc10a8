#include "store/migrate.h"

#include "core/embedded.h"
#include "store/db.h"
#include "store/error.h"

extern const EmbeddedFile store_migrations[];

static bool
run(sqlite3 *db, const char *sql, GError **error)
{
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || store_fail(db, code, error);
}

static bool
read_version(sqlite3 *db, int *ret_version, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int code =
	    sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL);

	if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW)
		*ret_version = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW || store_fail(db, code, error);
}

int
store_schema_version(void)
{
	int version = 0;

	while (store_migrations[version].name)
		version++;
	return version;
}

/* @number counts from 1, as the files do. */
static bool
apply(sqlite3 *db, int number, GError **error)
{
	g_autofree char *finish =
	    g_strdup_printf("PRAGMA user_version = %d; COMMIT", number);

	if (run(db, store_migrations[number - 1].text, error) &&
	    run(db, finish, error))
		return true;
	(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	g_prefix_error(error, "%s: ", store_migrations[number - 1].name);
	return false;
}

static void
refuse_newer(int version, GError **error)
{
	g_set_error(error, STORE_ERROR, STORE_ERROR_VERSION,
	    "schema %d is newer than this program's %d: install the newer"
	    " tribune",
	    version, store_schema_version());
}

bool
store_migrate(sqlite3 *db, GError **error)
{
	int version;

	for (;;) {
		/* Read under the write lock: another process may be at it. */
		if (!run(db, "BEGIN IMMEDIATE", error) ||
		    !read_version(db, &version, error))
			return false;
		if (version >= store_schema_version())
			break;
		if (!apply(db, version + 1, error))
			return false;
	}
	if (!run(db, "ROLLBACK", error))
		return false;
	if (version == store_schema_version())
		return true;
	refuse_newer(version, error);
	return false;
}

bool
store_check_version(sqlite3 *db, GError **error)
{
	int version;

	if (!read_version(db, &version, error))
		return false;
	if (version == store_schema_version())
		return true;
	if (version > store_schema_version())
		refuse_newer(version, error);
	else
		g_set_error(error, STORE_ERROR, STORE_ERROR_VERSION,
		    "schema %d is older than this program's %d: run"
		    " `tribune filter` once to bring it up",
		    version, store_schema_version());
	return false;
}
