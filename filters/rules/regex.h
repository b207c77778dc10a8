/* One /regex/ of a rule, by PCRE2: Unicode, any case, and bounded, so that no
 * pattern and no mail can make it run away. */
#pragma once

#include "filters/rules/places.h"

typedef struct _FilterRegex FilterRegex;

/* FILTER_ERROR_RULES with PCRE2's sentence; then @ret_offset (may be NULL) is
 * the byte of @pattern at which it stumbled.
 * Returns: (transfer full). */
FilterRegex *filter_regex_new(
    const char *pattern, size_t *ret_offset, GError **error);
void filter_regex_free(FilterRegex *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterRegex, filter_regex_free)

typedef enum {
	FILTER_REGEX_NO,
	FILTER_REGEX_YES,
	FILTER_REGEX_LIMIT, /* gave up: taken for no, and worth a flag */
} FilterRegexOutcome;

/* Looks for the first place in @text. The span is written for FILTER_REGEX_YES
 * only. */
FilterRegexOutcome filter_regex_find(FilterRegex *self, FilterPlaces *text,
    size_t *ret_start, size_t *ret_length);
