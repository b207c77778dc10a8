/* The search index, beyond what each batch puts in with its own messages: those
 * of a database that is older than the index, and the merging of its pieces. */
#pragma once

#include "filters/run.h"

/* Puts in all that is missing, a batch a transaction, the newest first, until
 * options->stop; tells options->indexing. */
bool filter_index_all(
    Store *store, const FilterOptions *options, GError **error);

/* The same for an idle moment: at most for about a second, then merging.
 * @ret_done: there is nothing left to do. */
bool filter_index_idle(
    Store *store, const FilterOptions *options, bool *ret_done, GError **error);
