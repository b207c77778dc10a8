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

bool
ingest_poll_mailbox(const IngestPoll *self, const CoreMailbox *mailbox,
    IngestCounts *counts, GError **error)
{
	const char *name = mailbox->server.name;
	int64_t began_at = core_clock_now(self->clock);
	g_autoptr(GError) local = NULL;
	bool is_read = read_mailbox(self, mailbox, counts, &local);
	int64_t ended_at = core_clock_now(self->clock);

	if (is_read)
		return self->dry_run || store_mailbox_succeeded(self->store,
		                            name, began_at, ended_at, error);
	/* Being told to stop is no failure of the mailbox. */
	if (!self->dry_run && !(self->stop && *self->stop)) {
		g_autofree char *why = core_text_line(
		    local->message, strlen(local->message), WHY_BYTES);
		/* Where this fails, the store failed before, or will next. */
		(void)store_mailbox_failed(
		    self->store, name, ended_at, why, NULL);
	}
	g_propagate_error(error, g_steal_pointer(&local));
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
