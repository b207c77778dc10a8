/* The clock a command goes by: the real one, or where --now has set it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A row value; { 0 } is the real clock. */
typedef struct {
	int64_t fixed_at; /* seconds since 1970 UTC, 0 for the real clock */
} CoreClock;

/* Returns: seconds since 1970 UTC; a set clock stands still. */
int64_t core_clock_now(const CoreClock *self);

/* Returns: whole RFC 3339 time in UTC, "2026-11-16T08:00:00Z" (transfer full).
 */
char *core_time_format(int64_t at);

/*
 * Parses an RFC 3339 time with zone, or a date alone ("2026-01-01", midnight
 * UTC). Years 1970..9999. CORE_ERROR_DATA otherwise.
 */
bool core_time_parse(const char *text, int64_t *ret_at, GError **error);
