/* Many words, prefixes and phrases looked for at once in the words of a text:
 * the cost grows with the text, not with the number of terms. */
#pragma once

#include "filters/words.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct _FilterTerms FilterTerms;

FilterTerms *filter_terms_new(void);
void filter_terms_free(FilterTerms *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterTerms, filter_terms_free)

/* Adds the words of @text as one term, reported as @slot; with @prefix the last
 * word may go on. A single word of a script that writes without blanks (Han,
 * kana, Thai, ...) is found inside words too. */
void filter_terms_add(
    FilterTerms *self, const char *text, bool prefix, unsigned slot);

/* Where a term stands: @length bytes at @start of the text. */
typedef void (*FilterTermHit)(
    unsigned slot, const char *start, size_t length, void *data);

/* Calls @hit for each place of each term in @words. */
void filter_terms_scan(const FilterTerms *self, const FilterWords *words,
    FilterTermHit hit, void *data);
