/* Queries as filters take them: parsed, and each regex in them compiles. */
#pragma once

#include "core/query.h"

/* As core_query_parse(), with FILTER_ERROR_RULES for its faults and for a
 * regex that does not compile: "LINE:COLUMN: sentence", the line and a caret.
 * Returns: (transfer full). */
CoreQuery *filter_query_parse(const char *text, int first_line, GError **error);
