/* Lists of addresses in header fields. */
#pragma once

#include "mail/header/fields.h"

#include <glib.h>

/*
 * Appends the addresses of @value, a field's as it was sent, to @list
 * (CoreAddress); groups (RFC 5322 3.4) give their members. What is no address
 * is one with an empty address, or none. Each name and address has
 * @max_bytes at most.
 *
 * Returns: false where there were more than CORE_MESSAGE_LIST_MAX.
 */
bool mail_addresses_read(
    const MailSpan *value, size_t max_bytes, GPtrArray *list);
