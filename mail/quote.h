/* The lines by which mail programs set off what is not the writer's own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* @lines ends with NULL; each function judges the lines at its start. */

/* "> ..." */
bool mail_quote_is_quoted(const char *line);

/* "On Monday Ann wrote:", in some languages, over up to four lines.
 * Returns: how many lines it takes, 0 for none. */
size_t mail_quote_attribution(char *const *lines);

/* From, Sent, To and Subject one below the other, as Outlook puts them before
 * what it quotes, in some languages. */
bool mail_quote_is_header_block(char *const *lines);

/* "-----Original Message-----", "Begin forwarded message:" and the like. */
bool mail_quote_is_separator(const char *line);

/* "-- " alone (RFC 3676 4.3), the dashes without the blank that programs strip,
 * or the long underline of a list's footer. */
bool mail_quote_is_signature(const char *line);

/* "Sent from my phone", in some languages. */
bool mail_quote_is_footer(const char *line);
