/* Takes the depth out of hostile HTML before a tree is built of it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Copies @html without the tags that nest deeper than @max_depth, because
 * gumbo's time grows with the square of the depth and its stack with the
 * depth. What stands between the tags is kept; NULs become blanks.
 *
 * @ret_flattened: whether a tag was left out.
 * Returns: (transfer full).
 */
GString *mail_flatten(
    const char *html, size_t length, size_t max_depth, bool *ret_flattened);
