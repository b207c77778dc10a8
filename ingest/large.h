/* A mail too large to be held whole, on its way into the store part by part. */
#pragma once

#include "ingest/batch.h"

typedef struct _IngestLarge IngestLarge;

/* The mail @uid of @target (borrowed). Returns: (transfer full). */
IngestLarge *ingest_large_new(IngestTarget *target, int64_t uid);
void ingest_large_free(IngestLarge *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestLarge, ingest_large_free)

/* Returns: (transfer full): the next @part (borrowed) as work for the writer.
 */
IngestJob *ingest_large_add(IngestLarge *self, GBytes *part);

/* All parts are handed over: adds the mail, which is @listed, to @batch. */
void ingest_large_finish(
    IngestLarge *self, const IngestListed *listed, IngestBatch *batch);
