#include "ingest/poll.h"

#include "core/text.h"
#include "ingest/error.h"
#include "ingest/folder.h"
#include "ingest/folders.h"
#include "ingest/imap.h"
#include "net/error.h"
#include "store/mailboxes.h"

#include <string.h>

#define WHY_BYTES 500

static bool read_mailbox(const IngestPoll *self, const CoreMailbox *mailbox,
    IngestCounts *counts, GError **error);

/* How a poll ended, for `tribune status`. */
typedef struct {
	const char *mailbox;
	int64_t began_at, at;
	const GError *why; /* NULL: it read everything */
} Ended;

/* Whether nothing can be read until a person mends the login. */
static bool
is_login(const GError *why)
{
	return g_error_matches(why, INGEST_ERROR, INGEST_ERROR_AUTH) ||
	       g_error_matches(why, NET_ERROR, NET_ERROR_AUTH) ||
	       g_error_matches(why, NET_ERROR, NET_ERROR_CONFIG);
}

static bool
note_end(Store *store, void *data, GError **error)
{
	const Ended *self = data;

	if (!self->why)
		return store_mailbox_succeeded(
		    store, self->mailbox, self->began_at, self->at, error);
	g_autofree char *why = core_text_line(
	    self->why->message, strlen(self->why->message), WHY_BYTES);
	return is_login(self->why) ? store_mailbox_refused(store, self->mailbox,
	                                 self->at, why, error)
	                           : store_mailbox_failed(store, self->mailbox,
	                                 self->at, why, error);
}

bool
ingest_poll_mailbox(const IngestPoll *self, const CoreMailbox *mailbox,
    IngestCounts *counts, GError **error)
{
	g_autoptr(GError) why = NULL;
	Ended ended = { .mailbox = mailbox->server.name,
		.began_at = core_clock_now(self->clock) };
	bool is_read = read_mailbox(self, mailbox, counts, &why);

	ended.at = core_clock_now(self->clock);
	ended.why = why;
	if (is_read)
		return self->dry_run || ingest_writer_call(self->writer,
		                            note_end, &ended, error);
	/* Being told to stop is no failure of the mailbox. Where this fails,
	 * the store failed before, or will next. */
	if (!self->dry_run && !(self->stop && *self->stop))
		(void)ingest_writer_call(self->writer, note_end, &ended, NULL);
	g_propagate_error(error, g_steal_pointer(&why));
	return false;
}

static bool
read_folders(const IngestPoll *self, IngestImap *session,
    const CoreMailbox *mailbox, IngestCounts *counts, GError **error)
{
	g_autoptr(IngestChoice) choice = NULL;

	if (!ingest_folders_choose(session, mailbox, &choice, error))
		return false;
	g_autoptr(GError) first = g_steal_pointer(&choice->missing);
	for (unsigned i = 0; i < choice->folders->len; i++) {
		const IngestChosen *chosen = choice->folders->pdata[i];
		IngestSource source = { .mailbox = mailbox->server.name,
			.name = chosen->name,
			.answer = chosen->answer,
			.since_at = mailbox->since_at };

		if (!ingest_imap_is_usable(session))
			break;
		(void)ingest_folder_read(self, session, &source, counts,
		    first ? NULL : &first); /* looked at below */
	}
	if (!first)
		return true;
	g_propagate_error(error, g_steal_pointer(&first));
	return false;
}

static bool
read_mailbox(const IngestPoll *self, const CoreMailbox *mailbox,
    IngestCounts *counts, GError **error)
{
	g_autoptr(IngestImap) session =
	    ingest_imap_open(mailbox, self->limits, self->stop, error);

	return session && read_folders(self, session, mailbox, counts, error);
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
