/* A stored message as `tribune export` and `tribune show --json` print it. */
#pragma once

#include "store/records.h"

#include <jansson.h>

/* One object with the keys of DESIGN's export, absent where unknown.
 * Returns: (transfer full). */
json_t *cli_record_to_json(const StoreRecord *record);

/* Prints it on one line of standard output. CORE_ERROR_IO when that is closed
 * or full. */
bool cli_record_print(const StoreRecord *record, GError **error);
