/* Mail that a machine writes for a person: the [source] sections at work. */
#pragma once

#include "core/config.h"
#include "core/message.h"
#include "filters/rules/match.h"

typedef struct _FilterSources FilterSources;

/* FILTER_ERROR_RULES naming the section whose `match`,
 * `customer` or `words` is wrong.
 * Returns: (transfer full): keeps nothing of @config. */
FilterSources *filter_sources_new(const CoreConfig *config, GError **error);
void filter_sources_free(FilterSources *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterSources, filter_sources_free)

/*
 * Where the first source that matches is a machine's or a person's mail:
 * @message, which @subject names, becomes a person's, gets the source's name
 * and keeps as own words what stands at the source's marks.
 * Returns: (nullable) (transfer full): the customer: where the source says, or
 * else From; NULL where there is none, as for a mention.
 */
CoreAddress *filter_sources_apply(
    FilterSources *self, const FilterSubject *subject, CoreMessage *message);
