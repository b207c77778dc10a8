/* Where a match of a regex may begin: told from the first two characters of all
 * that it matches, so that it is tried at few places of a text. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct _FilterStarts FilterStarts;

/* @pattern: a regex that PCRE2 has compiled as filters/rules/regex.c does.
 * Returns: (transfer full): NULL where it may begin anywhere. */
FilterStarts *filter_starts_new(const char *pattern);
void filter_starts_free(FilterStarts *self); /* NULL is allowed */

/* Returns: the first place of @text from @from on, before @length, where a
 * match may begin; @length where there is none. @text is clean UTF-8 and ended
 * by NUL, there or behind it; @from is at a character or inside of one. */
size_t filter_starts_next(
    const FilterStarts *self, const char *text, size_t from, size_t length);
