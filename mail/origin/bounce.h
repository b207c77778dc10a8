/* Whether a mail says that another could not be delivered, and to whom. */
#pragma once

#include "core/message.h"
#include "mail/mime/part.h"

/*
 * Reads a delivery status notification (RFC 3464), or one of the common shapes
 * of a mail system's free-form notice, of which @record has the headers and
 * the text. `hard` means that the
 * address itself is dead; a full mailbox, a refused text or a delay is not.
 *
 * @ret_reason: (transfer none): the header or wording that decided (static).
 * Returns: (transfer full) (nullable): NULL for a mail that is no bounce.
 */
CoreBounce *mail_bounce_read(
    const MailPart *root, const CoreMessage *record, const char **ret_reason);
