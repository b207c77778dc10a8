/* One folder of a mailbox, from its cursor to its end. */
#pragma once

#include "ingest/imap.h"
#include "ingest/poll.h"

typedef struct {
	const char *mailbox, *name; /* borrowed */
	bool answer;                /* a Sent folder: what is in it is ours */
	int64_t since_at;           /* older mail is skipped; 0: none is */
} IngestSource;

/*
 * Opens @source in @session and takes in all beyond its cursor. Adds to
 * @counts what is committed. A folder that the server has set back behind what
 * was read already is read from its beginning. INGEST_ERROR_PROTOCOL when the
 * server refuses; other errors as ingest_poll_mailbox().
 */
bool ingest_folder_read(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestCounts *counts, GError **error);
