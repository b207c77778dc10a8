/* The headers of stored mails, which are not kept apart from their bytes: read
 * again, in children, for rules that look at header.NAME. */
#pragma once

#include "core/config.h"
#include "store/store.h"

/* Whether one of @rules (FilterRule *) looks at a header. */
bool filter_headers_are_wanted(const GPtrArray *rules);

typedef struct _FilterHeaders FilterHeaders;

/* Starts `@program parse` (NULL: this program), a child a core. Returns:
 * (transfer full). */
FilterHeaders *filter_headers_new(
    const CoreConfig *config, const char *program, GError **error);
void filter_headers_free(FilterHeaders *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterHeaders, filter_headers_free)

/* Fills in the headers of @records (StoreRecord *). One whose bytes are gone,
 * damaged or cannot be read has none then. */
bool filter_headers_read(FilterHeaders *self, Store *store,
    const GPtrArray *records, GError **error);
