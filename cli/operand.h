/* What several commands take as operands and options. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The id of a message: CLI_ERROR_USAGE for what is none. */
bool cli_parse_id(const char *text, int64_t *ret_id, GError **error);

/* Cuts @rows, of which one more than @most (0: all) was asked for, to @most,
 * and says on standard error that there are more. */
void cli_cut_list(GPtrArray *rows, unsigned most);

/* "90d" before @now: CLI_ERROR_USAGE for what is no duration; 0, everything,
 * for NULL. */
bool cli_parse_since(
    const char *text, int64_t now, int64_t *ret_since_at, GError **error);
