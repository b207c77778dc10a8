/* The words that made a rule match, as they stand in a mail: few, short, each
 * once. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _FilterSpans FilterSpans;

FilterSpans *filter_spans_new(void);
void filter_spans_free(FilterSpans *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterSpans, filter_spans_free)

void filter_spans_clear(FilterSpans *self);

/* Adds the first 120 of the @length bytes at @start, clean UTF-8, in one line,
 * unless they are there already or there is no room. */
void filter_spans_add(FilterSpans *self, const char *start, size_t length);

/* Whether there are eight, so that no more is added. */
bool filter_spans_are_full(const FilterSpans *self);

/* Puts the spans at @into, of filter_spans_bytes() that are aligned for
 * pointers. Returns: (transfer none): @into, as strings ended by NULL. */
size_t filter_spans_bytes(const FilterSpans *self);
char **filter_spans_copy(const FilterSpans *self, void *into);
