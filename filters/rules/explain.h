/* Why a rule matched a message or did not: its tree, term by term. */
#pragma once

#include "filters/rules/match.h"

/* A node of the tree and what became of it. Owns what it points to but @query.
 */
typedef struct {
	const CoreQuery *query; /* borrowed from the rule */
	bool holds;
	char **spans;        /* the words that made a term true; NULL: none */
	GPtrArray *children; /* FilterExplained *, or NULL for a term */
} FilterExplained;

void filter_explained_free(FilterExplained *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterExplained, filter_explained_free)

/*
 * Tries each term of @rule on the message of @subject, by the engine that rules
 * are matched with. @tags (const char *) are those that the rules above it set.
 * FILTER_ERROR_RULES for a regex that does not compile.
 * Returns: (transfer full).
 */
FilterExplained *filter_explain(const FilterRule *rule, const GPtrArray *tags,
    const FilterSubject *subject, GError **error);

/* Returns: (transfer full): char *, ended by nothing: what would have to be
 * otherwise for a rule that does not hold, each as "TERM is not there" or "TERM
 * is there". None for one that holds. */
GPtrArray *filter_explained_reasons(const FilterExplained *self);
