/* What makes a term true whose field has whole values, not words. */
#pragma once

#include "core/query.h"

/* Whether @term, of a field from CORE_FIELD_LANG to CORE_FIELD_MAILBOX, holds
 * for @value (NULL: unknown): case, accents and width do not count. Of a tag,
 * "bug" holds for "bug/crash" too. */
bool core_query_holds(const CoreQuery *term, const char *value);

/* Returns: the values that @field can have, ended by NULL (static); NULL: any.
 */
const char *const *core_field_values(CoreField field);
