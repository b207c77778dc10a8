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

typedef enum {
	STORE_PLAN_BY_TIME, /* newest first, each looked at on the way back */
	STORE_PLAN_BY_TAG,  /* newest first; what has a tag is gathered before,
	                       which pays when the tag is rare */
	STORE_PLAN_COUNT,   /* all, in no order */
} StorePlanWay;

typedef struct {
	GString *from;  /* from FROM on, of constant pieces with '?' */
	GArray *values; /* StorePlanValue, for each '?' */
	const char *order;
	bool exact;           /* false: it finds more than the query means */
	const CoreQuery *tag; /* whose messages are gathered; NULL: none */
} StorePlan;

/* What has one of the tags for which a bound term holds; these are looked up
 * one after the other in their index. */
#define STORE_PLAN_TAGGED                                                      \
	"FROM tag WHERE tag IN"                                                \
	" (WITH RECURSIVE name (tag) AS (SELECT min(tag) FROM tag UNION ALL"   \
	" SELECT (SELECT min(t.tag) FROM tag t WHERE t.tag > name.tag)"        \
	" FROM name WHERE name.tag IS NOT NULL)"                               \
	" SELECT tag FROM name WHERE term_holds(?, tag))"

#define STORE_PLAN_POINTER "CoreQuery" /* the type of bound terms */

/* @query is borrowed as long as the plan lives; @now is for age: terms.
 * Returns: (transfer full). */
StorePlan *store_plan_new(
    const CoreQuery *query, int64_t now, StorePlanWay way);
void store_plan_free(StorePlan *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorePlan, store_plan_free)
