/* Words, prefixes, phrases and what regexes demand, all looked for at once in a
 * folded text: the cost grows with the text, hardly with their number. */
#pragma once

#include "filters/rules/folded.h"

typedef struct _FilterTerms FilterTerms;

FilterTerms *filter_terms_new(void);
void filter_terms_free(FilterTerms *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterTerms, filter_terms_free)

/* Adds the words of @text as one term, reported as @slot; with @prefix the last
 * word may go on. A single word of a script that writes without blanks (Han,
 * kana, Thai, ...) is found inside words too. */
void filter_terms_add(
    FilterTerms *self, const char *text, bool prefix, unsigned slot);

/* Adds what a text must hold for the regex @pattern to match it. Returns: how
 * many strings must all be there, each reported as @slot and its own choice,
 * from 1; 0 where the regex has to be tried on every text. */
unsigned filter_terms_add_regex(
    FilterTerms *self, const char *pattern, unsigned slot);

/* Once, behind the last term: as filter_literals_compile(). */
bool filter_terms_compile(FilterTerms *self, const char *cache, GError **error);

/* Something that was added as @slot stands at bytes @from to @to (behind the
 * last) of the folded text. @choice is 0 for words. */
typedef void (*FilterTermHit)(
    unsigned slot, unsigned choice, size_t from, size_t to, void *data);

/* Calls @hit for each place of each term in @text, in the order of their ends.
 */
void filter_terms_scan(
    FilterTerms *self, const FilterFolded *text, FilterTermHit hit, void *data);
