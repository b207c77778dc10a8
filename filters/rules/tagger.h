/* The tags of a message: by the rules, and where only signs speak (TAG? in the
 * rules) or nothing does, by what was learnt. */
#pragma once

#include "filters/learn/kinds.h"
#include "filters/learn/learn.h"
#include "filters/rules/match.h"

/* Below it a kind is too much of a guess: as measured by filters/rules/teach.c
 * on letters whose writers the model had not read. */
#define FILTER_LIKELY_ENOUGH 0.3

typedef struct _FilterTagger FilterTagger;

/* All borrowed as long as the tagger lives. */
typedef struct {
	const GPtrArray *rules; /* FilterRule * */
	const char *cache;      /* as filter_matcher_open(); NULL: none */
	Store *store;           /* whose models speak; NULL: none do */
	bool guess;             /* false: signs count as rules */
} FilterTaggerOptions;

/* Errors of filter_matcher_open() and of the store. Returns: (transfer full).
 */
FilterTagger *filter_tagger_new(
    const FilterTaggerOptions *options, GError **error);
void filter_tagger_free(FilterTagger *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterTagger, filter_tagger_free)

/* From now on @guesser (transfer full) speaks for what was learnt. */
void filter_tagger_learn(FilterTagger *self, FilterGuesser *guesser);

/* Whether all that the rules look at is the record, received_at and size_bytes
 * of a message. */
bool filter_tagger_needs_record_alone(const FilterTagger *self);

/* @ret_limited as filter_matcher_match(). For any number of threads at once, of
 * which one looks for rules while others weigh signs. Returns: (transfer full):
 * StoreTag *, each tag once. */
GPtrArray *filter_tagger_run(
    FilterTagger *self, const FilterSubject *subject, bool *ret_limited);

/* What the model makes of a mail, whether or not it is sure enough to speak.
 * Returns: (transfer full): as filter_kinds_guess(), names borrowed from
 * @self; NULL: signs count as rules, or there are none. */
GArray *filter_tagger_kinds(FilterTagger *self, const FilterSubject *subject);
