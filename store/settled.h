/* How far the stages have come, so that a digest is built on whole ground. */
#pragma once

#include "store/store.h"

/*
 * Notes that the patterns hold every message that is read by now. Call it in
 * the transaction that saves them.
 */
bool store_grouped(Store *self, GError **error);

/*
 * Whether all that came in is read and grouped, and each of @mailboxes (ended
 * by NULL) has ended a poll at or after @since_at.
 */
bool store_is_settled(Store *self, const char *const *mailboxes,
    int64_t since_at, bool *ret_settled, GError **error);
