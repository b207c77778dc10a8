/* Erasing a person: what is kept of a mail then is its hash, so that it does
 * not come back, and its place in the counts. */
#pragma once

#include "store/store.h"

/* The mails to erase: all of the person's addresses, and our answers in
 * conversations in which nobody else wrote. @ret_ids: (transfer full): int64_t,
 * ascending. */
bool store_erase_mails(
    Store *self, int64_t contact_id, GArray **ret_ids, GError **error);

/* The mails beside @ids that answer one of them. @ret_others: (transfer full):
 * int64_t, ascending, each once. */
bool store_erase_others(
    Store *self, const GArray *ids, GArray **ret_others, GError **error);

/* A frozen digest that quotes the person. Owns its strings. */
typedef struct {
	int64_t id;
	char *kind, *subject, *period;
	char **sent_to; /* who has received it */
	int64_t unsent; /* outbox rows that are not sent yet */
} StoreErasedDigest;
void store_erased_digest_free(void *self); /* NULL is allowed */

/* Returns: (transfer full): @text without the person's words, with @html only
 * outside of markup; NULL when there are none in it. */
typedef char *(*StoreRedact)(const char *text, bool html, void *data);

/* The digests in which @redact finds something. @ret_digests: (transfer full):
 * StoreErasedDigest *, by id. */
bool store_erase_digests(Store *self, StoreRedact redact, void *data,
    GPtrArray **ret_digests, GError **error);

/*
 * Redacts headline, texts and items of a frozen digest. The finished mails are
 * emptied: those sent are sent, the others are cancelled. Call this and the
 * next three inside store_transact().
 */
bool store_erase_digest(Store *self, int64_t digest_id, StoreRedact redact,
    void *data, GError **error);

/* Redacts the labels of the patterns that message @id is in or was typical of.
 */
bool store_erase_pattern(
    Store *self, int64_t id, StoreRedact redact, void *data, GError **error);

/* Empties message @id: raw bytes, text, addresses, tags, labels, promises. */
bool store_erase_message(Store *self, int64_t id, GError **error);

/* Removes the contacts of the person, and what was said of it. */
bool store_erase_person(Store *self, int64_t contact_id, GError **error);

/* Notes that erasing has begun, until store_erase_finish() has ended. @at: now.
 */
bool store_erase_begin(Store *self, int64_t at, GError **error);

/* @ret_begun: of what was begun and did not end, a number that is another one
 * after each beginning; 0: all has ended. */
bool store_erase_begun(Store *self, int64_t *ret_begun, GError **error);

/* Writes the whole file anew and empties the log: nothing of what was erased
 * before is left in either; what others begin meanwhile stays begun.
 * STORE_ERROR_BUSY when others keep them in use. */
bool store_erase_finish(Store *self, GError **error);

/*
 * The same while others are at work, after store_search_purge(): empties the
 * log unless somebody reads it, and waits for nobody. What was erased from the
 * file is zeros by then (secure_delete); its room is for what comes.
 * @begun: as store_erase_begun() said before the purge: what others began since
 * stays begun. @ret_settled: false: to be tried again later.
 */
bool store_erase_settle(
    Store *self, int64_t begun, bool *ret_settled, GError **error);
