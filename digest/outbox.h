/* Sends what is due, and decides what becomes of each mail. */
#pragma once

#include "core/clock.h"
#include "core/config.h"
#include "store/sending.h"

#include <signal.h>

typedef struct _DigestOutbox DigestOutbox;

/*
 * Begins an epoch of role "digest", whose lock the caller holds, and settles
 * what an earlier holder left half sent. All are borrowed for as long as it
 * lives. @stop (may be NULL) ends a wait or a pass early.
 * Returns: (transfer full).
 */
DigestOutbox *digest_outbox_new(Store *store, const CoreConfig *config,
    const CoreClock *clock, const volatile sig_atomic_t *stop, GError **error);

void digest_outbox_free(DigestOutbox *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestOutbox, digest_outbox_free)

/* Told of each mail: its new state, and why (NULL when sent). */
typedef void (*DigestOutcome)(
    const StoreOutboxRow *row, const char *why, void *data);

typedef struct {
	int64_t sent, deferred, failed, in_doubt, expired;
} DigestSent;

/*
 * Sends all that is due, escalations first, at most limits.sends_per_minute.
 * A mail's fault is no error; DIGEST_ERROR_RELAY when the server cannot be used
 * (all that is due is deferred), store errors as they come. @ret_sent is
 * written in every case.
 */
bool digest_outbox_send(DigestOutbox *self, DigestOutcome outcome, void *data,
    DigestSent *ret_sent, GError **error);

/* Returns: seconds to wait after @attempts failed ones: 1, 5, 15, 30, 60 min,
 * then an hour each. */
int64_t digest_retry_s(int64_t attempts);

/* What becomes of @row after an attempt that ended with @why (NULL: sent) at
 * @now. Pure. @ret_result: code and answer are left alone. */
void digest_outbox_judge(const StoreOutboxRow *row, bool dot_sent,
    const GError *why, int64_t now, StoreSendingResult *ret_result);
