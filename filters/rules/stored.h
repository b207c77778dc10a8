/* A stored mail as rules see it. */
#pragma once

#include "filters/rules/match.h"
#include "store/records.h"

typedef struct {
	FilterSubject subject; /* borrows from the record and from below */
	char **mailboxes;
} FilterStored;

/* Fills in @ret_stored from @record, which must outlive it: `age` is as of when
 * the mail was read, `type` and `stage` as now. Headers are those that the
 * record has (filters/rules/headers.h). */
bool filter_stored_open(Store *store, const StoreRecord *record,
    FilterStored *ret_stored, GError **error);
void filter_stored_clear(FilterStored *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FilterStored, filter_stored_clear)
