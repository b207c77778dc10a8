/* The lines by which mail programs set off what is not the writer's own. */
#pragma once

#include <stdbool.h>

/* @lines ends with NULL; each function judges the lines at its start. */

/* "> ...", in Japanese of full width, too. */
bool mail_quote_is_quoted(const char *line);

/* "| ..." and "ANN> ...", as some programs mark: a quotation where one stands
 * right below an attribution, else a table or what a computer printed. */
bool mail_quote_is_odd(const char *line);

/* "-----Original Message-----", "Begin forwarded message:", GroupWise's ">>>
 * Ann Doe <ann@example.com> 11/16/2026 8:00 AM >>>" and the like. */
bool mail_quote_is_separator(const char *line);

/* "Original Message" without any dashes, or words of any language between
 * dashes, with such a header block below, perhaps quoted. */
bool mail_quote_is_title(char *const *lines);

/* Whether @line, of these, says that what follows is forwarded: "----------
 * Forwarded message ---------". */
bool mail_quote_is_forward(const char *line);

/* @text without one mark of quotation a line, where that makes it a forward
 * that begins with such a line or its header, as Apple's programs write.
 * Returns: (nullable) (transfer full). */
char *mail_quote_unmark_forward(const char *text);

/* A line of dashes, underscores, stars or what Japanese mails draw lines of, or
 * the dot by which a tracker of Gmail marks mails. */
bool mail_quote_is_rule(const char *line);
