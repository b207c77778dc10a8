/* How much there is of everything, for `tribune status`. */
#pragma once

#include "store/store.h"

#define STORE_OUTBOX_STATES 8

typedef struct {
	int64_t messages, queued,
	    quarantined;          /* queued and so on are part of all */
	int64_t oldest_queued_at; /* 0 with an empty queue */
	int64_t unfetched;        /* what servers do not hand over */
	int64_t unfetched_at;     /* when it is asked for next; 0: never */
	int64_t contacts, patterns, digests;
	int64_t outbox[STORE_OUTBOX_STATES]; /* by state, as in the schema */
	int64_t database_bytes;
} StoreStatus;

/* Fills @ret_status from one snapshot. */
bool store_status_read(Store *self, StoreStatus *ret_status, GError **error);

/* When the newest message came in; 0 where there is none. */
bool store_status_last_arrival(Store *self, int64_t *ret_at, GError **error);

/* Returns: "ready", "sending", ..: the word for an outbox state (static). */
const char *store_outbox_state_name(int state);
