/* Names of charsets, as mail has them. */
#pragma once

/*
 * What iconv calls the charset that mail calls @charset (NULL is allowed), or
 * the superset of it that programs really write, in capitals. Signs between the
 * parts of a name do not matter ("iso8859_1"), and pages of Windows may have
 * any of their prefixes ("win-1251", "ms949"). Returns: (transfer full): NULL
 * for what is no name.
 */
char *mail_charset_name(const char *charset);
