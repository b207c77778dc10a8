/* Numbers in settings, and the ranges that their types allow. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* How @text becomes a number >= 0; core_size_parse() is one, too. Where it does
 * not, @error need not be set. */
typedef bool (*CoreConfigParse)(
    const char *text, int64_t *ret_number, GError **error);

/* "20" */
bool core_config_number_parse(
    const char *text, int64_t *ret_number, GError **error);

/* "5%": a whole number of hundredths. */
bool core_config_share_parse(
    const char *text, int64_t *ret_percent, GError **error);

/* "24 months", "1 month", "2 years": months. */
bool core_config_months_parse(
    const char *text, int64_t *ret_months, GError **error);

/* Parses @text and, by the same means, the range that @type ends with: "size
 * 1KB..4GB". Returns: whether it is a number within it. */
bool core_config_number_within(const char *type, const char *text,
    CoreConfigParse parse, int64_t *ret_number);
