/* Messages read back whole, for people and exports. */
#pragma once

#include "store/messages.h"

typedef enum {
	STORE_STATE_QUEUED,
	STORE_STATE_DONE,
	STORE_STATE_QUARANTINED,
	STORE_STATE_ERASED, /* only its hashes and times are left */
} StoreState;

/* Where and as which bytes a message came. Owns its strings. */
typedef struct {
	char *mailbox, *folder, *sha256;
	int64_t uidvalidity, uid;
} StoreRecordArrival;

/* All that is known of one message. Owns all it points to. */
typedef struct {
	int64_t id;
	StoreState state;
	char *content_key;
	char *error; /* why it is quarantined, or NULL */
	int64_t size_bytes, received_at;
	int64_t filtered_at; /* 0: not read yet */
	int64_t
	    rules; /* fingerprint of the rules it was tagged by; 0: unknown */
	GPtrArray *arrivals;    /* StoreRecordArrival *, in order of arrival */
	CoreMessage *record;    /* empty while queued; without headers */
	GPtrArray *tags;        /* StoreTag *, by name */
	GPtrArray *departments; /* char *, by name */
	char *contact_address;  /* NULL: no contact */
	char *contact_type, *contact_stage; /* NULL: unknown */
	int64_t conversation_id;            /* 0: none */
	int64_t pattern_id;                 /* 0: none */
	char *pattern_label;
} StoreRecord;

void store_record_free(StoreRecord *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreRecord, store_record_free)

/* @ret_record: (transfer full) (nullable): NULL when there is no message @id.
 */
bool store_record_get(
    Store *self, int64_t id, StoreRecord **ret_record, GError **error);

/* Looks at one message. Returns: false to stop, with @error set. */
typedef bool (*StoreRecordVisit)(
    const StoreRecord *record, void *data, GError **error);

/* Calls @visit for every message in the order of ids, on one snapshot, holding
 * one message at a time. */
bool store_record_foreach(
    Store *self, StoreRecordVisit visit, void *data, GError **error);
