/* The messages that could not be read, for whoever looks after them. */
#pragma once

#include "store/store.h"

/* One that nobody has released. Owns its strings. */
typedef struct {
	int64_t id;
	int64_t received_at, size_bytes;
	char *mailbox, *folder; /* of its first arrival */
	char *why;
} StoreQuarantined;

/* @ret_rows: (transfer full): StoreQuarantined *, in the order of ids. */
bool store_quarantine_list(Store *self, GPtrArray **ret_rows, GError **error);

/*
 * Puts message @id back into the queue, as if it had never been tried.
 * @ret_found: false, and nothing is done, where it is not quarantined.
 */
bool store_quarantine_retry(
    Store *self, int64_t id, bool *ret_found, GError **error);

/* Notes that message @id may stay unread: it is kept and exported, and nobody
 * is told of it any more. @ret_found: as store_quarantine_retry(). */
bool store_quarantine_release(
    Store *self, int64_t id, int64_t now, bool *ret_found, GError **error);
