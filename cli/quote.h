/* Words in the sentences that they stand in. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * The sentences of @text in which one of @words (ended by NULL) stands, each
 * once and on one line, shortened where it is long, at most @max of them;
 * without controls, and with @bright the words set off for a terminal.
 * Returns: (transfer full): char *.
 */
GPtrArray *cli_quote(
    const char *text, char *const *words, unsigned max, bool bright);
