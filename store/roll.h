/* The roll of people: who wrote, how much, when, and which mails. */
#pragma once

#include "store/store.h"

/* One person, by the address that wrote last. Owns its strings. */
typedef struct {
	int64_t contact_id;
	char *address, *name; /* name: "" for none */
	char *type, *stage;   /* NULL: unknown */
	int addresses;        /* of the person */
	int mails;            /* from all of them */
	int64_t first_at, last_at;
} StorePerson;
void store_person_free(void *self); /* NULL is allowed */

/* NULL, 0: any. */
typedef struct {
	const char *type, *stage;
	unsigned most;
} StorePersonQuery;

/* The people who wrote, the latest first. @ret_people: (transfer full):
 * StorePerson *. */
bool store_person_list(Store *self, const StorePersonQuery *query,
    GPtrArray **ret_people, GError **error);

/* @ret_addresses: (transfer full): StorePerson *, one an address of the person,
 * the first first. */
bool store_person_addresses(
    Store *self, int64_t contact_id, GPtrArray **ret_addresses, GError **error);

/* The mails of the person, and our answers in its conversations, the first
 * first; at most @most, the latest.
 * @ret_ids: (transfer full): int64_t. */
bool store_person_mails(Store *self, int64_t contact_id, unsigned most,
    GArray **ret_ids, GError **error);

/* A tag of a person's mail. Borrowed while it is looked at. */
typedef struct {
	int64_t person_id; /* the lowest contact id of the person */
	int64_t message_id;
	int64_t received_at;
	const char *tag;
} StoreEvidence;
typedef void (*StoreEvidenceVisit)(const StoreEvidence *evidence, void *data);

/* Calls @visit for each mail since @since with tag @kind or one below it
 * ("praise", "praise/service"), which no model only thought less likely than
 * not. */
typedef struct {
	const char *kind;
	int64_t since;
} StoreEvidenceQuery;
bool store_person_evidence(Store *self, const StoreEvidenceQuery *query,
    StoreEvidenceVisit visit, void *data, GError **error);
