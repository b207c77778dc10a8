/* When a mail was received, as its own fields tell: for imports, which have no
 * server's word for it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The date of the topmost Received field, else of the Date field. Returns:
 * false where neither has a date of the years 1970 to 9999.
 */
bool mail_received_at(const void *bytes, size_t length, int64_t *ret_at);
