/* All rules on one message: which tags it gets, and for which of its words.
 * What engine looks for the terms is this file's secret. */
#pragma once

#include "core/message.h"
#include "filters/rules/rules.h"

/* One more where the same rule finds something else than before, or the tags of
 * one mail are put together otherwise: stored mail is tagged anew then. */
#define FILTER_MATCHER_VERSION "1"

typedef struct _FilterMatcher FilterMatcher;

/* Compiles @rules (FilterRule *, borrowed as long as the matcher lives), whose
 * conditions filter_query_parse() has passed. FILTER_ERROR_RULES where words
 * cannot be looked for on this machine. Returns: (transfer full). */
FilterMatcher *filter_matcher_new(const GPtrArray *rules, GError **error);

/* The same, keeping what takes long in the file @cache, as
 * filter_literals_compile() does. */
FilterMatcher *filter_matcher_open(
    const GPtrArray *rules, const char *cache, GError **error);
void filter_matcher_free(FilterMatcher *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterMatcher, filter_matcher_free)

/* What is known of a message besides its record. Borrowed. */
typedef struct {
	const CoreMessage *message;
	int64_t now, received_at, size_bytes;
	char **mailboxes;      /* in which it arrived; NULL: none */
	const GPtrArray *tags; /* char *, that it has already; NULL: none */
	const char *contact_type, *contact_stage; /* NULL: unknown */
} FilterSubject;

/* A rule that matched. */
typedef struct {
	const FilterRule *rule;
	char **spans; /* the words that matched, as they stand in the mail; they
	               * are part of this piece of memory */
} FilterMatch;

void filter_match_free(void *self);

/*
 * Returns: (transfer full): FilterMatch *, in the order of the rules. @tag:
 * sees those it has and rules above. A regex that hits its limits counts as not
 * found and sets @ret_limited (may be NULL).
 */
GPtrArray *filter_matcher_match(
    FilterMatcher *self, const FilterSubject *subject, bool *ret_limited);
