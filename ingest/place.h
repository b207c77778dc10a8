/* A folder as the server has it, and how far we have read it. */
#pragma once

#include "ingest/folder.h"
#include "store/folders.h"

typedef struct {
	IngestFolder there;
	StoreFolder folder;
} IngestPlace;

/*
 * Opens the folder of @source in @session and finds it in the database, where
 * it is entered unless this is a dry run. One whose next UID has fallen below
 * what was read is begun anew. Errors of ingest_imap_examine() and of store.
 */
bool ingest_place_open(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestPlace *ret_place, GError **error);
