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
