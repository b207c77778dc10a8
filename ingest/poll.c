#include "ingest/poll.h"

#include "core/text.h"
#include "ingest/error.h"
#include "ingest/folder.h"
#include "ingest/imap.h"
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

static bool
note_end(Store *store, void *data, GError **error)
{
	const Ended *self = data;

	if (!self->why)
		return store_mailbox_succeeded(
		    store, self->mailbox, self->began_at, self->at, error);
	g_autofree char *why = core_text_line(
	    self->why->message, strlen(self->why->message), WHY_BYTES);
	return store_mailbox_failed(store, self->mailbox, self->at, why, error);
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
	g_auto(GStrv) names = NULL;
	g_autoptr(GError) first = NULL;
	IngestSource source = { .mailbox = mailbox->server.name,
		.since_at = mailbox->since_at };

	if (!ingest_imap_folders(
	        session, (const char *const *)mailbox->folders, &names, error))
		return false;
	for (char **name = names; *name; name++) {
		g_autoptr(GError) refused = NULL;
		source.name = *name;
		if (g_strcmp0(*name, mailbox->sent) == 0 ||
		    ingest_folder_read(
		        self, session, &source, counts, &refused))
			continue;
		if (!first)
			first = g_steal_pointer(&refused);
		if (!ingest_imap_is_usable(session))
			break;
	}
	if (mailbox->sent && ingest_imap_is_usable(session)) {
		source.name = mailbox->sent;
		source.answer = true;
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

bool
ingest_check_mailbox(const CoreMailbox *mailbox, const CoreLimits *limits,
    int64_t *ret_messages, GError **error)
{
	g_autoptr(IngestImap) session =
	    ingest_imap_open(mailbox, limits, NULL, error);
	g_auto(GStrv) names = NULL;
	IngestFolder folder;

	if (!session ||
	    !ingest_imap_folders(
	        session, (const char *const *)mailbox->folders, &names, error))
		return false;
	if (!names[0]) {
		*ret_messages = 0;
		return true;
	}
	if (!ingest_imap_examine(session, names[0], &folder, error))
		return false;
	*ret_messages = folder.messages;
	return true;
}
