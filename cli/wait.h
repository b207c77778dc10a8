/* How long somebody waited, for people. */
#pragma once

#include "core/config.h"

/* The business hours of @config, to be cleared. */
CoreOffice cli_office(const CoreConfig *config);

/* Returns: "40 min", or with the business hours of it where they are less:
 * "17 h (2 h of business hours)", "9 days (6 business days)", "5 h (outside
 * business hours)" (transfer full). */
char *cli_wait_format(const CoreOffice *office, int64_t from, int64_t to);
