/* Names of IMAP folders on the wire: modified UTF-7 (RFC 3501, 5.1.3). */
#pragma once

#include <glib.h>

/* Returns: (transfer full): @name, valid UTF-8, as the server wants it:
 * printable ASCII; blanks and wildcards stay. NULL when it holds a control
 * byte. */
char *ingest_utf7_encode(const char *name);

/* Returns: (transfer full): @wire as UTF-8; NULL when it is not modified UTF-7,
 * or holds a control character. */
char *ingest_utf7_decode(const char *wire);
