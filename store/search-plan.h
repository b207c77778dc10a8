/* A query as one SELECT over the search index and the tables. For
 * store/search.c. */
#pragma once

#include "core/query.h"

typedef enum {
	STORE_PLAN_NUMBER,
	STORE_PLAN_TEXT,
	STORE_PLAN_TERM, /* as a pointer, for term_holds() */
} StorePlanKind;

/* What is bound to a '?'. Owns @text. */
typedef struct {
	StorePlanKind kind;
	int64_t number;
	char *text;
	const CoreQuery *term;
} StorePlanValue;

typedef struct {
	GString *from;  /* from FROM on, of constant pieces with '?' */
	GArray *values; /* StorePlanValue, for each '?' */
	const char *order;
	bool exact;           /* false: it finds more than the query means */
	bool only_words;      /* nothing but one look into the index */
	const CoreQuery *tag; /* begins at what has it; NULL: elsewhere */
} StorePlan;

/* The tags for which a bound term holds, looked up one after the other in their
 * index. */
#define STORE_PLAN_TAGGED                                                      \
	"FROM tag WHERE tag IN"                                                \
	" (WITH RECURSIVE name (tag) AS (SELECT min(tag) FROM tag UNION ALL"   \
	" SELECT (SELECT min(t.tag) FROM tag t WHERE t.tag > name.tag)"        \
	" FROM name WHERE name.tag IS NOT NULL)"                               \
	" SELECT tag FROM name WHERE term_holds(?, tag))"

#define STORE_PLAN_POINTER "CoreQuery" /* the type of bound terms */

/* @query is borrowed as long as the plan lives; @now is for age: terms. With
 * @by_time it does not begin at a tag. Returns: (transfer full). */
StorePlan *store_plan_new(const CoreQuery *query, int64_t now, bool by_time);
void store_plan_free(StorePlan *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorePlan, store_plan_free)
