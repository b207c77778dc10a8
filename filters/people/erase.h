/* Erasing a person: what is to go, and how it goes. */
#pragma once

#include "core/redact.h"
#include "store/erase.h"

/* What would go. Owns all it points to. */
typedef struct {
	int64_t contact_id;
	GPtrArray *addresses; /* char *: of the person */
	GArray *mails;        /* int64_t: theirs and our answers to them */
	GArray *others;       /* int64_t: mails that answer one of those */
	GPtrArray *digests;   /* StoreErasedDigest *: that quote them */
	GPtrArray *canaries;  /* char *: bytes that must not be found later */
	CoreRedactor *redactor;
} FilterErasure;

/* Changes nothing. Returns: (transfer full). */
FilterErasure *filter_erasure_new(
    Store *store, int64_t contact_id, GError **error);
void filter_erasure_free(FilterErasure *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterErasure, filter_erasure_free)

/*
 * Erases it all, digests first and the contact last, some mails a transaction:
 * killed on the way, it goes on when it is done again. Then call
 * store_erase_finish(). Call it with the locks of all roles held.
 */
bool filter_erasure_run(
    Store *store, const FilterErasure *self, int64_t now, GError **error);
