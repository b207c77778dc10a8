/* From a record to its row: origin, source, tags, contact, conversation. */
#pragma once

#include "core/config.h"
#include "core/message.h"
#include "filters/beside.h"
#include "store/queue.h"

typedef struct _FilterDecider FilterDecider;

/* Compiles the rules and sources of @config, borrowed as long as it lives.
 * FILTER_ERROR_RULES as filter_rules_load() and filter_sources_new(). Returns:
 * (transfer full). */
FilterDecider *filter_decider_new(
    Store *store, const CoreConfig *config, GError **error);
void filter_decider_free(FilterDecider *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterDecider, filter_decider_free)

/* What else looks at mails by their records (borrowed). */
FilterTagger *filter_decider_tagger(const FilterDecider *self);

/* A message that was claimed and read. */
typedef struct {
	const StoreQueued *row;
	CoreMessage *record;      /* completed on the way */
	FilterFindings *findings; /* of the record as it was read, by the same
	                             tagger; what is used is taken out */
	int64_t epoch, now;
} FilterRead;

/*
 * Decides everything about @read and saves it. Only what a person wrote gets
 * tags, departments and a contact; only that and our answers a conversation.
 * Call it inside store_transact(), in the order of ids.
 */
bool filter_decide(
    FilterDecider *self, Store *store, const FilterRead *read, GError **error);
