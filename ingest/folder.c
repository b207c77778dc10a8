#include "ingest/folder.h"

#include "core/stop.h"
#include "ingest/again.h"
#include "ingest/batch.h"
#include "ingest/error.h"
#include "ingest/large.h"
#include "ingest/place.h"
#include "ingest/salvage.h"
#include "net/error.h"

#define COMMAND_MESSAGES 500
#define RENEWALS_MOST 50 /* of the session, behind messages it broke at */
/* Enough for 300 MB a second where a round trip takes 40 ms. */
#define COMMANDS_AHEAD 2

typedef struct {
	IngestImap *session;
	IngestPlace place;
	IngestTarget target;
	IngestLane *lane;
	IngestBatch *batch; /* what waits to be pushed; NULL: nothing */
	IngestLarge *large; /* what comes in parts; NULL: nothing */
	int64_t cursor_uid; /* all up to here is in batches */
	const IngestListed *promised; /* asked for up to here; NULL: nothing */
	int n_ahead;                  /* commands that are not yet run */
	GError *error;                /* of the lane: nothing more is taken */
	size_t most;                  /* how many a command asks for now */
	size_t suspects; /* of those next, one breaks the session; 0: none */
	int n_renewals;
} Reader;

static bool read_slices(Reader *self, GError **error);
static bool flush(Reader *self, GError **error);

bool
ingest_folder_read(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestCounts *counts, GError **error)
{
	g_autoptr(IngestLane) lane = ingest_lane_new(poll->writer);
	Reader self = { .session = session,
		.target = { .poll = poll, .source = source, .counts = counts },
		.lane = lane,
		.most = COMMAND_MESSAGES };

	if (!ingest_place_open(poll, session, source, &self.place, error))
		return false;
	self.target.messages = self.place.there.messages;
	bool is_read = read_slices(&self, error);
	/* What came before a failure has its outcome, and stays. */
	return flush(&self, is_read ? error : NULL) && is_read &&
	       ingest_again(&self.target, session, error);
}

static bool
is_too_old(const Reader *self, const IngestListed *listed)
{
	return listed->received_at != 0 &&
	       listed->received_at < self->target.source->since_at;
}

static IngestBatch *
batch_of(Reader *self)
{
	if (!self->batch)
		self->batch = ingest_batch_new(&self->target);
	return self->batch;
}

static void
push(Reader *self)
{
	if (self->batch && !self->error)
		(void)ingest_lane_push(self->lane,
		    ingest_batch_to_job(g_steal_pointer(&self->batch)),
		    &self->error);
}

static void
take(Reader *self, const IngestListed *listed, IngestFetched *fetched)
{
	if (self->error || self->target.poll->dry_run)
		return;
	if (fetched && fetched->is_whole)
		ingest_large_finish(self->large, listed, batch_of(self));
	else
		ingest_batch_add(batch_of(self), listed, fetched);
	g_clear_pointer(&self->large, ingest_large_free);
	if (ingest_batch_is_full(self->batch))
		push(self);
}

/* Hands over the last of it and waits until all is committed. */
static bool
flush(Reader *self, GError **error)
{
	push(self);
	ingest_batch_free(g_steal_pointer(&self->batch));
	ingest_large_free(g_steal_pointer(&self->large));
	g_clear_error(&self->error); /* the lane has it, too */
	return ingest_lane_flush(self->lane, error);
}

/* What one command asks for: those listed that are not too old. */
typedef struct {
	Reader *reader;
	const IngestListed *listed;
	size_t n, at; /* those before @at are taken */
	GArray *wanted;
} Command;

static void
take_up_to(Command *self, size_t end)
{
	while (self->at < end)
		take(self->reader, &self->listed[self->at++], NULL);
}

static void
take_fetched(size_t index, IngestFetched *fetched, void *data)
{
	Command *self = data;
	const IngestListed *wanted =
	    &g_array_index(self->wanted, IngestListed, index);

	/* Those before it were not wanted. */
	while (self->listed[self->at].uid < wanted->uid)
		take_up_to(self, self->at + 1);
	take(self->reader, wanted, fetched);
	self->at++;
}

static bool
is_stopped(const Reader *self, GError **error)
{
	const IngestPoll *poll = self->target.poll;

	if (!core_stop_is_asked(poll->stop))
		return false;
	g_set_error_literal(error, NET_ERROR, NET_ERROR_NETWORK, "stopped");
	return true;
}

static bool
take_part(const IngestPart *part, void *data, GError **error)
{
	const Command *command = data;
	Reader *self = command->reader;
	const IngestListed *listed =
	    &g_array_index(command->wanted, IngestListed, part->index);

	if (part->is_first) {
		ingest_large_free(self->large);
		self->large = ingest_large_new(&self->target, listed->uid);
	}
	if (self->target.poll->dry_run)
		return !is_stopped(self, error);
	return !is_stopped(self, error) &&
	       ingest_lane_push(self->lane,
	           ingest_large_add(self->large, part->bytes), error);
}

/* Adds to @self as much of the @left that follow as one command may bring, or
 * one mail. */
static void
fill(Command *self, size_t left)
{
	const Reader *reader = self->reader;
	int64_t bytes = 0;

	for (; self->n < left && self->wanted->len < reader->most; self->n++) {
		const IngestListed *listed = &self->listed[self->n];
		if (is_too_old(reader, listed))
			continue;
		bytes += listed->size_bytes;
		if (self->wanted->len > 0 &&
		    bytes > reader->target.poll->limits->fetch_bytes)
			break;
		g_array_append_val(self->wanted, *listed);
	}
}

static bool
is_in_parts(const Command *self)
{
	const IngestListed *first = (const void *)self->wanted->data;
	const CoreLimits *limits = self->reader->target.poll->limits;

	return self->wanted->len == 1 &&
	       first->size_bytes > limits->fetch_bytes;
}

/* Asks for what comes behind @command, which is to be run, in the same pieces
 * as it will be run: the server need not wait for us between them. */
static void
ask_ahead(Reader *self, const Command *command, size_t left)
{
	const IngestListed *end = command->listed + left;
	const IngestListed *at = command->listed + command->n;

	/* What broke the session may have been of a command ahead. */
	if (command->wanted->len == 0 || is_in_parts(command) ||
	    self->n_renewals > 0)
		return;
	if (self->promised && command->listed < self->promised) {
		at = self->promised;
		self->n_ahead--;
	}
	while (at < end && self->n_ahead < COMMANDS_AHEAD) {
		g_autoptr(GArray) wanted =
		    g_array_new(FALSE, FALSE, sizeof(IngestListed));
		Command next = {
			.reader = self, .listed = at, .wanted = wanted
		};
		fill(&next, (size_t)(end - at));
		if (wanted->len == 0 || is_in_parts(&next))
			break;
		ingest_imap_fetch_ahead(
		    self->session, (const void *)wanted->data, wanted->len);
		self->n_ahead++;
		self->promised = at += next.n;
	}
}

/* Asks for what @self wants and takes in all that it spans. */
static bool
run(Command *self, GError **error)
{
	const IngestSink sink = { take_fetched, take_part, self };

	if (self->wanted->len > 0 && !ingest_imap_fetch(self->reader->session,
	                                 (const void *)self->wanted->data,
	                                 self->wanted->len, &sink, error))
		return false;
	take_up_to(self, self->n);
	return true;
}

/* In a dry run nothing is stored. */
static void
count_only(Reader *self, const GArray *listed)
{
	IngestCounts *counts = self->target.counts;

	for (unsigned i = 0; i < listed->len; i++)
		if (is_too_old(self, &g_array_index(listed, IngestListed, i)))
			counts->outcomes[STORE_SKIPPED]++;
		else
			counts->pending++;
}

/* Takes what can be had of the message that @command asked for alone. */
static bool
salvage(Command *command, const IngestListed *listed, GError **error)
{
	Reader *self = command->reader;
	IngestFetched fetched = { .unfetched = true };

	if (!ingest_salvage_header(self->session, self->target.source->name,
	        listed->uid, &fetched.raw, error))
		return false;
	if (!fetched.raw)
		fetched.raw = g_bytes_new(NULL, 0);
	take_fetched(0, &fetched, command);
	g_clear_pointer(&fetched.raw, g_bytes_unref);
	take_up_to(command, command->n);
	return true;
}

/*
 * Finds a way behind what the server answered badly to: on a new connection the
 * next message is asked for alone, and if that was it, what can be had of it is
 * all. A connection that was lost is none of it: that may be the way there.
 */
static bool
recover(Command *command, GError *why, GError **error)
{
	Reader *self = command->reader;
	const char *name = self->target.source->name;
	/* And on a new connection already. */
	bool was_alone = self->most == 1;

	if (!g_error_matches(why, INGEST_ERROR, INGEST_ERROR_PROTOCOL) ||
	    self->error || self->n_renewals == RENEWALS_MOST) {
		g_propagate_error(error, why);
		return false;
	}
	self->n_renewals++;
	self->most = 1;
	self->suspects = was_alone ? 0 : command->n - command->at;
	g_error_free(why);
	if (!ingest_salvage_renew(self->session, name, error))
		return false;
	return !was_alone ||
	       salvage(command,
	           &g_array_index(command->wanted, IngestListed, 0), error);
}

/* Decides how many are asked for next, now that @taken came: half of those that
 * one is among which breaks the session, else twice as many as before. */
static void
go_on(Reader *self, size_t taken)
{
	self->suspects -= MIN(self->suspects, taken);
	self->most = self->suspects > 0 ? MAX(self->suspects / 2, 1)
	                                : MIN(self->most * 2, COMMAND_MESSAGES);
}

/* Takes some of the @left at @at. @ret_taken: how many are dealt with. */
static bool
take_some(Reader *self, const IngestListed *at, size_t left, size_t *ret_taken,
    GError **error)
{
	g_autoptr(GArray) wanted =
	    g_array_new(FALSE, FALSE, sizeof(IngestListed));
	Command command = { .reader = self, .listed = at, .wanted = wanted };
	GError *why = NULL;

	if (is_stopped(self, error))
		return false;
	fill(&command, left);
	ask_ahead(self, &command, left);
	if (!run(&command, &why)) {
		if (!recover(&command, why, error))
			return false;
	} else {
		go_on(self, command.n);
	}
	*ret_taken = command.at;
	if (!self->error)
		return true;
	g_propagate_error(error, g_error_copy(self->error));
	return false;
}

static bool
take_slice(Reader *self, const GArray *listed, GError **error)
{
	const IngestListed *at = (const void *)listed->data;
	size_t taken;

	self->promised = NULL;
	self->n_ahead = 0;
	for (size_t left = listed->len; left > 0; left -= taken) {
		if (!take_some(self, at, left, &taken, error))
			return false;
		at += taken;
	}
	return true;
}

static void
begin(Reader *self)
{
	self->target.folder = self->place.folder;
	self->cursor_uid = self->place.folder.cursor_uid;
}

static bool
read_slices(Reader *self, GError **error)
{
	const IngestPoll *poll = self->target.poll;
	const bool fetches = !poll->dry_run || poll->discard;

	begin(self);
	while (self->cursor_uid < self->place.there.last_uid) {
		g_autoptr(GArray) listed = NULL;
		int64_t slice_uid;

		if (!ingest_imap_list(self->session,
		        ingest_place_first_uid(&self->place, self->cursor_uid),
		        &listed, &slice_uid, error))
			return false;
		/* The server was set back, and has gone on beyond what was
		 * read since: below the cursor are mails we do not know. */
		if (!ingest_place_pass(
		        &self->place, self->cursor_uid, listed)) {
			if (!ingest_place_restart(poll, &self->place, error))
				return false;
			begin(self);
			continue;
		}
		if (poll->dry_run)
			count_only(self, listed);
		if (fetches && !take_slice(self, listed, error))
			return false;
		if (!poll->dry_run)
			ingest_batch_reach(batch_of(self), slice_uid);
		self->cursor_uid = slice_uid;
	}
	return true;
}
