/* Backups: the whole database in one file, and its way back. */
#pragma once

#include "store/store.h"

/* What is in a backup. */
typedef struct {
	int64_t bytes, messages;
	int64_t newest_at; /* when its last message arrived; 0: there is none */
	int version;       /* of its schema */
} StoreBackupFacts;

/* Hears how far a copy is. */
typedef struct {
	void (*progress)(int64_t done_bytes, int64_t all_bytes, void *data);
	void *data;
} StoreBackupWatch;

/*
 * Writes the database at @database to @file, while others go on writing: all of
 * it as it was at one moment. @file appears, or is replaced, whole and verified
 * or not at all. Errors as store_backup_verify(), and STORE_ERROR_FULL.
 * @watch: NULL where nobody listens.
 */
bool store_backup_make(const char *database, const char *file,
    const StoreBackupWatch *watch, StoreBackupFacts *ret_facts, GError **error);

/*
 * Reads all of @file: whether it is a database of ours and whole. Changes
 * nothing. STORE_ERROR_CORRUPT when it is damaged or something else,
 * _VERSION when a newer program made it, _READ_ONLY when it cannot be read.
 */
bool store_backup_verify(
    const char *file, StoreBackupFacts *ret_facts, GError **error);

typedef struct {
	const char *file, *database;
	int64_t now_at; /* the kept database's name says it */
	const StoreBackupWatch *watch;
} StoreRestore;

/*
 * Puts the backup in the place of the database, which need not be there. What
 * was there is kept beside it. At every moment one of the two is there, whole.
 * Call it with the locks of all roles held. STORE_ERROR_BUSY when somebody has
 * the database open; else as store_backup_verify().
 * @ret_kept: (transfer full): its new name; NULL where there was none.
 */
bool store_backup_restore(const StoreRestore *self, StoreBackupFacts *ret_facts,
    char **ret_kept, GError **error);
