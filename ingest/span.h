/* One message, or a part of it, that is asked for alone. */
#pragma once

#include "ingest/session.h"

/* Which bytes of one message. */
typedef struct {
	int64_t uid;
	bool is_header;             /* alone, not the whole mail */
	bool is_behind;             /* all that was listed: may be nothing */
	int64_t offset, size_bytes; /* size 0: to the end */
} IngestSpan;

/*
 * Fetches @span. INGEST_ERROR_PROTOCOL, too, when nothing of it is handed over
 * though the folder lists it. @ret_body: (transfer full): NULL where the
 * message is gone.
 */
bool ingest_span_fetch(IngestImap *self, const IngestSpan *span,
    GBytes **ret_body, GError **error);

/* Fetches the header of @uid likewise, at most limits.headers_bytes of it.
 * @ret_header: (transfer full). */
bool ingest_span_fetch_header(
    IngestImap *self, int64_t uid, GBytes **ret_header, GError **error);
