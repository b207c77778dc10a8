/* The commonest charsets of one byte a character, ASCII among them: read by a
 * table, without iconv, which takes as long for a word of two letters as for a
 * line. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether @charset, in capitals, is one of them. */
bool mail_single_is(const char *charset);

/*
 * Decodes @bytes, which are in @charset, one of them. A byte that means nothing
 * becomes U+FFFD and is counted in @ret_bad. Returns: (transfer full): UTF-8.
 */
GString *mail_single_decode(
    const char *bytes, size_t length, const char *charset, size_t *ret_bad);
