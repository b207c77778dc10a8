/* What filters found out about a message, written in one go. */
#pragma once

#include "core/message.h"
#include "store/store.h"

typedef enum {
	STORE_URGENCY_NONE,
	STORE_URGENCY_HIGH,
	STORE_URGENCY_NOW,
} StoreUrgency;

/* One tag and why it is there; by a rule in this version. Owns its strings. */
typedef struct {
	char *tag;
	char *rule;
	StoreUrgency urgency;
	char **spans; /* the words that matched, as they stand in the mail */
} StoreTag;

void store_tag_free(StoreTag *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreTag, store_tag_free)

/* All of it is borrowed. */
typedef struct {
	int64_t id;
	int64_t epoch; /* under which it was claimed */
	int64_t filtered_at;
	const CoreMessage *record;
	const GPtrArray *tags;        /* StoreTag *, each tag once */
	const GPtrArray *departments; /* char *, each once */
	int64_t contact_id;           /* 0: none */
	int64_t conversation_id;      /* 0: none */
} StoreFiltered;

/*
 * Writes @what into message, text, addresses, references, attachments, flags,
 * tags and routing, and marks the message done. STORE_ERROR_BUSY when it is no
 * longer claimed under @what->epoch: another process has taken over, stop.
 * Call it inside store_transact().
 */
bool store_message_save(Store *self, const StoreFiltered *what, GError **error);
