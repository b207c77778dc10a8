/* Takes what is new in the mailboxes into the store: each mail once, none left
 * out. */
#pragma once

#include "core/clock.h"
#include "core/config.h"
#include "ingest/folders.h"
#include "ingest/writer.h"
#include "store/arrivals.h"
#include "store/store.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>

/* What a poll did: it listed the sum of all. */
typedef struct {
	int64_t outcomes[STORE_OUTCOMES];
	int64_t oversize;  /* among the new and the duplicate */
	int64_t unfetched; /* likewise: the server keeps them back */
	int64_t mended;    /* kept back before, and handed over now */
	int64_t pending;   /* in a dry run: what would be fetched */
} IngestCounts;

/* How far a poll is with a folder. */
typedef struct {
	const char *mailbox, *folder; /* borrowed */
	int64_t taken, messages;      /* dealt with by this poll; there */
} IngestStep;

/* Hears of @step: on the writer's thread, so one call at a time. */
typedef void (*IngestProgress)(const IngestStep *step, void *data);

typedef struct {
	IngestWriter *writer;
	const CoreLimits *limits;
	const CoreClock *clock;
	const volatile sig_atomic_t *stop; /* NULL: never */
	bool dry_run;                      /* list only; nothing is stored */
	bool discard; /* in a dry run: fetch the bytes all the same */
	IngestProgress progress; /* NULL: nobody listens */
	void *data;
} IngestPoll;

/*
 * Polls each folder of @mailbox to its end, batch by batch: each batch and the
 * place it reaches to are committed together, so that whoever comes next goes
 * on from there. A folder that the server refuses does not keep the others from
 * being read. How it went is kept for `tribune status`.
 * INGEST_ERROR_AUTH or _PROTOCOL, errors of net and store.
 *
 * @counts: what was committed is added to it, when it fails, too.
 */
bool ingest_poll_mailbox(const IngestPoll *self, const CoreMailbox *mailbox,
    IngestCounts *counts, GError **error);

/* How the poll of one mailbox ended. */
typedef struct {
	const CoreMailbox *mailbox;
	IngestCounts counts;
	double seconds;
	const GError *why; /* NULL: it read everything */
} IngestEnd;

/*
 * Polls all @mailboxes (CoreMailbox *) as ingest_poll_mailbox() does, each on a
 * thread of its own: one that hangs delays no other. @on_end hears of each on
 * the caller's thread, as soon as it ends.
 */
void ingest_poll_all(const IngestPoll *self, const GPtrArray *mailboxes,
    void (*on_end)(const IngestEnd *end, void *data), void *data);

/*
 * Sees whether @mailbox can be polled: connects, logs in and opens each folder.
 * Errors as ingest_poll_mailbox(). @ret_choice: (transfer full): what it reads,
 * with the numbers of messages.
 */
bool ingest_check_mailbox(const CoreMailbox *mailbox, const CoreLimits *limits,
    IngestChoice **ret_choice, GError **error);

/*
 * Polls every mailbox of @config at its interval, on a thread of its own, until
 * *@stop is set; one that fails is left alone for longer each time. Returns:
 * true when stopped; false when the store cannot be written any more.
 */
bool ingest_follow(Store *store, const CoreConfig *config,
    const CoreClock *clock, const volatile sig_atomic_t *stop, GError **error);
