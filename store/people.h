/* People: what they are to the company, by their mails and by hand, and which
 * addresses are theirs. A person is named by any of its contacts' ids. */
#pragma once

#include "store/store.h"

typedef enum { STORE_PERSON_TYPE, STORE_PERSON_STAGE } StorePersonWhat;

/* Calls @visit with the tags (char *) of each read mail of the person, the
 * newest first, at most 1,000 mails. */
typedef void (*StorePersonTags)(const GPtrArray *tags, void *data);
bool store_person_tags(Store *self, int64_t contact_id, StorePersonTags visit,
    void *data, GError **error);

/* Type and stage, by what each address of the person is listed; NULL: unknown.
 * Borrowed. */
typedef struct {
	const char *type, *stage;
} StoreStanding;
bool store_person_stand(Store *self, int64_t contact_id,
    const StoreStanding *standing, GError **error);

/* Something that was said by hand. Owns its strings. */
typedef struct {
	int64_t contact_id;
	StorePersonWhat what;
	char *value;  /* NULL: as the mails show it */
	char *author; /* an address, or the name of a user */
	int64_t labelled_at;
} StorePersonLabel;
void store_person_label_free(void *self); /* NULL is allowed */

bool store_person_label_add(
    Store *self, const StorePersonLabel *label, GError **error);

/* What was said of all the person's addresses, the first first.
 * @ret_labels: (transfer full): StorePersonLabel *. */
bool store_person_labels(
    Store *self, int64_t contact_id, GPtrArray **ret_labels, GError **error);

/* Notes that two addresses are one person's, or, with @part, that they are not
 * after all: just that joining is undone, and who was joined by other addresses
 * stays so. Call it inside store_transact(); then both persons' standing is to
 * be told anew. Borrowed. */
typedef struct {
	int64_t contact_id, other_id;
	bool part;
	const char *author;
	int64_t at;
} StorePersonJoin;

/* @ret_changed: false when they were one person already, or were never joined
 * directly. */
bool store_person_join(Store *self, const StorePersonJoin *join,
    bool *ret_changed, GError **error);

/* Addresses that have the person's name (of two words or more) and are not yet
 * theirs, at most five. @ret_addresses: (transfer full): char *. */
bool store_person_alike(
    Store *self, int64_t contact_id, GPtrArray **ret_addresses, GError **error);

/* The contact that message @message_id made; 0: none. */
bool store_person_of_message(
    Store *self, int64_t message_id, int64_t *ret_contact_id, GError **error);
