#include "ingest/error.h"
#include "ingest/poll.h"
#include "net/backoff.h"
#include "net/error.h"
#include "store/error.h"

#include <inttypes.h>

#define FIRST_WAIT_S 5
#define LONGEST_WAIT_S 300
#define OPERATOR_WAIT_S 900 /* where trying again does not help by itself */
#define SLICE_US (G_USEC_PER_SEC / 4) /* how soon *stop is seen */

/* A mailbox under watch. */
typedef struct {
	const CoreMailbox *mailbox;
	NetBackoff *backoff;
	int64_t due_us; /* monotonic */
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
watch_free(void *data)
{
	Watch *self = data;

	net_backoff_free(self->backoff);
	g_free(self);
}

static GPtrArray *
watch_all(const CoreConfig *config)
{
	GPtrArray *watches = g_ptr_array_new_with_free_func(watch_free);

	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		Watch *watch = g_new0(Watch, 1);
		watch->mailbox = g_ptr_array_index(config->mailboxes, i);
		watch->backoff = net_backoff_new(FIRST_WAIT_S, LONGEST_WAIT_S);
		g_ptr_array_add(watches, watch);
	}
	return watches;
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
note_failure(Watch *watch, Retry retry, const GError *why, GRand *rand)
{
	int wait_s = net_backoff_failed(watch->backoff,
	    MAX(retry == RETRY_LATER ? OPERATOR_WAIT_S : 0,
	        watch->mailbox->interval_s),
	    rand);

	g_log_structured("ingest", G_LOG_LEVEL_WARNING, "MAILBOX",
	    watch->mailbox->server.name, "MESSAGE", "%s; next try in %d s",
	    why->message, wait_s);
	return wait_s;
}

static bool
poll_one(const IngestPoll *poll, Watch *watch, GRand *rand, GError **error)
{
	IngestCounts counts = { 0 };
	g_autoptr(GError) why = NULL;
	bool is_read = ingest_poll_mailbox(poll, watch->mailbox, &counts, &why);
	int wait_s = watch->mailbox->interval_s;

	log_found(watch->mailbox->server.name, &counts);
	if (*poll->stop)
		return true;
	if (is_read) {
		net_backoff_succeeded(watch->backoff);
	} else if (judge(why) == RETRY_NEVER) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	} else {
		wait_s = note_failure(watch, judge(why), why, rand);
	}
	watch->due_us = g_get_monotonic_time() + wait_s * G_USEC_PER_SEC;
	return true;
}

bool
ingest_follow(Store *store, const CoreConfig *config, const CoreClock *clock,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(GPtrArray) watches = watch_all(config);
	g_autoptr(GRand) rand = g_rand_new();
	g_autoptr(IngestWriter) writer =
	    ingest_writer_new(store, config->limits.fetch_bytes);
	const IngestPoll poll = { .writer = writer,
		.limits = &config->limits,
		.clock = clock,
		.stop = stop };

	for (; !*stop; g_usleep(SLICE_US))
		for (unsigned i = 0; i < watches->len && !*stop; i++) {
			Watch *watch = g_ptr_array_index(watches, i);
			if (watch->due_us <= g_get_monotonic_time() &&
			    !poll_one(&poll, watch, rand, error))
				return false;
		}
	return true;
}
