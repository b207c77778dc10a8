/* What stands below the writer's words: signature, footer of a phone,
 * disclaimer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* "-- " alone (RFC 3676 4.3), the dashes without the blank that programs strip,
 * or the underline of a list's footer. */
bool mail_footer_is_mark(const char *line);

/* "Sent from my phone", "Get Outlook for iOS", in some languages. */
bool mail_footer_is_device(const char *line);

/* "This e-mail is confidential ...", in some languages: whether @lines, the
 * last @n_lines of a paragraph, are a lawyer's. */
bool mail_footer_is_disclaimer(char *const *lines, size_t n_lines);
