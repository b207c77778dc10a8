/* A copy of a whole database in a file of its own, made while others write and
 * looked through before anybody relies on it. For store/backup.c. */
#pragma once

#include "store/backup.h"

/*
 * Copies the database @from, as one transaction sees it, to the new file @to
 * (0600; one that is there is replaced), verifies that and makes it durable but
 * for its name. Errors as store_backup_verify(); nothing is left then.
 */
bool store_copy(const char *from, const char *to, const StoreBackupWatch *watch,
    StoreBackupFacts *ret_facts, GError **error);

/* Removes @path with all that SQLite may have left beside it. */
void store_copy_remove(const char *path);

/* Makes what was renamed in the folder of @path durable. STORE_ERROR_FAILED. */
bool store_copy_sync_folder(const char *path, GError **error);

/* Sets @error from errno: "PATH: why". Returns: false. */
bool store_copy_fail(const char *path, GError **error);
