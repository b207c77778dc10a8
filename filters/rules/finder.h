/* All that rules look for in the texts of a message, found in one go: each text
 * is folded and scanned once, whatever the number of terms. */
#pragma once

#include "core/message.h"
#include "core/query.h"
#include "filters/rules/spans.h"

typedef struct _FilterFinder FilterFinder;

FilterFinder *filter_finder_new(void);
void filter_finder_free(FilterFinder *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterFinder, filter_finder_free)

/* Adds @term, of a text field and from filter_query_parse(); borrowed as long
 * as the finder lives. Returns: its slot, from 0; equal terms share theirs. */
unsigned filter_finder_add(FilterFinder *self, const CoreQuery *term);

unsigned filter_finder_count(const FilterFinder *self); /* slots */

/* Whether a slot that is not reported is not there. */
bool filter_finder_reports(const FilterFinder *self, unsigned slot);

/* Once, behind the last term: as filter_literals_compile(). */
bool filter_finder_compile(
    FilterFinder *self, const char *cache, GError **error);

/* Looks through @message, borrowed until the next one. Calls @report once for
 * each slot that is there or, of a regex, may be. */
typedef void (*FilterFinderReport)(unsigned slot, bool is_regex, void *data);
void filter_finder_scan(FilterFinder *self, const CoreMessage *message,
    FilterFinderReport report, void *data);

/* Whether @slot is in the message. A regex is tried when first asked for. */
bool filter_finder_has(FilterFinder *self, unsigned slot);

/* Adds the words at which @slot stands in the message. */
void filter_finder_spans(
    const FilterFinder *self, unsigned slot, FilterSpans *spans);

/* Whether a regex gave up on this message and counts as not found. */
bool filter_finder_is_limited(const FilterFinder *self);
