/* Quotations that lost their marks where a program broke a line. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether the first of @lines (ends with NULL) is no answer but the end of
 * @before, the line above it or NULL: "> a long line of\nwords". */
bool mail_wrapped_is_rest(char *const *lines, const char *before);

/* Parts each of @lines (char *, NULL at the end, each may be written to) that
 * has both the writer's words and what introduces the quoted lines below it:
 * "Yes. On Mon, 16 Nov 2026, Ann <ann@b.example> wrote:". */
void mail_wrapped_part(GPtrArray *lines);
