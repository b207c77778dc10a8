#include "cli/command.h"

#include "cli/json.h"
#include "core/autoptr.h"
#include "core/error.h"
#include "ingest/poll.h"
#include "store/parts.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#define REDRAW_US (G_USEC_PER_SEC / 10)

typedef struct {
	gboolean dry_run;
	gboolean discard; /* fetch what a dry run lists: for scripts/bench */
} Options;

/* A poll of some mailboxes, for those who watch. */
typedef struct {
	CliContext *context;
	bool dry_run;
	GError *first; /* failure */
	/* The line on a terminal that says how far it is, drawn and wiped by
	 * two threads. */
	GMutex lock;
	unsigned ended, mailboxes;
	int64_t drawn_us; /* g_get_monotonic_time(); 0: nothing is drawn */
} Watcher;

static void
draw(const IngestStep *step, void *data)
{
	Watcher *self = data;
	g_autoptr(GMutexLocker) locker G_GNUC_UNUSED =
	    g_mutex_locker_new(&self->lock);
	int64_t now_us = g_get_monotonic_time();
	g_autofree char *folder = g_strescape(step->folder, NULL);

	if (now_us - self->drawn_us < REDRAW_US)
		return;
	self->drawn_us = now_us;
	fputc('\r', stderr);
	if (self->mailboxes > 1)
		fprintf(stderr, "%u of %u mailboxes; ", self->ended,
		    self->mailboxes);
	fprintf(stderr, "%s: %s: %" PRId64 " of %" PRId64 " mails\033[K",
	    step->mailbox, folder, step->taken, step->messages);
	fflush(stderr);
}

static void
wipe(Watcher *self)
{
	if (!self->drawn_us)
		return;
	self->drawn_us = 0;
	fputs("\r\033[K", stderr);
	fflush(stderr);
}

static int64_t
listed(const IngestCounts *counts)
{
	int64_t sum = counts->pending;

	for (int i = 0; i < STORE_OUTCOMES; i++)
		sum += counts->outcomes[i];
	return sum;
}

static void
print_text(const char *mailbox, const IngestCounts *counts, bool dry_run,
    double seconds)
{
	printf("%s: %" PRId64 " listed", mailbox, listed(counts));
	if (dry_run)
		printf(", %" PRId64 " to fetch", counts->pending);
	for (int i = dry_run ? STORE_SKIPPED : 0; i < STORE_OUTCOMES; i++)
		printf(", %" PRId64 " %s", counts->outcomes[i],
		    store_outcome_name((StoreOutcome)i));
	if (counts->oversize > 0)
		printf(" (%" PRId64 " beyond the limit on size)",
		    counts->oversize);
	if (counts->unfetched > 0)
		printf(" (%" PRId64 " that the server does not hand over)",
		    counts->unfetched);
	if (counts->mended > 0)
		printf(" (and %" PRId64 " that it did not hand over before)",
		    counts->mended);
	printf(" in %.1f s\n", seconds);
}

static void
print_json(const char *mailbox, const IngestCounts *counts, bool dry_run,
    double seconds, const GError *why)
{
	g_autoptr(json_t) object = json_pack("{s:s, s:I, s:I, s:I, s:I, s:f}",
	    "mailbox", mailbox, "listed", (json_int_t)listed(counts),
	    "oversize", (json_int_t)counts->oversize, "unfetched",
	    (json_int_t)counts->unfetched, "mended", (json_int_t)counts->mended,
	    "seconds", seconds);

	g_assert(object);
	if (dry_run)
		json_object_set_new(
		    object, "pending", json_integer(counts->pending));
	for (int i = 0; i < STORE_OUTCOMES; i++)
		json_object_set_new(object, store_outcome_name((StoreOutcome)i),
		    json_integer(counts->outcomes[i]));
	if (why)
		json_object_set_new(object, "error", json_string(why->message));
	cli_json_print(object);
}

/* Says at once how a mailbox went. The first failure is handed on. */
static void
tell(const IngestEnd *end, void *data)
{
	Watcher *self = data;
	const char *name = end->mailbox->server.name;
	g_autoptr(GMutexLocker) locker G_GNUC_UNUSED =
	    g_mutex_locker_new(&self->lock);

	self->ended++;
	wipe(self);
	if (self->context->json)
		print_json(
		    name, &end->counts, self->dry_run, end->seconds, end->why);
	else
		print_text(name, &end->counts, self->dry_run, end->seconds);
	fflush(stdout); /* the next one may take long */
	if (end->why && self->first)
		fprintf(
		    stderr, "tribune poll: %s: %s\n", name, end->why->message);
	else if (end->why)
		g_propagate_prefixed_error(
		    &self->first, g_error_copy(end->why), "%s: ", name);
}

/* The mailboxes named in @names, or all (transfer container), or NULL. */
static GPtrArray *
choose(CliContext *self, char **names, GError **error)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();

	if (!*names)
		g_ptr_array_extend(chosen, self->config->mailboxes, NULL, NULL);
	for (; *names; names++) {
		const CoreMailbox *mailbox =
		    core_config_mailbox(self->config, *names);
		if (!mailbox) {
			g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
			    "%s: no [mailbox %s] in it", self->config->path,
			    *names);
			return NULL;
		}
		g_ptr_array_add(chosen, (void *)(uintptr_t)mailbox);
	}
	if (chosen->len > 0)
		return g_steal_pointer(&chosen);
	g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
	    "%s: no [mailbox NAME] in it", self->config->path);
	return NULL;
}

static bool
poll_all(CliContext *self, const GPtrArray *mailboxes, const Options *options,
    GError **error)
{
	g_autoptr(IngestWriter) writer =
	    ingest_writer_new(self->store, self->config->limits.fetch_bytes);
	Watcher watcher = { .context = self,
		.dry_run = options->dry_run,
		.mailboxes = mailboxes->len };
	IngestPoll poll = { .writer = writer,
		.limits = &self->config->limits,
		.clock = &self->clock,
		.dry_run = options->dry_run,
		.discard = options->discard,
		.progress = isatty(STDERR_FILENO) ? draw : NULL,
		.data = &watcher };

	g_mutex_init(&watcher.lock);
	ingest_poll_all(&poll, mailboxes, tell, &watcher);
	g_mutex_clear(&watcher.lock);
	if (!watcher.first)
		return true;
	g_propagate_error(error, watcher.first);
	return false;
}

bool
cli_cmd_poll(CliContext *self, int argc, char **argv, GError **error)
{
	Options options = { 0 };
	const GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
		    "say what would come and fetch nothing", NULL },
		{ "discard", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE,
		    &options.discard, NULL, NULL },
		{ 0 },
	};
	g_autoptr(StoreLock) lock = NULL;
	g_autoptr(GPtrArray) mailboxes = NULL;

	if (!cli_begin(self, entries, 0, INT_MAX, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	options.dry_run |= options.discard;
	mailboxes = choose(self, argv + 1, error);
	if (!mailboxes || !cli_open_store(self, STORE_CREATE, error))
		return false;
	if (!options.dry_run) {
		lock =
		    store_lock_take(self->config->database, "ingest", 0, error);
		if (!lock || !store_parts_drop(self->store, error))
			return false;
	}
	return poll_all(self, mailboxes, &options, error);
}
