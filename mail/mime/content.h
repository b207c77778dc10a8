/* The decoded bytes of one MIME part, read as they are needed. */
#pragma once

#include "mail/mime/part.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first @max_bytes. @ret_cut: whether there may be more.
 * Returns: (transfer full). */
GString *mail_content_read(
    const MailPart *part, size_t max_bytes, bool *ret_cut);

/* Returns: how many bytes there are; none of them is held. */
int64_t mail_content_measure(const MailPart *part);

/* About the size of @part (NULL: 0) and all in it, to @depth, without
 * decoding. */
int64_t mail_content_measure_whole(const MailPart *part, size_t depth);
