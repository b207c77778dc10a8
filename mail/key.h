/* What makes a mail the same mail, and when it was received, told from its raw
 * bytes alone: small enough for ingest to call, so without GMime. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The content key: lower-case hex SHA-256 over the fields From, To, Cc,
 * Reply-To, Date, Subject, Message-ID, In-Reply-To, References, Auto-Submitted
 * and all Content-*, each as often as it is there and in a fixed order, and the
 * body; CRLF and LF count as equal. So what servers add on the way (Received,
 * Delivered-To, ..) does not matter. Without Message-ID or without Date it is
 * over the whole mail: two blank forms are two mails.
 *
 * @bytes may be anything, of any @length. Returns: (transfer full).
 */
char *mail_key(const void *bytes, size_t length);

/*
 * When the mail says it was received: the date of its topmost Received field,
 * else of its Date. Returns: false where neither has a date from 1970 on.
 */
bool mail_received_at(const void *bytes, size_t length, int64_t *ret_at);

/* Length of the header block of @bytes, with the empty line that ends it: all
 * of @length where none does. */
size_t mail_header_length(const void *bytes, size_t length);
