/* What the record of a mail alone tells, found in threads beside the one that
 * decides and writes. */
#pragma once

#include "core/message.h"
#include "filters/rules/tagger.h"

/* What was found of one mail. */
typedef struct {
	GPtrArray *tags; /* StoreTag *: by rules and models; NULL: they look at
	                    more than the record, or no person wrote it */
	bool limited;    /* as filter_matcher_match() */
	char *words;     /* of store_search_text(); NULL: there was no time */
} FilterFindings;

void filter_findings_clear(FilterFindings *self);

typedef struct _FilterBeside FilterBeside;

/* Starts the threads. @tagger is borrowed. Returns: (transfer full). */
FilterBeside *filter_beside_new(FilterTagger *tagger);

/* Ends the threads, which touch nothing that is away from then on. */
void filter_beside_free(FilterBeside *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterBeside, filter_beside_free)

/* A mail to look at. All of it is borrowed until it comes back. */
typedef struct {
	const CoreMessage *record;
	int64_t received_at, size_bytes;
	FilterFindings findings;
	bool is_away; /* between the two calls below */
} FilterGlance;

/* Puts @glance in line, to be found out about. */
void filter_beside_give(FilterBeside *self, FilterGlance *glance);

/* Waits until one of those that are away is back, in whatever order. */
void filter_beside_take(FilterBeside *self);
