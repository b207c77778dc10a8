/* What a session that is kept open between polls is asked. */
#pragma once

#include "ingest/imap.h"

/* Asks by NOOP, one round trip, for news of the open folder. @ret_news: whether
 * mail may have come since it was opened. */
bool ingest_imap_has_news(IngestImap *self, bool *ret_news, GError **error);

/* Asks by STATUS how far folder @name is, without opening it. @ret_folder: what
 * the server does not tell is 0. */
bool ingest_imap_status(IngestImap *self, const char *name,
    IngestFolder *ret_folder, GError **error);

/* Whether the server offers IDLE. */
bool ingest_imap_can_idle(IngestImap *self);

/*
 * Idles (RFC 2177) for at most @wait_ms and limits.idle_ms, less when the
 * server says something or @stop_fd can be read. A hint only: what was said is
 * for ingest_imap_has_news() to find out. The session still idles then: before
 * anything is asked, ingest_imap_rouse() it.
 */
bool ingest_imap_idle(
    IngestImap *self, int64_t wait_ms, int stop_fd, GError **error);

/* Ends idling, if the session idles. */
bool ingest_imap_rouse(IngestImap *self, GError **error);

/*
 * The same; and what must be asked next is sent in the same breath, so that it
 * all takes one round trip: ingest_imap_has_news() and ingest_imap_status() of
 * each of @names (char *), which are few; where it idled, ingest_imap_idle() or
 * ingest_imap_rouse(), too.
 */
bool ingest_imap_rouse_to_ask(
    IngestImap *self, const GPtrArray *names, GError **error);
