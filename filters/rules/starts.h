/* Where a match of a regex may begin: told from the first two characters of all
 * that it matches, so that it is tried at few places of a text. */
#pragma once

#include "filters/rules/places.h"

typedef struct _FilterStarts FilterStarts;

/* @pattern: a regex that PCRE2 has compiled as filters/rules/regex.c does.
 * Returns: (transfer full): NULL where it may begin anywhere. */
FilterStarts *filter_starts_new(const char *pattern);
void filter_starts_free(FilterStarts *self); /* NULL is allowed */

/* Returns: the first place of @text from @from on where a match may begin; its
 * length where there is none. */
size_t filter_starts_next(
    const FilterStarts *self, FilterPlaces *text, size_t from);
