/* How long somebody waited, and till when, for people. */
#pragma once

#include "core/config.h"

/* The business hours of @config, to be cleared. */
CoreOffice cli_office(const CoreConfig *config);

/* Returns: "40 min", or with the business hours of it where they are less:
 * "17 h (2 h of business hours)", "9 days (6 business days)", "5 h (outside
 * business hours)" (transfer full). */
char *cli_wait_format(const CoreOffice *office, int64_t from, int64_t to);

/* Returns: the last moment before @due_at in the office's zone: "2026-11-20",
 * the whole day, or "2026-11-20 14:30" (transfer full). */
char *cli_due_format(const CoreOffice *office, int64_t due_at);
