/* Takes mail from files into the queue. */
#pragma once

#include "core/limits.h"
#include "ingest/files.h"
#include "store/arrivals.h"

/* What an import came to, or has come to by now. */
typedef struct {
	int64_t outcomes[STORE_OUTCOMES]; /* new and duplicate */
	int64_t known;                    /* imported from there before */
	int64_t oversize;                 /* among the new and duplicate */
	int64_t bytes; /* read, of ingest_files' size_bytes: packed ones where
	                  the file is packed */
} IngestImportSums;

typedef struct {
	const CoreLimits *limits;
	int64_t now_at;   /* when the mail arrives, and is taken to be received
	                     where it does not say */
	int64_t texts_at; /* when the first of the bare texts was received; each
	                     further one is a second later */
	bool answers;     /* what we sent, not what came */
	/* Called after each batch that is committed and each mail that was
	 * known; may be NULL. */
	void (*progress)(const IngestImportSums *sums, void *data);
	void *data;
} IngestImportOptions;

/*
 * Takes all mails of @files that were not taken from the same folder before, in
 * batches: broken off at any moment, it goes on where it was when it is run
 * again. Errors are those of store_transact(), CORE_ERROR_IO for a file that
 * cannot be read, INGEST_ERROR_INPUT for a file that is gone; what came before
 * is in. CORE_ERROR_DATA for bad texts and for a damaged file, of which there
 * may be more: the mails before the fault are in, and all the other files.
 */
bool ingest_import(Store *store, const IngestFiles *files,
    const IngestImportOptions *options, IngestImportSums *ret_sums,
    GError **error);
