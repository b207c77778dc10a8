/* The record as JSON: between the parse child and its parent, and in exports.
 */
#pragma once

#include "core/limits.h"
#include "core/message.h"

#include <jansson.h>

/* The keys of DESIGN's export that a record knows; absent where unknown.
 * Returns: (transfer full). */
json_t *core_message_to_json(const CoreMessage *self);

/* The same with "headers" and "loop", for the pipe. Returns: (transfer full).
 */
json_t *core_message_to_wire(const CoreMessage *self);

/*
 * Takes a record back from a process that may be in a sender's hands: every
 * field, type, length and enum is checked and every string must be as
 * CoreMessage says. Bounds: text and own_words limits->text_bytes; names of
 * attachments limits->attachment_name_bytes; source, language, a bounce's
 * status and attachment types 255 bytes; every other string
 * limits->headers_bytes; headers limits->headers; attachments
 * limits->mime_parts; other lists CORE_MESSAGE_LIST_MAX, flags
 * CORE_MESSAGE_FLAGS_MAX. CORE_ERROR_DATA names the field. Returns: (transfer
 * full).
 */
CoreMessage *core_message_from_wire(
    const json_t *json, const CoreLimits *limits, GError **error);
