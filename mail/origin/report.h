/* The fields that a mail system writes for each address it failed to reach. */
#pragma once

#include "core/message.h"

/*
 * Reads fields as RFC 3464 2.3 has them, in a part of their own or among the
 * lines of a notice (@text, LF lines; fields may be folded). What was delivered
 * is passed over; an address the sender wrote (Original-Recipient) goes before
 * what became of it. Status and `hard` are those of the first failure.
 *
 * @notice: what the mail says in words, for a report that gives no reason.
 * @ret_delivered: whether something was delivered, as in a receipt.
 * Returns: (transfer full) (nullable): NULL where nothing failed.
 */
CoreBounce *mail_report_read(
    const char *text, const char *notice, bool *ret_delivered);

/* "rfc822;<a@b>", "SMTP=a@b" or "a@b" to "a@b". Returns: (transfer full)
 * (nullable): NULL for what is no address. */
char *mail_report_take_address(const char *value);

/* Adds @address (transfer full) unless it is there or there are too many. NULL
 * is passed over. */
void mail_report_add(CoreBounce *bounce, char *address);
