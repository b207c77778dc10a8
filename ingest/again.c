#include "ingest/again.h"

#include "ingest/error.h"
#include "ingest/large.h"
#include "ingest/salvage.h"
#include "ingest/session.h"
#include "store/unfetched.h"

/* One mail that is asked for. */
typedef struct {
	IngestTarget *target;
	IngestLane *lane;
	IngestListed listed;
	IngestBatch *batch;
	IngestLarge *large; /* what comes in parts; NULL: nothing */
} Asking;

typedef struct {
	const IngestTarget *target;
	GArray *uids; /* int64_t */
} Taking;

static bool
take_due(Store *store, void *data, GError **error)
{
	Taking *self = data;
	const IngestTarget *target = self->target;

	return store_unfetched_take(store, target->folder.id,
	    core_clock_now(target->poll->clock), &self->uids, error);
}

static void
take_fetched(size_t index, IngestFetched *fetched, void *data)
{
	Asking *self = data;

	(void)index; /* one was asked for */
	if (fetched->is_whole)
		ingest_large_finish(self->large, &self->listed, self->batch);
	else
		ingest_batch_add(self->batch, &self->listed, fetched);
}

static bool
take_part(const IngestPart *part, void *data, GError **error)
{
	Asking *self = data;

	if (part->is_first) {
		ingest_large_free(self->large);
		self->large = ingest_large_new(self->target, self->listed.uid);
	}
	return ingest_lane_push(
	    self->lane, ingest_large_add(self->large, part->bytes), error);
}

/* Finds out how large it is, and fetches it. */
static bool
fetch(Asking *self, IngestImap *session, GError **error)
{
	const IngestSink sink = { take_fetched, take_part, self };
	g_autoptr(GArray) listed = NULL;
	IngestFetched gone = { 0 };

	if (!ingest_session_list_range(
	        session, self->listed.uid, self->listed.uid, &listed, error))
		return false;
	if (listed->len == 0) {
		take_fetched(0, &gone, self);
		return true;
	}
	self->listed = g_array_index(listed, IngestListed, 0);
	return ingest_imap_fetch(session, &self->listed, 1, &sink, error);
}

/* Asks for @uid. Once it is refused its turn is over. */
static bool
ask(IngestTarget *target, IngestImap *session, IngestLane *lane, int64_t uid,
    GError **error)
{
	g_autoptr(GError) why = NULL;
	Asking self = { .target = target,
		.lane = lane,
		.listed = { .uid = uid },
		.batch = ingest_batch_new(target) };

	ingest_batch_mend(self.batch);
	bool is_fetched = fetch(&self, session, &why);
	ingest_large_free(self.large);
	if (is_fetched)
		return ingest_lane_push(
		    lane, ingest_batch_to_job(self.batch), error);
	ingest_batch_free(self.batch);
	if (!g_error_matches(why, INGEST_ERROR, INGEST_ERROR_PROTOCOL)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	return ingest_imap_is_usable(session) ||
	       ingest_salvage_renew(session, target->source->name, error);
}

bool
ingest_again(IngestTarget *target, IngestImap *session, GError **error)
{
	const IngestPoll *poll = target->poll;
	Taking taking = { .target = target };

	if (poll->dry_run)
		return true;
	if (!ingest_writer_call(poll->writer, take_due, &taking, error))
		return false;
	g_autoptr(GArray) uids = taking.uids;
	g_autoptr(IngestLane) lane = ingest_lane_new(poll->writer);
	for (unsigned i = 0; i < uids->len; i++)
		if (!ask(target, session, lane, g_array_index(uids, int64_t, i),
		        error))
			return false;
	return ingest_lane_flush(lane, error);
}
