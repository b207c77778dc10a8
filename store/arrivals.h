/* What came from each folder, and what became of it. */
#pragma once

#include "store/pack.h"
#include "store/store.h"

#include <stdint.h>

/* What became of a UID that a folder listed; the values are in the schema. */
typedef enum {
	STORE_NEW,
	STORE_DUPLICATE, /* its content was here already */
	STORE_VANISHED,  /* listed, but gone when it was fetched */
	STORE_SKIPPED,   /* older than the mailbox's `since` */
} StoreOutcome;
#define STORE_OUTCOMES 4

/* Returns: "new", "duplicate", "vanished", "skipped" (static). */
const char *store_outcome_name(StoreOutcome outcome);

/* One mail that came. All is borrowed. */
typedef struct {
	int64_t folder_id, uid;
	const StorePacked *packed; /* oversize: the header block alone */
	const char *content_key;   /* mail_key() of those bytes */
	int64_t size_bytes;        /* of the whole mail */
	int64_t received_at, arrived_at;
	bool imported;  /* by `tribune import` */
	bool answer;    /* from a Sent folder */
	bool oversize;  /* beyond limits.message_bytes: kept as the message's
	                   error "oversize" until it is read */
	bool unfetched; /* the server does not hand it over: quarantined, with
	                   flag "unfetched", and asked for again */
} StoreArrival;

/*
 * Takes one mail in: raw bytes, message row (unless its content is known) and
 * arrival row. A message that any folder of answers holds is an answer,
 * whichever copy came first. An arrival known already (folder and UID) changes
 * nothing and gives its earlier outcome. Call it inside store_transact(),
 * together with store_folder_advance().
 */
bool store_arrival_add(Store *self, const StoreArrival *arrival,
    StoreOutcome *ret_outcome, GError **error);

/* One UID without bytes. */
typedef struct {
	int64_t folder_id, uid;
	StoreOutcome outcome; /* vanished or skipped */
	int64_t arrived_at;
} StoreMiss;

/* Records @miss. An arrival known already changes nothing. Call it inside
 * store_transact(). */
bool store_arrival_miss(Store *self, const StoreMiss *miss, GError **error);

/* How often bytes of @sha256 have arrived in @folder_id: an import adds the
 * n-th copy in a file only where fewer than n are here. */
bool store_arrival_copies(Store *self, int64_t folder_id, const char *sha256,
    int64_t *ret_copies, GError **error);
