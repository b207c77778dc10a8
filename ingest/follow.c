#include "ingest/poll.h"

#include "core/stop.h"
#include "ingest/error.h"
#include "ingest/watch.h"
#include "net/backoff.h"
#include "net/error.h"
#include "store/error.h"
#include "store/parts.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <inttypes.h>
#include <unistd.h>

#define FIRST_WAIT_S 5
#define LONGEST_WAIT_S 300
#define OPERATOR_WAIT_S 900 /* where trying again does not help by itself */
#define SLICE_US (G_USEC_PER_SEC / 4) /* how soon *stop is seen */

typedef struct {
	IngestPoll poll;
	/* Ends all threads: the caller's wish, or the store is of no use. */
	volatile sig_atomic_t stop;
	int stop_fd; /* can be read when it is set */
	GMutex lock;
	GError *error; /* under the lock: why the store is of no use */
} Follow;

/* A mailbox under watch, on its thread. */
typedef struct {
	Follow *follow;
	const CoreMailbox *mailbox;
	IngestWatch *watch;
	NetBackoff *backoff;
	GRand *rand;
	GThread *thread;
} Watch;

typedef enum {
	RETRY_SOON,  /* it may pass by itself */
	RETRY_LATER, /* the operator must act; a server may lock us out */
	RETRY_NEVER, /* the store is of no use */
} Retry;

/* The one place that decides what becomes of a failed poll. */
static Retry
judge(const GError *error)
{
	if (g_error_matches(error, INGEST_ERROR, INGEST_ERROR_AUTH) ||
	    g_error_matches(error, NET_ERROR, NET_ERROR_AUTH) ||
	    g_error_matches(error, NET_ERROR, NET_ERROR_CONFIG) ||
	    g_error_matches(error, NET_ERROR, NET_ERROR_TLS))
		return RETRY_LATER;
	if (error->domain != STORE_ERROR ||
	    g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY) ||
	    g_error_matches(error, STORE_ERROR, STORE_ERROR_FULL))
		return RETRY_SOON;
	return RETRY_NEVER;
}

static void
log_found(const char *mailbox, const IngestCounts *counts)
{
	const int64_t *n = counts->outcomes;
	int64_t all = 0;

	for (int i = 0; i < STORE_OUTCOMES; i++)
		all += n[i];
	if (all == 0)
		return;
	g_log_structured("ingest", G_LOG_LEVEL_MESSAGE, "MAILBOX", mailbox,
	    "MESSAGE",
	    "%" PRId64 " listed: %" PRId64 " new, %" PRId64
	    " duplicate, %" PRId64 " vanished, %" PRId64 " skipped",
	    all, n[STORE_NEW], n[STORE_DUPLICATE], n[STORE_VANISHED],
	    n[STORE_SKIPPED]);
}

/* Returns: seconds until the next try after @why. */
static int
note_failure(Watch *self, Retry retry, const GError *why)
{
	int wait_s = net_backoff_failed(self->backoff,
	    MAX(retry == RETRY_LATER ? OPERATOR_WAIT_S : 0,
	        self->mailbox->interval_s),
	    self->rand);

	g_log_structured("ingest", G_LOG_LEVEL_WARNING, "MAILBOX",
	    self->mailbox->server.name, "MESSAGE", "%s; next try in %d s",
	    why->message, wait_s);
	return wait_s;
}

/* The store is of no use: all come to an end. */
static void
give_up(Follow *self, GError *why)
{
	g_mutex_lock(&self->lock);
	if (self->error)
		g_error_free(why);
	else
		self->error = why;
	g_mutex_unlock(&self->lock);
}

/* Returns: seconds until the next poll. */
static int
poll_once(Watch *self)
{
	IngestCounts counts = { 0 };
	g_autoptr(GError) why = NULL;
	bool is_read = ingest_watch_poll(self->watch, &counts, &why);

	log_found(self->mailbox->server.name, &counts);
	if (is_read) {
		net_backoff_succeeded(self->backoff);
		return self->mailbox->interval_s;
	}
	if (core_stop_is_asked(&self->follow->stop))
		return 0;
	Retry retry = judge(why);
	if (retry != RETRY_NEVER)
		return note_failure(self, retry, why);
	give_up(self->follow, g_steal_pointer(&why));
	return OPERATOR_WAIT_S;
}

static void *
watch(void *data)
{
	Watch *self = data;

	self->watch = ingest_watch_new(&self->follow->poll, self->mailbox);
	while (!core_stop_is_asked(&self->follow->stop))
		ingest_watch_rest(
		    self->watch, poll_once(self), self->follow->stop_fd);
	ingest_watch_free(self->watch);
	return NULL;
}

static bool
has_given_up(Follow *self)
{
	g_mutex_lock(&self->lock);
	bool given_up = self->error != NULL;
	g_mutex_unlock(&self->lock);
	return given_up;
}

/* Watches all until the caller's @stop is set or one has given up. */
static void
watch_all(Follow *self, const GPtrArray *mailboxes,
    const volatile sig_atomic_t *stop, int wake_fd)
{
	g_autofree Watch *watches = g_new0(Watch, mailboxes->len);

	for (unsigned i = 0; i < mailboxes->len; i++) {
		Watch *at = &watches[i];
		*at = (Watch){ .follow = self,
			.mailbox = g_ptr_array_index(mailboxes, i),
			.backoff =
			    net_backoff_new(FIRST_WAIT_S, LONGEST_WAIT_S),
			.rand = g_rand_new() };
		at->thread = g_thread_new("mailbox", watch, at);
	}
	while (!core_stop_is_asked(stop) && !has_given_up(self))
		g_usleep(SLICE_US);
	core_stop_ask(&self->stop);
	close(wake_fd); /* the other end can be read then */
	for (unsigned i = 0; i < mailboxes->len; i++) {
		g_thread_join(watches[i].thread);
		net_backoff_free(watches[i].backoff);
		g_rand_free(watches[i].rand);
	}
}

bool
ingest_follow(Store *store, const CoreConfig *config, const CoreClock *clock,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(IngestWriter) writer = NULL;
	Follow self = { .poll = { .limits = &config->limits, .clock = clock } };
	int ends[2];

	if (!store_parts_drop(store, error) ||
	    !g_unix_open_pipe(ends, FD_CLOEXEC, error))
		return false;
	writer = ingest_writer_new(store, config->limits.fetch_bytes);
	self.poll.writer = writer;
	self.poll.stop = &self.stop;
	self.stop_fd = ends[0];
	g_mutex_init(&self.lock);
	watch_all(&self, config->mailboxes, stop, ends[1]);
	g_mutex_clear(&self.lock);
	close(self.stop_fd);
	if (!self.error)
		return true;
	g_propagate_error(error, self.error);
	return false;
}
