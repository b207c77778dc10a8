/* Japanese mail with the signs that Microsoft added to its charset. */
#pragma once

#include <glib.h>

/*
 * @bytes, ISO-2022-JP of whatever dialect, as CP932, in which "(1)" in a circle
 * and the rarer names have a place; signs of other sets than ASCII, JIS X 0201
 * and JIS X 0208 become '?'.
 * Returns: (transfer full).
 */
GString *mail_jis_to_cp932(const char *bytes, size_t length);
