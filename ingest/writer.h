/* The one thread that owns the database, and those that pack for it: mailboxes
 * hand over what they fetched and go on fetching. */
#pragma once

#include "store/pack.h"
#include "store/store.h"

#include <glib.h>
#include <stdbool.h>

typedef struct _IngestWriter IngestWriter;

/*
 * Starts the threads. Until it is freed nobody else may touch @store
 * (borrowed). @chunk_bytes: limits.fetch_bytes.
 * Returns: (transfer full).
 */
IngestWriter *ingest_writer_new(Store *store, int64_t chunk_bytes);

/* Waits for all that was handed over. NULL is allowed. */
void ingest_writer_free(IngestWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestWriter, ingest_writer_free)

/* Runs @body, after all that was handed over before, on the thread that owns
 * the database, and waits for it. @body opens its own transaction. */
bool ingest_writer_call(
    IngestWriter *self, StoreBody body, void *data, GError **error);

/* A piece of work. Whoever makes it embeds this as its first field. */
typedef struct _IngestJob IngestJob;
struct _IngestJob {
	size_t bytes; /* of memory it holds */
	/* On any thread, before write(). NULL: nothing to do. Returns: how
	 * many bytes it holds then. */
	size_t (*pack)(IngestJob *self, StorePacker *packer);
	/* On the thread that owns the database; once. */
	bool (*write)(IngestJob *self, Store *store, GError **error);
	void (*free)(IngestJob *self); /* on any thread */
};

/* What one mailbox hands over: it is written in the order in which it comes,
 * and nothing after the first that fails. For one thread. */
typedef struct _IngestLane IngestLane;

IngestLane *ingest_lane_new(IngestWriter *writer); /* @writer is borrowed */

/* Waits for what was pushed. NULL is allowed. */
void ingest_lane_free(IngestLane *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestLane, ingest_lane_free)

/*
 * Hands over @job (transfer full), waiting while all lanes together hold too
 * much. Returns: false with the error of an earlier job's write(): @job is
 * dropped then.
 */
bool ingest_lane_push(IngestLane *self, IngestJob *job, GError **error);

/* Waits until all that was pushed is written. Returns: false with the first
 * error since the last flush: from here on the lane can be used again. */
bool ingest_lane_flush(IngestLane *self, GError **error);
