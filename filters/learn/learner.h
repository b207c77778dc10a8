/* Learning in the background: a thread with a connection of its own, which ends
 * when it has looked at all labels once. */
#pragma once

#include "filters/learn/learn.h"

typedef struct _FilterLearner FilterLearner;

/* Starts the thread, for the database at @path, which is there. Returns:
 * (transfer full). */
FilterLearner *filter_learner_new(const char *path, int64_t now);

/* Ends the thread, at the latest after the one training that it is at. What it
 * has saved stays; each model is saved whole or not at all. */
void filter_learner_free(FilterLearner *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterLearner, filter_learner_free)

/* Never waits. */
bool filter_learner_is_done(FilterLearner *self);

/* What it has learnt, once it is done. */
typedef struct {
	FilterGuesser *guesser; /* (transfer full): of all models there are;
	                           NULL: none was trained */
	unsigned trained;       /* tags */
} FilterLessons;

/* Call it once. Errors of the store: what is left is due as it was. */
bool filter_learner_take(
    FilterLearner *self, FilterLessons *ret_lessons, GError **error);
