/* Which conversation a mail belongs to: by what it answers and who takes part,
 * never by its subject. */
#pragma once

#include "core/config.h"
#include "core/message.h"
#include "store/store.h"

typedef struct {
	const CoreConfig *config;
	const CoreMessage *message;
	int64_t received_at;
} FilterThread;

/*
 * Finds the conversations of the stored messages that @thread's message answers
 * or that answer it and share a participant with it, makes them one and adds
 * the message; begins one where there is none. So the order in which mails come
 * does not matter. Call it inside store_transact().
 */
bool filter_conversation_join(
    Store *store, const FilterThread *thread, int64_t *ret_id, GError **error);

/* Joins anew what store_conversation_apart() finds, some at a time, each time
 * in a transaction. */
bool filter_conversation_rejoin(
    Store *store, const CoreConfig *config, GError **error);
