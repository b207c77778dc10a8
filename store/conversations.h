/* Which messages answer which. */
#pragma once

#include "store/store.h"

typedef enum {
	STORE_ROLE_FROM = -1,
	STORE_ROLE_TO, /* and on as in the schema */
	STORE_ROLE_CC,
	STORE_ROLE_REPLY_TO,
} StoreRole;

/* One address that takes part in a message that is in a conversation. Owns its
 * string. */
typedef struct {
	int64_t conversation_id;
	StoreRole role;
	bool answer;   /* the message is an answer of ours */
	char *address; /* lower case */
} StoreParticipant;

/* Looks for the stored messages that have the Message-ID @reference, or
 * (@backwards) that refer to it; at most 50.
 * Adds StoreParticipant * of From, To, Cc and Reply-To to @participants. */
bool store_conversation_related(Store *self, const char *reference,
    bool backwards, GPtrArray *participants, GError **error);
void store_participant_free(void *self);

/* Begins a conversation at @at. */
bool store_conversation_begin(
    Store *self, int64_t at, int64_t *ret_id, GError **error);

/* Notes a message of conversation @id received at @at. */
bool store_conversation_extend(
    Store *self, int64_t id, int64_t at, GError **error);

/* Makes conversation @from part of @into. */
bool store_conversation_merge(
    Store *self, int64_t into, int64_t from, GError **error);

/* Finds messages of persons and answers that are read but in no conversation
 * any more. @ret_ids: (transfer full): int64_t, ascending, at most 100. */
bool store_conversation_apart(Store *self, GArray **ret_ids, GError **error);

/* Puts message @message_id into conversation @id. */
bool store_conversation_put(
    Store *self, int64_t id, int64_t message_id, GError **error);

/* Whether the outbox holds a mail with this Message-ID (without <>). */
bool store_outbox_has(
    Store *self, const char *message_id, bool *ret_found, GError **error);
