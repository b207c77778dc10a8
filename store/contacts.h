/* The people who write, one row an address. */
#pragma once

#include "store/store.h"

/* Owns its strings. */
typedef struct {
	int64_t id;
	char *type, *stage; /* NULL: unknown */
} StoreContact;

void store_contact_free(StoreContact *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreContact, store_contact_free)

/* @address in lower case. @ret_contact: (transfer full) (nullable): NULL for
 * one who never wrote. */
bool store_contact_find(Store *self, const char *address,
    StoreContact **ret_contact, GError **error);

/* A sign of life. Borrowed strings. */
typedef struct {
	const char *address; /* lower case */
	const char *name;    /* "": none given */
	int64_t seen_at;
	const char *type, *stage; /* for one who is new; NULL: unknown */
} StoreContactSeen;

/* Adds or brings up to date: the newest name counts, in any order of calls. In
 * a transaction of the caller's. */
bool store_contact_put(
    Store *self, const StoreContactSeen *seen, int64_t *ret_id, GError **error);
