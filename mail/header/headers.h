/* The header fields of a mail: addresses, ids, date, subject, and all of them
 * decoded. */
#pragma once

#include "core/limits.h"
#include "core/message.h"

#include <glib.h>
#include <stddef.h>

/*
 * Reads @fields (MailField; see mail/header/head.h) but Content-*. Fills
 * message_id, in_reply_to, references, date_at, from, to, cc, reply_to,
 * subject, loop and headers of @record. Sets no-from, no-date, no-message-id,
 * duplicate-message-id, bad-header and headers-cut.
 */
void mail_headers_read(
    const GArray *fields, const CoreLimits *limits, CoreMessage *record);

/* Returns: (nullable): the value of the @nth (from 0, topmost first) header
 * called @name, borrowed from @record. */
const char *mail_header_nth(
    const CoreMessage *record, const char *name, size_t nth);

/* The topmost. Returns: (nullable): borrowed. */
const char *mail_header(const CoreMessage *record, const char *name);
