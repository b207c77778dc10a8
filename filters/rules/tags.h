/* From the rules that matched to tags as they are stored. */
#pragma once

#include "store/tags.h"

#include <glib.h>

/* @matches is FilterMatch *, with @signs also those of rules that are signs
 * only. Several rules of one tag make one: the first names
 * it, the most urgent counts, and it goes to the departments of all.
 * Returns: (transfer full): StoreTag *, each tag once. */
GPtrArray *filter_tags_new(const GPtrArray *matches, bool signs);
