/* A tree of the query language as text again. */
#pragma once

#include "core/query.h"

/* Returns: (transfer full): @self on one line, which parses to the same tree;
 * the same for every way to write that tree. */
char *core_query_format(const CoreQuery *self);
