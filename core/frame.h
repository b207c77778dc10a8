/* Length-prefixed frames on a pipe or socket: how processes hand over bytes. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Writes a 4-byte big-endian length and @bytes. CORE_ERROR_IO when the other
 * end is gone or @deadline_us (g_get_monotonic_time() clock; 0 for none)
 * passes. @fd may be blocking or not; a socket raises no SIGPIPE, for a pipe
 * the caller ignores that signal.
 */
bool core_frame_write(
    int fd, GBytes *bytes, int64_t deadline_us, GError **error);

/*
 * Reads one frame of at most @max_bytes. An end between two frames is success
 * with @ret_bytes NULL; CORE_ERROR_DATA for a longer frame or an end inside
 * one, CORE_ERROR_IO as above.
 * @ret_bytes: (transfer full).
 */
bool core_frame_read(int fd, size_t max_bytes, int64_t deadline_us,
    GBytes **ret_bytes, GError **error);
