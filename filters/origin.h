/* Where a mail comes from, as far as its bytes alone cannot tell. */
#pragma once

#include "core/message.h"
#include "store/store.h"

/*
 * Mends the origin of @message, as reading left it: `own` when X-Tribune-Loop
 * holds the HMAC-SHA256 (hex, by @loop_key) of its Message-ID; else `answer`
 * where @answer (nullable) says why it is one, with flag "automatic" when a
 * machine answered; else `reply` when a person's mail answers one of the
 * outbox.
 */
bool filter_origin_decide(Store *store, GBytes *loop_key, const char *answer,
    CoreMessage *message, GError **error);
