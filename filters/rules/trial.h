/* Tries rules on mails that are in no database: read in a child and tagged as
 * the filter stage would, as far as a mail alone tells. */
#pragma once

#include "core/config.h"
#include "core/message.h"

typedef struct _FilterTrial FilterTrial;

/* Starts a child of @program (NULL: this one). @config and @rules (FilterRule
 * *) are borrowed as long as it lives; @now is the time for `age`.
 * FILTER_ERROR_RULES, CORE_ERROR_IO. Returns: (transfer full). */
FilterTrial *filter_trial_new(const CoreConfig *config, const GPtrArray *rules,
    const char *program, int64_t now, GError **error);
void filter_trial_free(FilterTrial *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterTrial, filter_trial_free)

/* What became of a mail. Owns what it points to. */
typedef struct {
	CoreMessage *record;
	GPtrArray *tags;        /* StoreTag *: none unless a person wrote it */
	GPtrArray *departments; /* char *, by name */
	GArray *kinds; /* as filter_tagger_kinds(), while the trial lives */
} FilterTried;

void filter_tried_clear(FilterTried *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FilterTried, filter_tried_clear)

/*
 * Reads @raw and tries the rules. It arrived in no mailbox and its contact is
 * unknown; when it came is what its Date says, or else now.
 * FILTER_ERROR_CHILD when it cannot be read.
 * @ret_tried: (transfer full).
 */
bool filter_trial_run(
    FilterTrial *self, GBytes *raw, FilterTried *ret_tried, GError **error);
