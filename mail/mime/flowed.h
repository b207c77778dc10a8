/* format=flowed (RFC 3676): soft line breaks joined again. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Joins the lines of @text (LF or CRLF) that end in a blank with the next of
 * the same quotation depth, and takes out the stuffed blanks. The signature
 * mark "-- " is no soft break. @delsp: the blank at the break goes too.
 * Returns: (transfer full): lines end in LF.
 */
GString *mail_flowed_join(const GString *text, bool delsp);
