/* What servers listed and did not hand over: when to ask again, and what
 * becomes of it when it comes. */
#pragma once

#include "store/arrivals.h"

/* Has @uid of @folder_id asked for again a day after @now_at. Known already, it
 * changes nothing. Call it inside store_transact(). */
bool store_unfetched_note(Store *self, int64_t folder_id, int64_t uid,
    int64_t now_at, GError **error);

/*
 * Takes those of @folder_id whose time has come, some of them where there are
 * many: each counts as asked for, and comes again after 2, 4, 8, 16 and 32
 * days. So one that brings us down does so six times at most.
 * @ret_uids: (transfer full): int64_t, ascending.
 */
bool store_unfetched_take(Store *self, int64_t folder_id, int64_t now_at,
    GArray **ret_uids, GError **error);

/*
 * Takes in @arrival, which is known by its header or by nothing, as the mail
 * that it is: its message is queued, or where its content is here already, it
 * is a duplicate of that and what stood for it goes. A message that a person
 * had read as it was stays so. Call it inside store_transact().
 */
bool store_unfetched_mend(
    Store *self, const StoreArrival *arrival, GError **error);

/* @uid is not asked for any more: its folder does not list it now. */
bool store_unfetched_forget(
    Store *self, int64_t folder_id, int64_t uid, GError **error);
