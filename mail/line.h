/* The lines of raw mail, one after the other, without copying. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
	const char *start; /* not ended by NUL */
	size_t length;     /* without its line end, CRLF or LF */
} MailLine;

/* Takes the line at *@position, which moves behind it. Returns: false at
 * @end. */
bool mail_line_next(const char **position, const char *end, MailLine *ret_line);

/* The same for the next line that begins with two dashes. */
bool mail_line_next_dashed(
    const char **position, const char *end, MailLine *ret_line);

/* Whether @line begins with @prefix, in whatever case. */
bool mail_line_has_prefix(const MailLine *line, const char *prefix);
