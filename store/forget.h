/* What was read of a message and decided about it, and its end. For the files
 * of store/ only. */
#pragma once

#include "store/store.h"

/* Removes it all but what stands in the message's own row, and what people said
 * of it. Call it inside store_transact(). */
bool store_forget_read(Store *self, int64_t id, GError **error);

/* Removes the bytes of all its arrivals. */
bool store_forget_raw(Store *self, int64_t id, GError **error);
