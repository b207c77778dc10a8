/* The encoded words of header fields (RFC 2047), right or wrong. */
#pragma once

#include "mail/charset/charset.h"

/*
 * Decodes @value, a header's as it was sent: encoded words wherever they stand,
 * neighbours of one charset as one since a character may be split between
 * them, and other bytes beyond ASCII as UTF-8 or Windows-1252. What decodes to
 * controls is no text and stays as it is written.
 *
 * @faults: what was wrong is set, the rest is left as it is.
 * Returns: (transfer full): UTF-8 that may still hold controls.
 */
GString *mail_encoded_decode(
    const char *value, size_t length, MailCharsetFaults *faults);

/*
 * As mail_encoded_decode(), for a list of addresses: a word that stands alone
 * becomes a quoted string (RFC 5322 3.2.4) and signs in it are escaped, so that
 * no comma or bracket of a name is taken for one of the list.
 */
GString *mail_encoded_quote(
    const char *value, size_t length, MailCharsetFaults *faults);
