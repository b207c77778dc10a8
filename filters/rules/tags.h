/* From the rules that matched to tags as they are stored. */
#pragma once

#include "filters/rules/match.h"

#include <glib.h>

/* Adds to @tags (StoreTag *, each tag once) that of a rule that matched.
 * Several rules of one tag make one: the first names it. */
void filter_tags_add(GPtrArray *tags, const FilterMatch *match);

/* Returns: the tag @name of @tags (StoreTag *; borrowed), or NULL. */
StoreTag *filter_tags_find(const GPtrArray *tags, const char *name);

/* @rule gives @tag, too: the most urgent counts, its departments are added. */
void filter_tags_add_rule(StoreTag *tag, const FilterRule *rule);

/* Returns: (transfer full): the tags of @matches (FilterMatch *), each once,
 * ended by NULL. */
char **filter_tags_of_matches(const GPtrArray *matches);
