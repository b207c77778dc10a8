/* The record as bytes, quick to write and to read: from the parse child to its
 * parent, which is always of the same build. */
#pragma once

#include "core/limits.h"
#include "core/message.h"

/* Appends @self to @out; no string of it has 4 GB. */
void core_message_pack(const CoreMessage *self, GByteArray *out);

/*
 * Takes a record back from a process that may be in a sender's hands: every
 * field, length, number and enum is checked and every string must be as
 * CoreMessage says. Bounds: text and own_words limits->text_bytes; names of
 * attachments limits->attachment_name_bytes; source, language, a bounce's
 * status and attachment types 255 bytes; every other string
 * limits->headers_bytes; headers limits->headers; attachments
 * limits->mime_parts; other lists CORE_MESSAGE_LIST_MAX, flags
 * CORE_MESSAGE_FLAGS_MAX. CORE_ERROR_DATA names the field. Returns: (transfer
 * full).
 */
CoreMessage *core_message_unpack(
    const void *bytes, size_t length, const CoreLimits *limits, GError **error);
