/* A folder as the server has it, and how far we have read it. */
#pragma once

#include "ingest/folder.h"
#include "store/folders.h"

typedef struct {
	IngestFolder there;
	StoreFolder folder;
	int64_t known_uid, known_at; /* its last mail and the date of that; 0:
	                                it cannot be told by its date */
} IngestPlace;

/*
 * Opens the folder of @source in @session and finds it in the database, where
 * it is entered unless this is a dry run. One whose next UID has fallen below
 * what was read is begun anew. Errors of ingest_imap_examine() and of store.
 */
bool ingest_place_open(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestPlace *ret_place, GError **error);

/* Begins @self anew: what the server has there is not what was read. */
bool ingest_place_restart(
    const IngestPoll *poll, IngestPlace *self, GError **error);

/* Returns: where to list from: behind @cursor_uid, at first with the last mail
 * that is known. */
int64_t ingest_place_first_uid(const IngestPlace *self, int64_t cursor_uid);

/*
 * Takes what is not behind @cursor_uid out of @listed (IngestListed). Returns:
 * whether it is what is known. If not, the server was set back and has gone on
 * beyond what was read: below the cursor are mails that are not known.
 */
bool ingest_place_pass(IngestPlace *self, int64_t cursor_uid, GArray *listed);
