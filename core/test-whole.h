/* For tests: a message of which everything is known. */
#pragma once

#include "core/message.h"

/* Returns: (transfer full). */
CoreMessage *test_whole_message(void);
