/* The decoded bytes of one MIME part, read as they are needed. */
#pragma once

#include <gmime/gmime.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first @max_bytes. @ret_cut: whether there may be more.
 * Returns: (transfer full). */
GString *mail_content_read(GMimePart *part, size_t max_bytes, bool *ret_cut);

/* Returns: how many bytes there are; none of them is held. */
int64_t mail_content_measure(GMimePart *part);

/* About the size of @entity and all in it, to @depth, without decoding: a
 * message inside must not be written out again to learn it (GMime issue
 * 165). */
int64_t mail_content_measure_entity(GMimeObject *entity, size_t depth);
