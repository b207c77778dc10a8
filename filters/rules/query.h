/* Queries as filters take them: parsed, and each regex in them compiles. */
#pragma once

#include "core/query.h"

/* As core_query_parse(), with FILTER_ERROR_RULES for its faults and for a
 * regexes that do not compile: each "LINE:COLUMN: sentence", the line and a
 * caret.
 * Returns: (transfer full). */
CoreQuery *filter_query_parse(const char *text, int first_line, GError **error);

/* The same, adding all faults to @faults (CoreQueryFault *). Returns: (transfer
 * full): never NULL; with faults, of what could be made out. */
CoreQuery *filter_query_parse_all(
    const char *text, int first_line, GPtrArray *faults);
