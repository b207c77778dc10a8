/* Asks once more for what a server listed and did not hand over. */
#pragma once

#include "ingest/batch.h"

/*
 * Asks for those mails of the folder of @target, which is open in @session,
 * whose day has come; store/unfetched.h says which. What comes takes the place
 * of what was kept instead, what is refused again is no error. Errors of
 * ingest_imap_reopen() and of store.
 */
bool ingest_again(IngestTarget *target, IngestImap *session, GError **error);
