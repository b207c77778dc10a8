/* Dates and times of day as mail programs write them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* How many digits @text begins with. */
size_t mail_moment_digits(const char *text);

/* "8:00", "08h00", at the first of its digits. */
bool mail_moment_is_time(const char *text);

/* A year, or "16.11.26", at the first of its digits. */
bool mail_moment_is_date(const char *text);
