/* The dates of mail. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Reads @text as RFC 5322 3.3 has it, and whatever else GMime understands: one
 * line, the oldest forms too. Returns: false where it says no time. @ret_at:
 * seconds since 1970 UTC, negative before.
 */
bool mail_date_read(const char *text, int64_t *ret_at);
