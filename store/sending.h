/* One mail of the outbox after the other, by the one holder of role "digest":
 * claimed, sent, and what came of it. */
#pragma once

#include "store/outbox.h"

/* How long a mail in doubt waits before it is sent once more. */
typedef struct {
	int64_t escalation_s, digest_s;
} StoreSendingDoubt;

/*
 * Settles what holders before @epoch (of role "digest") left in `sending`: in
 * doubt when the dot may have gone out, failed when that was the second time,
 * else deferred until @now.
 */
bool store_sending_recover(Store *self, int64_t epoch, int64_t now,
    const StoreSendingDoubt *doubt, GError **error);

/* Gives up what is past its use. */
bool store_sending_expire(
    Store *self, int64_t now, int64_t *ret_expired, GError **error);

/*
 * Takes the next due row and makes it `sending`, in a transaction of its own:
 * escalations and alarms first, then by time. @ret_row: (transfer full): NULL
 * when nothing is due.
 */
bool store_sending_claim(Store *self, int64_t epoch, int64_t now,
    StoreOutboxRow **ret_row, GError **error);

/* Notes that the final dot of row @id is about to go out. */
bool store_sending_dot(Store *self, int64_t id, GError **error);

typedef struct {
	StoreOutboxState state;
	int64_t dots;       /* attempts after which nobody knows */
	int64_t next_at;    /* when deferred or in doubt */
	int64_t sent_at;    /* when sent */
	int64_t code;       /* of the server's last answer; 0 none */
	const char *answer; /* clean, one line; "" where none */
} StoreSendingResult;

/* Ends the sending of row @id. */
bool store_sending_settle(
    Store *self, int64_t id, const StoreSendingResult *result, GError **error);

/* Defers everything that is due at @now until @next_at: nobody answers. */
bool store_sending_postpone(
    Store *self, int64_t now, int64_t next_at, GError **error);
