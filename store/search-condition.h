/* Parts of a query as conditions on a message, and as what FTS5 looks up. For
 * store/search-plan.c. */
#pragma once

#include "store/search-plan.h"

/* What a condition says of the query it was made of. */
typedef enum {
	STORE_REACH_EVERY, /* nothing: it is empty */
	STORE_REACH_MORE,  /* it holds for all that the query means, and for
	                      others */
	STORE_REACH_EXACT,
} StoreReach;

/* Where values go, in the order of their '?'; @now is for age: terms. */
typedef struct {
	GArray *values; /* StorePlanValue */
	int64_t now;
} StoreCompiler;

/* Whether the index alone says exactly where @query holds. */
bool store_condition_is_matchable(const CoreQuery *query);

/* Binds what FTS5 is to look up so that all of @queries hold, matchable ones.
 */
void store_condition_match(const StoreCompiler *self, const GPtrArray *queries);

void store_condition_bind_number(const StoreCompiler *self, int64_t number);
void store_condition_bind_term(
    const StoreCompiler *self, const CoreQuery *term);

/* Appends to @sql what says something of @queries, which must all hold, each
 * behind an AND; message is called m there. Never STORE_REACH_EVERY. */
StoreReach store_condition_add(
    const StoreCompiler *self, const GPtrArray *queries, GString *sql);
