/* Many frames (core/frame.h) on one socket by few system calls: what comes is
 * read ahead, and what goes is kept back until there is nothing left to read,
 * or enough to be worth a call. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _CoreFrames CoreFrames;

/* @fd blocks and is borrowed. Returns: (transfer full). */
CoreFrames *core_frames_new(int fd);

void core_frames_free(CoreFrames *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreFrames, core_frames_free)

/*
 * Takes the next frame, of at most @max_bytes; before it waits for one it sends
 * what was kept back. An end between two frames is success with *ret_bytes
 * NULL; CORE_ERROR_DATA for a longer frame or an end inside one, CORE_ERROR_IO
 * when the other end is gone.
 * @ret_bytes: borrowed until the next call.
 */
bool core_frames_read(CoreFrames *self, size_t max_bytes,
    const void **ret_bytes, size_t *ret_length, GError **error);

/* Begins a frame. Returns: (borrowed): what its bytes are appended to. */
GByteArray *core_frames_begin(CoreFrames *self);

/* Ends the frame that was begun. CORE_ERROR_IO when the other end is gone. */
bool core_frames_end(CoreFrames *self, GError **error);
