/* What the filter does once in a while: retention once a day, learning from
 * labels once an hour. */
#pragma once

#include "core/config.h"
#include "filters/learn/learner.h"

/* { 0 } at first. */
typedef struct {
	int64_t erasing;      /* store_erase_begun() when last looked at, */
	bool purging, purged; /* and the index, of what it is */
	int64_t looked_us; /* monotonic, when labels were last looked at; 0 */
	FilterLearner *learner; /* NULL: none is at work */
} FilterChores;
void filter_chores_clear(FilterChores *self);

/* When nothing waits: retention, if it is due, and then, about a second at a
 * time, store_erase_settle(). */
bool filter_chores_retain(FilterChores *self, Store *store,
    const CoreConfig *config, int64_t now, GError **error);

/*
 * Has labels looked at in the background when that is due; never waits. What
 * goes wrong there is logged, and due again in an hour.
 * Returns: (transfer full) (nullable): the models, where some were trained
 * since the last call.
 */
FilterGuesser *filter_chores_learn(
    FilterChores *self, const CoreConfig *config, int64_t now);
