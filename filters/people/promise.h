/* What an answer promises: a sentence that says by when the customer is to hear
 * or to have something. */
#pragma once

#include "core/business.h"
#include "store/promises.h"

typedef struct _FilterPromises FilterPromises;

/* @office: when we work; borrowed. Returns: (transfer full). */
FilterPromises *filter_promises_new(const CoreOffice *office);
void filter_promises_free(FilterPromises *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterPromises, filter_promises_free)

/*
 * Reads the @own_words (clean UTF-8) of an answer received at @said_at in
 * @language ("en"; unknown or NULL: any that it knows).
 * A day ends where its date changes in the office's zone; hours count from
 * @said_at; so many days that end on a day without work end on the next with.
 * Returns: (transfer full): StorePromise *, one a sentence at most, in their
 * order, at most 10.
 */
GPtrArray *filter_promises_find(const FilterPromises *self,
    const char *own_words, const char *language, int64_t said_at);
