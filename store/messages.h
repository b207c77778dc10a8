/* What filters found out about a message, written in one go. */
#pragma once

#include "core/message.h"
#include "store/tags.h"

/* All of it is borrowed. */
typedef struct {
	int64_t id;
	int64_t epoch; /* under which it was claimed */
	int64_t filtered_at;
	const CoreMessage *record;
	const GPtrArray *tags;     /* as store_tags_save() */
	const GPtrArray *promises; /* StorePromise *; NULL: none */
	int64_t rules;             /* the fingerprint of what found them */
	int64_t contact_id;        /* 0: none */
	int64_t conversation_id;   /* 0: none */
} StoreFiltered;

/*
 * Writes @what into message, text, addresses, references, attachments, flags,
 * tags and routing, and marks the message done; labels it has hold over that.
 * STORE_ERROR_BUSY when it is no longer claimed under @what->epoch: another
 * process has taken over, stop. Call it inside store_transact().
 */
bool store_message_save(Store *self, const StoreFiltered *what, GError **error);
