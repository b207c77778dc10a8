/* The mail to the executives about what cannot wait: built and frozen. */
#pragma once

#include "core/config.h"
#include "digest/render.h"
#include "store/store.h"

/* What came longer ago is no surprise any more. */
#define DIGEST_ESCALATION_AGE_S 86400

/*
 * Writes the escalation as it would be built at @now; keeps nothing.
 * DIGEST_ERROR_NOTHING when nothing waits. @ret_mail: (transfer full).
 */
bool digest_escalation_preview(Store *store, const CoreConfig *config,
    int64_t now, DigestMail **ret_mail, GError **error);

/*
 * Freezes all that waits as one escalation: rows, finished mails and tokens in
 * one transaction. Needs [send] and [executive] (CORE_ERROR_CONFIG).
 * DIGEST_ERROR_NOTHING when nothing waits.
 * @ret_subject: (transfer full): of the mail.
 */
bool digest_escalation_freeze(Store *store, const CoreConfig *config,
    int64_t now, char **ret_subject, GError **error);
