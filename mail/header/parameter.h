/* Parameters of Content-Type and Content-Disposition, however they are
 * written. */
#pragma once

#include "mail/charset/charset.h"

/*
 * Finds the parameter @name in @value, the raw value of a header. It reads what
 * RFC 2231 says (name*=utf-8''%C3%A4, name*0=..., name*1*=...), encoded words
 * in quotes, which RFC 2047 forbids and everybody sends, quotes and blanks
 * where none may be, and bytes beyond ASCII.
 *
 * @faults: what was wrong is set, the rest is left as it is.
 * Returns: (transfer full): UTF-8 that may hold controls; NULL where it is not
 * there or empty.
 */
char *mail_parameter_read(
    const char *value, const char *name, MailCharsetFaults *faults);
