/* What the filter does once in a while, when nothing waits: retention once a
 * day, learning from labels once an hour. */
#pragma once

#include "core/config.h"
#include "store/store.h"

typedef struct {
	int64_t learnt_us; /* monotonic, when labels were last looked at; 0 */
} FilterChores;

/* @ret_learnt: whether a model was trained, so that deciders are to be made
 * anew. */
bool filter_chores_do(FilterChores *self, Store *store,
    const CoreConfig *config, int64_t now, bool *ret_learnt, GError **error);
