/* What commands print as JSON. */
#pragma once

#include <jansson.h>
#include <stdint.h>

/* Nothing is set for NULL. */
void cli_json_set_text(json_t *object, const char *key, const char *text);

/* Seconds since 1970, as a time in text. Nothing is set for 0. */
void cli_json_set_time(json_t *object, const char *key, int64_t at);

/* On one line of standard output; numbers with at most six digits that count.
 */
void cli_json_print(const json_t *json);
