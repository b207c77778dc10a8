/* Going on behind a message that the server lists and does not hand over. */
#pragma once

#include "ingest/imap.h"

/*
 * Connects anew and opens folder @name again. Errors of ingest_imap_open() and
 * ingest_imap_examine(); INGEST_ERROR_PROTOCOL when its UIDs are others now.
 */
bool ingest_salvage_renew(IngestImap *imap, const char *name, GError **error);

/*
 * Asks for the header of @uid in the open folder @name, of which the rest
 * cannot be had. Where not even that is handed over, another message's header
 * is asked for: only a server that gives that away has a fault with @uid alone.
 * INGEST_ERROR_PROTOCOL when it does not, other errors as for all questions.
 * @ret_header: (transfer full): NULL when it is not to be had.
 */
bool ingest_salvage_header(IngestImap *imap, const char *name, int64_t uid,
    GBytes **ret_header, GError **error);
