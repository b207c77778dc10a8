/* The names of the query language's fields. */
#pragma once

#include "core/query.h"

/* Returns: whether @name, in any case, is a field without a name of its own
 * behind it (header.NAME has one). */
bool core_field_parse(const char *name, CoreField *ret_field);

/* Returns: the name of @field, which is not ANY (static). */
const char *core_field_name(CoreField field);

/* Returns: (nullable): the field that @name may have meant (static). */
const char *core_field_nearest(const char *name);
