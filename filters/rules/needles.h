/* What a text must hold for a regex to match it: found by reading the regex, so
 * that few texts need PCRE2. */
#pragma once

#include <glib.h>

/*
 * Returns: (transfer full): up to FILTER_NEEDLES_MAX choices, each a GPtrArray
 * of char *. Where @pattern, as FilterRegex takes it, matches a text, there is
 * of each choice one string in filter_folded_bytes() of that text. None where
 * the regex demands nothing that is worth looking for or is beyond this reader.
 */
#define FILTER_NEEDLES_MAX 3
GPtrArray *filter_needles_of(const char *pattern);
