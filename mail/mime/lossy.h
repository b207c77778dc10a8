/* Plain text in which the sender's program lost letters. */
#pragma once

#include <stdbool.h>

/*
 * Whether question marks stand in @text, UTF-8, where none are written: inside
 * a word ("don?t") or before one ("?word?"), twice or more, addresses of the
 * web aside; or two and more instead of a word (" ?? "). Such a text was put
 * into a charset that lacked its quotes or letters.
 */
bool mail_lossy_is(const char *text);
