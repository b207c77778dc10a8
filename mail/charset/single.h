/* Charsets of one byte a character, read by a table without iconv, which opens
 * a file for most of them and takes as long for a word of two letters as for a
 * line. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether @charset, in capitals, is one that the C library knew when this was
 * built. */
bool mail_single_is(const char *charset);

/* Whether it is, and ASCII means in it what it is. */
bool mail_single_has_ascii(const char *charset);

/*
 * Decodes @bytes, which are in @charset, one of them. A byte that means nothing
 * becomes U+FFFD and is counted in @ret_bad. Returns: (transfer full): UTF-8.
 */
GString *mail_single_decode(
    const char *bytes, size_t length, const char *charset, size_t *ret_bad);
