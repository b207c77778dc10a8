/* Stored messages that other rules than now have tagged, and their new tags. */
#pragma once

#include "store/held.h"

/* Which messages: read mails of persons. */
typedef struct {
	int64_t after_id; /* 0: from the first on */
	int64_t since_at; /* received from then on */
	int64_t rules;    /* not those that rules of this fingerprint tagged */
	int64_t max_rows;
} StoreRetagQuery;

/* Counts them all, whatever max_rows is. */
bool store_retag_count(Store *self, const StoreRetagQuery *query,
    int64_t *ret_count, GError **error);

/* The next of them, in order. @ret_ids: (transfer full): int64_t. */
bool store_retag_list(Store *self, const StoreRetagQuery *query,
    GArray **ret_ids, GError **error);

/* What message @id will have once rules and models find @found (StoreTag *) in
 * it. @ret_held: (transfer full). */
bool store_retag_preview(Store *self, int64_t id, const GPtrArray *found,
    StoreHeld **ret_held, GError **error);

/* What rules of fingerprint @rules found in a message. Borrowed. */
typedef struct {
	int64_t id, filtered_at; /* of the record that they looked at */
	int64_t rules;
	const GPtrArray *found; /* StoreTag * */
} StoreRetagged;

/* Makes it so; nothing happens when the message was read again since then. Call
 * it inside store_transact(). */
bool store_retag_save(Store *self, const StoreRetagged *what, GError **error);
