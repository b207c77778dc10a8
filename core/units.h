/* Settings with units: "60s", "9m", "4MB". */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Parses a whole number with ms, s, m, h, d or w into milliseconds (a bare 0 is
 * allowed). CORE_ERROR_DATA otherwise, or beyond 10 years. */
bool core_duration_parse(const char *text, int64_t *ret_ms, GError **error);

/* Parses a whole number with B, KB, MB or GB (powers of 1,024). CORE_ERROR_DATA
 * otherwise, or beyond 2^50. */
bool core_size_parse(const char *text, int64_t *ret_bytes, GError **error);

/* "4 MB", "1.5 GB", "312 bytes", for people. Returns: (transfer full). */
char *core_size_format(int64_t bytes);

/* "40 s", "20 min", "3 h 20 min", from two days on "2 days", for people; less
 * than 0 is 0. Returns: (transfer full). */
char *core_duration_format(int64_t seconds);

/* "1 mail", "3 mails". Returns: (transfer full). */
char *core_count_format(int64_t count, const char *one, const char *many);

/* "43%"; "under 1%" and "over 99%", for what is rounded to certainty would look
 * like knowledge. @probability: 0..1. Returns: (transfer full). */
char *core_percent_format(double probability);
