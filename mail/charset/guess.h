/* Which charset bytes are in that say nothing of it, or the wrong one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether more of @bytes beyond ASCII is UTF-8 than is not: one bad byte in a
 * long text does not make another charset of it. */
bool mail_guess_is_utf8(const char *bytes, size_t length);

/* Whether all of it is, and too much for a text in a charset of two bytes a
 * character to be so by chance. */
bool mail_guess_is_surely_utf8(const char *bytes, size_t length);

/* Whether @bytes, called Western, are surely Japanese, Korean or Chinese: all
 * beyond ASCII stands in pairs, and enough of it. */
bool mail_guess_is_foreign(const char *bytes, size_t length);

/*
 * By escapes, by the pairs that Japanese, Korean and Chinese are written in,
 * and by how much of the words is beyond ASCII.
 * Returns: (borrowed, static): "WINDOWS-1252" where nothing speaks for another.
 */
const char *mail_guess_charset(const char *bytes, size_t length);
