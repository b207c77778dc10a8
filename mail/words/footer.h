/* What stands below the writer's words: signature, disclaimer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* "-- " alone (RFC 3676 4.3), the dashes without the blank that programs strip,
 * or the underline of a list's footer. */
bool mail_footer_is_mark(const char *line);

/*
 * "This e-mail is confidential ...", in some languages, at the end of @lines:
 * the last paragraph or, where a lawyer cannot be mistaken, one of the last.
 *
 * Returns: how many of the @n_lines stay.
 */
size_t mail_footer_find_disclaimer(char *const *lines, size_t n_lines);
