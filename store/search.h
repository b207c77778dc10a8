/* Messages that answer a query of the rules' language, newest first. */
#pragma once

#include "core/query.h"
#include "store/store.h"

typedef struct _StoreSearch StoreSearch;

/*
 * Looks for @query, borrowed as long as the search lives, in what the search
 * index holds (see store/search-index.h); @now is for age: terms. Of several
 * searches one at a time may be under way on @store.
 * Returns: (transfer full).
 */
StoreSearch *store_search_new(
    Store *store, const CoreQuery *query, int64_t now, GError **error);
void store_search_free(StoreSearch *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreSearch, store_search_free)

/* Whether every message found is an answer. Else the query says what the
 * database does not know (a regex, header.NAME): the answers are among those
 * found, and the caller looks at each. */
bool store_search_is_exact(const StoreSearch *self);

/* @ret_id: the next message, 0 behind the last. */
bool store_search_next(StoreSearch *self, int64_t *ret_id, GError **error);

/* How many store_search_next() would find from the beginning. */
bool store_search_count(StoreSearch *self, int64_t *ret_count, GError **error);
