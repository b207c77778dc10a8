/* Finished mails on their way: one row a recipient, and what became of it. */
#pragma once

#include "store/store.h"

typedef enum {
	STORE_OUTBOX_READY,
	STORE_OUTBOX_SENDING, /* claimed; committed before connecting */
	STORE_OUTBOX_SENT,
	STORE_OUTBOX_DEFERRED, /* not accepted; again at next_at */
	STORE_OUTBOX_FAILED,
	STORE_OUTBOX_IN_DOUBT, /* sent whole, but no answer; again at next_at */
	STORE_OUTBOX_EXPIRED,
	STORE_OUTBOX_CANCELLED,
} StoreOutboxState;

/* All borrowed. */
typedef struct {
	int64_t digest_id;
	const char *kind, *subject, *period;
	int64_t revision;
	const char *recipient;
	const char *message_id; /* without <> */
	GBytes *bytes;
	int64_t next_at, expires_at;
	const char *token_sha256; /* of the reply token, hex */
	int64_t token_expires_at;
} StoreOutboxMail;

/* Adds a ready row and its reply token. STORE_ERROR_FAILED when the recipient
 * has this revision already. */
bool store_outbox_add(Store *self, const StoreOutboxMail *mail, GError **error);

typedef struct {
	int64_t id;
	StoreOutboxState state;
	char *kind, *subject, *period, *recipient, *message_id;
	GBytes *bytes;    /* NULL from store_outbox_list() */
	int64_t attempts; /* this one included */
	int64_t dots;     /* attempts after which nobody knows: 0, 1 */
	int64_t next_at, expires_at;
	char *answer; /* why it failed, from store_outbox_unsent() or NULL */
} StoreOutboxRow;

void store_outbox_row_free(StoreOutboxRow *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreOutboxRow, store_outbox_row_free)

/* Lists what is due at @now in the order of sending, without its bytes.
 * @ret_rows: (transfer full): StoreOutboxRow *. */
bool store_outbox_list(
    Store *self, int64_t now, GPtrArray **ret_rows, GError **error);

/* Counts the rows that wait for their time. */
bool store_outbox_waiting(
    Store *self, int64_t now, int64_t *ret_count, GError **error);

/* Lists what could not be sent, failed or too old, without its bytes.
 * @ret_rows: (transfer full): StoreOutboxRow *. */
bool store_outbox_unsent(Store *self, GPtrArray **ret_rows, GError **error);

/* Makes that ready once more, for a day at least, from @now on. Mails of those
 * whose answers were lost may be there twice then. */
bool store_outbox_renew(Store *self, int64_t now, GError **error);

/* Leaves it at that: cancels what could not be sent. */
bool store_outbox_give_up(Store *self, GError **error);

/* How long a mail in doubt waits before it is sent once more. */
typedef struct {
	int64_t escalation_s, digest_s;
} StoreOutboxDoubt;

/*
 * Settles what holders before @epoch (of role "digest") left in `sending`: in
 * doubt when the dot may have gone out, failed when that was the second time,
 * else deferred until @now.
 */
bool store_outbox_recover(Store *self, int64_t epoch, int64_t now,
    const StoreOutboxDoubt *doubt, GError **error);

/* Gives up what is past its use. */
bool store_outbox_expire(
    Store *self, int64_t now, int64_t *ret_expired, GError **error);

/*
 * Takes the next due row and makes it `sending`, in a transaction of its own:
 * escalations and alarms first, then by time. @ret_row: (transfer full): NULL
 * when nothing is due.
 */
bool store_outbox_claim(Store *self, int64_t epoch, int64_t now,
    StoreOutboxRow **ret_row, GError **error);

/* Notes that the final dot of row @id is about to go out. */
bool store_outbox_dot(Store *self, int64_t id, GError **error);

typedef struct {
	StoreOutboxState state;
	int64_t dots;       /* attempts after which nobody knows */
	int64_t next_at;    /* when deferred or in doubt */
	int64_t sent_at;    /* when sent */
	int64_t code;       /* of the server's last answer; 0 none */
	const char *answer; /* clean, one line; "" where none */
} StoreOutboxResult;

/* Ends the sending of row @id. */
bool store_outbox_settle(
    Store *self, int64_t id, const StoreOutboxResult *result, GError **error);

/* Defers everything that is due at @now until @next_at: nobody answers. */
bool store_outbox_postpone(
    Store *self, int64_t now, int64_t next_at, GError **error);
