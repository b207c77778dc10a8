/* The one database: opening it, migrating it, transactions, locks. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _Store Store;

typedef enum {
	STORE_CREATE,    /* make and migrate it where needed; read and write */
	STORE_CHANGE,    /* the same, but it must be there */
	STORE_READ_ONLY, /* it must be there, and of this version */
} StoreMode;

/*
 * Opens the database at @path. A new one is made 0600, in a folder made 0700
 * where it is missing, and brought to the newest schema.
 * STORE_ERROR_VERSION when a newer program made it, _READ_ONLY, _FULL, _CORRUPT
 * as they say; the message names @path.
 * Returns: (transfer full): for one thread of one process.
 */
Store *store_open(const char *path, StoreMode mode, GError **error);

void store_close(Store *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* The work of one transaction. @data is the caller's. */
typedef bool (*StoreBody)(Store *self, void *data, GError **error);

/*
 * Runs @body between BEGIN IMMEDIATE and COMMIT, durable on return
 * (synchronous=FULL); rolled back when @body or the commit fails. @body must
 * have no effect outside the database: a caller may run it again. Inside
 * another transaction @body joins it.
 */
bool store_transact(Store *self, StoreBody body, void *data, GError **error);

/* Runs @body, which only reads, on one snapshot of the database: what others
 * commit meanwhile is not seen. Inside another transaction @body joins it. */
bool store_snapshot(Store *self, StoreBody body, void *data, GError **error);

/* The schema this program writes: the number of its last migration. */
int store_schema_version(void);

/* A role that one process at a time may play on a database. */
typedef struct _StoreLock StoreLock;

/*
 * Takes the lock of @role ("run", "ingest", "filter", "digest") on the database
 * at @path, held until freed or the process ends. STORE_ERROR_BUSY, naming the
 * holder's process id, when it is taken and stays so for @wait_ms.
 * Returns: (transfer full).
 */
StoreLock *store_lock_take(
    const char *path, const char *role, int64_t wait_ms, GError **error);

/*
 * Shares the lock STORE_LOCK_OPEN with all who have the database open for
 * writing, which store_open() does; whoever puts another in its place takes it
 * alone. STORE_ERROR_BUSY when that is so for @wait_ms. Returns: (transfer
 * full).
 */
#define STORE_LOCK_OPEN "open"
StoreLock *store_lock_share(const char *path, int64_t wait_ms, GError **error);
void store_lock_free(StoreLock *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreLock, store_lock_free)

/*
 * Begins a new epoch of @role and returns its number: rows that an earlier
 * holder of the role had claimed are free again. Call it with the lock held.
 */
bool store_epoch_begin(
    Store *self, const char *role, int64_t *ret_epoch, GError **error);

/*
 * The database's own HMAC-SHA256 key for @purpose ("loop", "reply"): made at
 * random on first use, never deleted. @ret_key: (transfer full): 32 bytes.
 */
bool store_key(
    Store *self, const char *purpose, GBytes **ret_key, GError **error);
