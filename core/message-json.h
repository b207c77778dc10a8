/* The record as JSON, in exports. */
#pragma once

#include "core/message.h"

#include <jansson.h>

/* The keys of DESIGN's export that a record knows; absent where unknown.
 * Returns: (transfer full). */
json_t *core_message_to_json(const CoreMessage *self);
