/* The names in a query that only a site knows: who misspells one finds nothing
 * and would not know why. */
#pragma once

#include "core/config.h"
#include "core/query.h"
#include "store/store.h"

/* Both own their CoreQueryFault *. */
typedef struct {
	GPtrArray *faults; /* no mailbox was ever called so */
	GPtrArray *doubts; /* of sources and tags: mail may have them once */
} FilterNames;

/* Looks up the names of mailboxes, sources and tags in @query. */
bool filter_names_check(Store *store, const CoreConfig *config,
    const CoreQuery *query, FilterNames *ret_names, GError **error);

void filter_names_clear(FilterNames *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FilterNames, filter_names_clear)
