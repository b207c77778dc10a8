/* What our answers promised, and whether it was kept. */
#pragma once

#include "store/store.h"

typedef enum {
	STORE_PROMISE_OPEN,
	STORE_PROMISE_KEPT,
	STORE_PROMISE_OVERDUE, /* no answer of ours came in time */
} StorePromiseState;

/* Owns its strings. */
typedef struct {
	char *text;     /* the sentence, on one line */
	int64_t due_at; /* the first second that is too late */
	/* Only of one that is read back: */
	int64_t message_id, conversation_id;
	int64_t said_at;
	int64_t again_at; /* our next answer there, not a machine's; or 0 */
	char *said_by;    /* name or address of who answered; NULL: unknown */
} StorePromise;
void store_promise_free(void *self); /* NULL is allowed */

StorePromiseState store_promise_state(const StorePromise *self, int64_t now);

/* Returns: "open", "kept", "overdue" (static). */
const char *store_promise_state_name(StorePromiseState state);

/* @ret_promises: (transfer full): StorePromise * of conversation @id, by
 * due_at. */
bool store_promise_of(
    Store *self, int64_t id, GPtrArray **ret_promises, GError **error);

/* @ret_promises: (transfer full): StorePromise * of all conversations, due at
 * or after @since, by due_at. */
bool store_promise_since(
    Store *self, int64_t since, GPtrArray **ret_promises, GError **error);
