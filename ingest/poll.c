#include "ingest/poll.h"

#include "core/text.h"
#include "ingest/error.h"
#include "ingest/folders.h"
#include "ingest/imap.h"
#include "ingest/watch.h"
#include "net/error.h"
#include "store/mailboxes.h"

#include <string.h>

bool
ingest_poll_mailbox(const IngestPoll *self, const CoreMailbox *mailbox,
    IngestCounts *counts, GError **error)
{
	g_autoptr(IngestWatch) watch = ingest_watch_new(self, mailbox);

	return ingest_watch_poll(watch, counts, error);
}

/* One mailbox on its thread. */
typedef struct {
	const IngestPoll *poll;
	GAsyncQueue *ended; /* where it goes when it ends */
	GThread *thread;
	IngestEnd end;
	GError *why;
} Part;

static void *
poll_part(void *data)
{
	Part *self = data;
	int64_t began_us = g_get_monotonic_time();

	(void)ingest_poll_mailbox(self->poll, self->end.mailbox,
	    &self->end.counts, &self->why); /* told below */
	self->end.why = self->why;
	self->end.seconds =
	    (double)(g_get_monotonic_time() - began_us) / G_USEC_PER_SEC;
	g_async_queue_push(self->ended, self);
	return NULL;
}

void
ingest_poll_all(const IngestPoll *self, const GPtrArray *mailboxes,
    void (*on_end)(const IngestEnd *end, void *data), void *data)
{
	g_autoptr(GAsyncQueue) ended = g_async_queue_new();
	g_autofree Part *parts = g_new0(Part, mailboxes->len);

	for (unsigned i = 0; i < mailboxes->len; i++) {
		parts[i] = (Part){ .poll = self, .ended = ended };
		parts[i].end.mailbox = g_ptr_array_index(mailboxes, i);
		parts[i].thread = g_thread_new("mailbox", poll_part, &parts[i]);
	}
	for (unsigned i = 0; i < mailboxes->len; i++) {
		Part *part = g_async_queue_pop(ended);
		g_thread_join(part->thread);
		on_end(&part->end, data);
		g_clear_error(&part->why);
	}
}

bool
ingest_check_mailbox(const CoreMailbox *mailbox, const CoreLimits *limits,
    IngestChoice **ret_choice, GError **error)
{
	g_autoptr(IngestImap) session =
	    ingest_imap_open(mailbox, limits, NULL, error);
	g_autoptr(IngestChoice) choice = NULL;

	if (!session ||
	    !ingest_folders_choose(session, mailbox, &choice, error))
		return false;
	if (choice->missing) {
		g_propagate_error(error, g_steal_pointer(&choice->missing));
		return false;
	}
	for (unsigned i = 0; i < choice->folders->len; i++) {
		IngestChosen *chosen = choice->folders->pdata[i];
		IngestFolder folder;

		if (!ingest_imap_examine(session, chosen->name, &folder, error))
			return false;
		chosen->messages = folder.messages;
	}
	*ret_choice = g_steal_pointer(&choice);
	return true;
}
