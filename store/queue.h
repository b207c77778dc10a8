/* The queue between ingest and filters: messages whose bytes are kept and whose
 * words are not yet read. */
#pragma once

#include "store/store.h"

typedef struct {
	int64_t id;
	int64_t size_bytes;
	int64_t received_at;
	bool imported;
	bool oversize; /* only its headers are kept */
} StoreQueued;

/* What to take; @epoch is of role "filter". */
typedef struct {
	int64_t epoch;
	int64_t now;
	int64_t lease_s;
	int64_t max_rows;  /* 1 or more */
	int64_t max_bytes; /* of raw mail; the first row may be larger alone */
	bool ahead; /* others are at work: nothing that has to come alone */
} StoreClaim;

/*
 * Claims queued messages in the order of their ids: those that nobody holds,
 * an earlier epoch held, or whose lease is over. A message that was claimed
 * five times and is still here comes alone; after 25 times it is quarantined,
 * for then it kills whoever takes it.
 * @ret_rows: (transfer full): StoreQueued; none when the queue is empty.
 */
bool store_queue_claim(
    Store *self, const StoreClaim *claim, GArray **ret_rows, GError **error);

/* Takes message @id out of the queue for good, with @why: its bytes stay. */
bool store_queue_quarantine(
    Store *self, int64_t id, int64_t now, const char *why, GError **error);

/* Counts what is in the queue, claimed or not. */
bool store_queue_length(Store *self, int64_t *ret_length, GError **error);

/* The names of the mailboxes in which message @id arrived, sorted.
 * @ret_mailboxes: (transfer full): ended by NULL. */
bool store_queue_mailboxes(
    Store *self, int64_t id, char ***ret_mailboxes, GError **error);
