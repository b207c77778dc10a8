#include "ingest/watch.h"

#include "core/stop.h"
#include "core/text.h"
#include "ingest/error.h"
#include "ingest/folder.h"
#include "ingest/folders.h"
#include "ingest/idle.h"
#include "net/error.h"
#include "store/error.h"
#include "store/mailboxes.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define WHY_BYTES 500
/* New folders may match, and a server may forget to tell of mail. */
#define ROUND_US (10 * 60 * G_USEC_PER_SEC)
#define LEAST_IDLE_MS 1000 /* however much the server has to say */
#define IDLE_TRIES 2       /* that fail one after the other */
/* More answers might fill the way back while we still ask. */
#define AHEAD_FOLDERS 50

struct _IngestWatch {
	const IngestPoll *poll;
	const CoreMailbox *mailbox;
	IngestImap *session;  /* NULL: none, or it failed */
	IngestChoice *choice; /* its folders */
	GArray *seen;         /* IngestFolder of each, as it was read last */
	unsigned open;        /* which of them the session has open */
	int64_t round_us;     /* monotonic: when all were read */
	bool is_stale;        /* all are to be read again */
	int idle_failures;    /* since it worked last, though it is on offer */
	bool asks_one_by_one; /* the server loses what comes behind DONE */
};

static bool read_news(IngestWatch *self, IngestCounts *counts, GError **error);

IngestWatch *
ingest_watch_new(const IngestPoll *poll, const CoreMailbox *mailbox)
{
	IngestWatch *self = g_new0(IngestWatch, 1);

	self->poll = poll;
	self->mailbox = mailbox;
	self->seen = g_array_new(FALSE, TRUE, sizeof(IngestFolder));
	return self;
}

static void
let_go(IngestWatch *self)
{
	g_clear_pointer(&self->session, ingest_imap_close);
	g_clear_pointer(&self->choice, ingest_choice_free);
}

void
ingest_watch_free(IngestWatch *self)
{
	if (!self)
		return;
	let_go(self);
	g_array_unref(self->seen);
	g_free(self);
}

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
ingest_watch_poll(IngestWatch *self, IngestCounts *counts, GError **error)
{
	const IngestPoll *poll = self->poll;
	g_autoptr(GError) why = NULL;
	Ended ended = { .mailbox = self->mailbox->server.name,
		.began_at = core_clock_now(poll->clock) };
	bool is_read = read_news(self, counts, &why);

	ended.at = core_clock_now(poll->clock);
	ended.why = why;
	if (is_read)
		return poll->dry_run || ingest_writer_call(poll->writer,
		                            note_end, &ended, error);
	let_go(self);
	/* Being told to stop is no failure of the mailbox. Where this fails,
	 * the store failed before, or will next. */
	if (!poll->dry_run && !core_stop_is_asked(poll->stop))
		(void)ingest_writer_call(poll->writer, note_end, &ended, NULL);
	g_propagate_error(error, g_steal_pointer(&why));
	return false;
}

static bool
read_folder(
    IngestWatch *self, unsigned number, IngestCounts *counts, GError **error)
{
	const IngestChosen *chosen = self->choice->folders->pdata[number];
	const IngestSource source = { .mailbox = self->mailbox->server.name,
		.name = chosen->name,
		.answer = chosen->answer,
		.since_at = self->mailbox->since_at };

	if (!ingest_folder_read(
	        self->poll, self->session, &source, counts, error))
		return false;
	g_array_index(self->seen, IngestFolder, number) =
	    *ingest_imap_folder(self->session);
	self->open = number;
	return true;
}

/* Reads every folder, over a session of its own. */
static bool
read_all(IngestWatch *self, IngestCounts *counts, GError **error)
{
	const IngestPoll *poll = self->poll;

	if (self->session && (!ingest_imap_is_usable(self->session) ||
	                         !ingest_imap_rouse(self->session, NULL)))
		let_go(self);
	if (!self->session)
		self->session = ingest_imap_open(
		    self->mailbox, poll->limits, poll->stop, error);
	g_clear_pointer(&self->choice, ingest_choice_free);
	if (!self->session || !ingest_folders_choose(self->session,
	                          self->mailbox, &self->choice, error))
		return false;
	g_array_set_size(self->seen, self->choice->folders->len);
	g_autoptr(GError) first = g_steal_pointer(&self->choice->missing);
	for (unsigned i = 0; i < self->choice->folders->len &&
	                     ingest_imap_is_usable(self->session);
	     i++)
		(void)read_folder(
		    self, i, counts, first ? NULL : &first); /* below */
	self->round_us = g_get_monotonic_time();
	self->is_stale = false;
	if (!first)
		return true;
	g_propagate_error(error, g_steal_pointer(&first));
	return false;
}

/* Wakes an idle session and asks for news of all folders in one breath. */
static bool
rouse(IngestWatch *self, GError **error)
{
	const GPtrArray *folders = self->choice->folders;
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	if (self->asks_one_by_one || folders->len > AHEAD_FOLDERS)
		return ingest_imap_rouse(self->session, error);
	for (unsigned i = 0; i < folders->len; i++) {
		const IngestChosen *chosen = folders->pdata[i];
		if (i != self->open)
			g_ptr_array_add(names, chosen->name);
	}
	return ingest_imap_rouse_to_ask(self->session, names, error);
}

static bool
has_news(IngestWatch *self, unsigned number, bool *ret_news, GError **error)
{
	const IngestChosen *chosen = self->choice->folders->pdata[number];
	const IngestFolder *seen =
	    &g_array_index(self->seen, IngestFolder, number);
	IngestFolder now;

	if (number == self->open)
		return ingest_imap_has_news(self->session, ret_news, error);
	if (!ingest_imap_status(self->session, chosen->name, &now, error))
		return false;
	*ret_news = now.uidvalidity != seen->uidvalidity ||
	            now.uid_next != seen->uid_next || now.uid_next == 0;
	return true;
}

/* @ret_changed: (transfer full): the numbers of the folders with news. */
static bool
find_changed(IngestWatch *self, GArray **ret_changed, GError **error)
{
	g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(unsigned));

	/* The open one is asked for first, as rouse() has it. */
	for (unsigned i = 0; i < self->choice->folders->len; i++) {
		unsigned number = i == 0            ? self->open
		                  : i <= self->open ? i - 1
		                                    : i;
		bool has = false;
		if (!has_news(self, number, &has, error))
			return false;
		if (has)
			g_array_append_val(changed, number);
	}
	*ret_changed = g_steal_pointer(&changed);
	return true;
}

/* Reads the folders that have news, over the session that is there. */
static bool
read_changed(IngestWatch *self, IngestCounts *counts, GError **error)
{
	g_autoptr(GArray) changed = NULL;

	if (!rouse(self, error))
		return false;
	if (!find_changed(self, &changed, error)) {
		/* It has answered to DONE, if it idled: it is there. */
		self->asks_one_by_one = true;
		return false;
	}
	if (changed->len > 0 && !ingest_imap_rouse(self->session, error))
		return false;
	for (unsigned i = 0; i < changed->len; i++)
		if (!read_folder(self, g_array_index(changed, unsigned, i),
		        counts, error))
			return false;
	return true;
}

static bool
read_news(IngestWatch *self, IngestCounts *counts, GError **error)
{
	g_autoptr(GError) why = NULL;
	bool is_due = self->is_stale ||
	              g_get_monotonic_time() - self->round_us > ROUND_US;

	if (self->session && ingest_imap_is_usable(self->session) && !is_due) {
		if (read_changed(self, counts, &why))
			return true;
		if (why->domain == STORE_ERROR) {
			g_propagate_error(error, g_steal_pointer(&why));
			return false;
		}
		/* Servers close what was quiet for long: that is no news. */
		let_go(self);
	}
	return read_all(self, counts, error);
}

/* Waits without a server. */
static void
rest(int64_t wait_ms, int stop_fd)
{
	struct pollfd stop = { .fd = stop_fd, .events = POLLIN };
	int n;

	do {
		n = poll(&stop, 1, (int)wait_ms);
	} while (n < 0 && errno == EINTR);
}

/* Opens the first folder, for the server tells of the open one alone. */
static bool
open_first(IngestWatch *self)
{
	const IngestChosen *first = self->choice->folders->pdata[0];
	const IngestFolder *seen = &g_array_index(self->seen, IngestFolder, 0);
	IngestFolder now;

	if (self->open == 0)
		return true;
	if (!ingest_imap_examine(self->session, first->name, &now, NULL))
		return false;
	self->open = 0;
	/* News from before it was opened nobody else tells. */
	self->is_stale = now.uidvalidity != seen->uidvalidity ||
	                 now.uid_next != seen->uid_next;
	return true;
}

static bool
can_idle(IngestWatch *self)
{
	return self->session && self->idle_failures < IDLE_TRIES &&
	       self->choice->folders->len > 0 &&
	       ingest_imap_can_idle(self->session) && open_first(self);
}

void
ingest_watch_rest(IngestWatch *self, int seconds, int stop_fd)
{
	const int64_t began_us = g_get_monotonic_time();
	int64_t wait_ms = seconds * INT64_C(1000);

	if (can_idle(self)) {
		if (self->is_stale)
			return;
		g_autoptr(GError) why = NULL;
		if (ingest_imap_idle(self->session, wait_ms, stop_fd, &why)) {
			wait_ms = MIN(wait_ms, LEAST_IDLE_MS);
			self->idle_failures = 0;
		} else {
			self->idle_failures +=
			    g_error_matches(
			        why, INGEST_ERROR, INGEST_ERROR_PROTOCOL)
			        ? IDLE_TRIES
			        : 1;
		}
	}
	int64_t passed_ms = (g_get_monotonic_time() - began_us) / 1000;
	if (passed_ms < wait_ms)
		rest(wait_ms - passed_ms, stop_fd);
}
