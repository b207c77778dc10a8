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

/* The contact that message @message_id made; 0: none. */
bool store_person_of_message(
    Store *self, int64_t message_id, int64_t *ret_contact_id, GError **error);
