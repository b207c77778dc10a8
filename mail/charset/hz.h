/* HZ-GB-2312 (RFC 1843), which the C library does not know. */
#pragma once

#include <glib.h>

/* Returns: (transfer full): the same in GB 2312. */
GString *mail_hz_to_gb(const char *bytes, size_t length);
