/* Mails of one folder on their way into the store: one transaction's worth,
 * with the place in the folder that it reaches to. */
#pragma once

#include "ingest/folder.h"
#include "ingest/writer.h"
#include "store/folders.h"

/* Where mails go. The first three are read by several threads; the others are
 * for the thread that writes, until all that was pushed is written. */
typedef struct {
	const IngestPoll *poll;
	const IngestSource *source;
	StoreFolder folder;
	IngestCounts *counts;    /* what is committed is added */
	int64_t taken, messages; /* of the folder, for those who watch */
} IngestTarget;

typedef struct _IngestBatch IngestBatch;

/* @target is borrowed until the batch is written or freed. */
IngestBatch *ingest_batch_new(IngestTarget *target);
void ingest_batch_free(IngestBatch *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestBatch, ingest_batch_free)

/* What is added stands for what came without its bytes before; it moves no
 * cursor. */
void ingest_batch_mend(IngestBatch *self);

/* Adds what @fetched (its bytes are taken) brought of @listed, or with NULL
 * that it is skipped. The batch reaches to it then. */
void ingest_batch_add(
    IngestBatch *self, const IngestListed *listed, IngestFetched *fetched);

/* Adds a mail whose parts are in the store: @packed and @content_key are
 * (transfer full). */
void ingest_batch_add_packed(IngestBatch *self, const IngestListed *listed,
    StorePacked *packed, char *content_key, int64_t received_at);

/* All up to @uid is dealt with by this batch or by those before. */
void ingest_batch_reach(IngestBatch *self, int64_t uid);

/* Whether it is enough for one transaction. */
bool ingest_batch_is_full(const IngestBatch *self);

/* Returns: (transfer full): @self (transfer full) as work for the writer. */
IngestJob *ingest_batch_to_job(IngestBatch *self);
