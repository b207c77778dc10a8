/* The customer's own new words: a mail's text without what it quotes. */
#pragma once

#include <stdbool.h>

/*
 * Leaves out of @text (LF lines) quotations, the lines that introduce them,
 * what follows a forwarding or Outlook header, the signature and the footers
 * of phones. Answers between quoted lines stay. Never less than something:
 * where nothing would be left it is the whole text.
 *
 * @writer: the name in From, which may stand above a signature; or NULL.
 * @ret_full: whether it is the whole text, or what a forward says below its
 * header, for want of any words above.
 * Returns: (transfer full).
 */
char *mail_words(const char *text, const char *writer, bool *ret_full);
