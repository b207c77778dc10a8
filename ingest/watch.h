/* One mailbox as it is polled again and again, over one session. */
#pragma once

#include "ingest/poll.h"

typedef struct _IngestWatch IngestWatch;

/* Connects to nothing yet. @poll and @mailbox are borrowed. */
IngestWatch *ingest_watch_new(
    const IngestPoll *poll, const CoreMailbox *mailbox);

/* Logs out. NULL is allowed. */
void ingest_watch_free(IngestWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestWatch, ingest_watch_free)

/*
 * As ingest_poll_mailbox(). The session of a poll that succeeded is kept, and
 * the next one only asks it for news: one round trip a folder while there is
 * none. Now and then, and when that fails, all is read as at first.
 */
bool ingest_watch_poll(IngestWatch *self, IngestCounts *counts, GError **error);

/* Waits for @seconds, less when the server tells of news by itself or when
 * @stop_fd can be read. */
void ingest_watch_rest(IngestWatch *self, int seconds, int stop_fd);
