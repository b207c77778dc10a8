/* Proof that bytes are gone: a search through the files themselves. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Looks for each of @canaries (char *, not empty) in the database at @database,
 * its log and what lies beside it under its name. @ret_found: (transfer full):
 * those that are still there (char *, borrowed from @canaries). CORE_ERROR_IO.
 */
bool cli_proof_search(const char *database, const GPtrArray *canaries,
    GPtrArray **ret_found, GError **error);
