/* Which messages are answers of ours: what any folder of answers has held,
 * whatever it was taken for before. */
#pragma once

#include "store/store.h"

/*
 * Notes that message @id stands in a folder of answers. One that was read as
 * something else already loses all that was found in it, its place in a
 * pattern, and the contact that it alone made; it is in the queue again then.
 * Its conversation is taken apart: see store_conversation_apart(). Call it
 * inside store_transact().
 */
bool store_answer_note(Store *self, int64_t id, GError **error);

/* Notes the message of @content_key, if there is one, in a transaction of its
 * own. */
bool store_answer_note_key(
    Store *self, const char *content_key, GError **error);

/* Notes all that came from folder @folder_id, a hundred a transaction: what was
 * read before the folder was said to hold answers. */
bool store_answer_note_folder(Store *self, int64_t folder_id, GError **error);

/* Whether message @id was noted so by now: inside the transaction that saves
 * it, no later note is lost. */
bool store_answer_is_noted(
    Store *self, int64_t id, bool *ret_noted, GError **error);
