/* The index that store/search.h looks in: which messages are in it. */
#pragma once

#include "store/store.h"

/*
 * Puts messages that are read and not in the index into it, up to @limit, the
 * newest ids first: those just saved, and where there are none the ones of a
 * database that is older than the index. Call it inside store_transact().
 * @words: by int64_t *id, what store_search_text() says of some of them (char
 * *); NULL: of none.
 * @ret_done: how many; 0 when all are in it.
 */
bool store_search_catch_up(Store *self, int64_t limit, GHashTable *words,
    int64_t *ret_done, GError **error);

/* @ret_count: how many messages are read and not in the index. */
bool store_search_backlog(Store *self, int64_t *ret_count, GError **error);

/* No message received at @at or later has a smaller search_key. */
int64_t store_search_first_key(int64_t at);

/* Takes message @id out, which must still be as it was put in. Call it inside
 * store_transact(). Its words stay in the file until store_search_purge(). */
bool store_search_remove(Store *self, int64_t id, GError **error);

/* Merges some of the index's pieces, in one short transaction, so that looking
 * up stays fast. @ret_more: whether there may be more to merge. */
bool store_search_merge(Store *self, bool *ret_more, GError **error);

/* Merges all pieces into one, in many short transactions: nothing is left in
 * it of messages that were taken out. */
bool store_search_purge(Store *self, GError **error);

/* One of these transactions, the @first or a later one. @ret_more: whether
 * there are more to come. */
bool store_search_purge_some(
    Store *self, bool first, bool *ret_more, GError **error);
