/* A mail's plain text: lines of at most 72 columns. */
#pragma once

#include <glib.h>

#define DIGEST_COLUMNS 72

/* Appends @text folded at blanks, each line after @indent blanks, the first one
 * after @first instead (NULL: the same), which may be shorter or longer. */
void digest_plain_add(
    GString *out, int indent, const char *first, const char *text);

/* Appends a heading with a rule under it, and a blank line before. */
void digest_plain_heading(GString *out, const char *text);

/* Appends @left and, at the right margin, @right. */
void digest_plain_ends(GString *out, const char *left, const char *right);

/* Appends a whole line of @c. */
void digest_plain_rule(GString *out, char c);
