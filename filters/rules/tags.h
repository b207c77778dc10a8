/* From the rules that matched to tags as they are stored. */
#pragma once

#include "core/message.h"
#include "filters/learn/learn.h"

#include <glib.h>

/* @matches is FilterMatch *. Several rules of one tag make one: the first names
 * it, the most urgent counts, and it goes to the departments of all.
 * Returns: (transfer full): StoreTag *, each tag once. */
GPtrArray *filter_tags_new(const GPtrArray *matches);

/* Adds to @tags what @guesser thinks of @message, each with its probability and
 * the departments to which @rules (FilterRule *) would send it. */
void filter_tags_guess(GPtrArray *tags, const GPtrArray *rules,
    const FilterGuesser *guesser, const CoreMessage *message);
