/* What somebody is to the company (a type: customer, journalist, ...) and how
 * far they have come with it (a stage: know, like, trust, try, buy, repeat,
 * refer), by the tags of their mails. Unknown stays unknown. */
#pragma once

#include "store/people.h"

/* What the mails so far show; { 0 } before the first. The order in which they
 * are added does not matter. Static strings. */
typedef struct {
	const char *type, *stage; /* NULL: unknown */
	unsigned type_weight, stage_number;
} FilterStanding;

/* @tags: char *, all of one mail. */
void filter_standing_add(FilterStanding *self, const GPtrArray *tags);

/* Whether one more mail that shows @self may show more of who is known as @type
 * and @stage (NULL: unknown), by mails or by hand. */
bool filter_standing_moves(
    const FilterStanding *self, const char *type, const char *stage);

/* What one tag alone shows; NULL: nothing (static). */
const char *filter_standing_type(const char *tag);
const char *filter_standing_stage(const char *tag);

/* Returns: the values that there are, ended by NULL (static). */
const char *const *filter_standing_values(StorePersonWhat what);

/* Makes the rows of the person that has contact @contact_id (0: none) say what
 * its mails show and what was said by hand, which holds over them. Call it
 * inside store_transact(), after their tags changed. */
bool filter_standing_refresh(Store *store, int64_t contact_id, GError **error);

/* The same for who wrote message @message_id. */
bool filter_standing_refresh_writer(
    Store *store, int64_t message_id, GError **error);
