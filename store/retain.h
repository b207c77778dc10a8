/* What is older than it is to be kept, and its end. */
#pragma once

#include "store/store.h"

typedef enum {
	STORE_RETAIN_RAW,  /* the mails as they came; what was read of them
	                      stays */
	STORE_RETAIN_TEXT, /* what they say; tags, patterns and counts stay */
} StoreRetainWhat;

typedef struct {
	StoreRetainWhat what;
	int64_t before; /* received before it */
	int64_t at;     /* now */
} StoreRetain;

/* @ret_count: how many mails still have it. */
bool store_retain_count(
    Store *self, const StoreRetain *retain, int64_t *ret_count, GError **error);

/* Ends it for at most @most mails, the oldest first, in a transaction of its
 * own, and notes that as store_erase_begin() does. @ret_done: how many; 0 when
 * none is left. */
bool store_retain_some(Store *self, const StoreRetain *retain, unsigned most,
    int64_t *ret_done, GError **error);

/* People none of whose mails came at or after @before, and no answer of ours in
 * their conversations. @ret_ids: (transfer full): int64_t, one contact each. */
bool store_retain_people(
    Store *self, int64_t before, GArray **ret_ids, GError **error);

/* When retention was last done; 0: never. */
bool store_retain_last(Store *self, int64_t *ret_at, GError **error);
bool store_retain_done(Store *self, int64_t at, GError **error);
