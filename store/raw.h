/* The bytes of mails as they came, each distinct SHA-256 kept once. */
#pragma once

#include "store/pack.h"
#include "store/store.h"

/*
 * Keeps @packed, unless bytes of its SHA-256 are kept already. Call it inside
 * store_transact(). @ret_raw_id: of the kept or the earlier bytes.
 */
bool store_raw_put(Store *self, const StorePacked *packed, int64_t *ret_raw_id,
    GError **error);

/*
 * Fetches the bytes of message @message_id, compared with their SHA-256.
 * STORE_ERROR_CORRUPT when they differ from it or are not whole: quarantine the
 * message. STORE_ERROR_FAILED when they are more than @max_bytes.
 * @ret_raw: (transfer full): NULL when there is no such message.
 */
bool store_raw_get(Store *self, int64_t message_id, int64_t max_bytes,
    GBytes **ret_raw, GError **error);
