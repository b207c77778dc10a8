#include "ingest/answer.h"
#include "ingest/span.h"
#include "mail/header/fields.h"

#include <inttypes.h>
#include <stdlib.h>

/* Cuts a mail that turned out beyond the limit to its header. */
static void
hold_to_limit(const IngestImap *self, IngestFetched *fetched)
{
	g_autoptr(GBytes) whole = g_steal_pointer(&fetched->raw);
	size_t length;
	const char *bytes = g_bytes_get_data(whole, &length);

	if ((int64_t)length <= self->limits->message_bytes) {
		fetched->raw = g_steal_pointer(&whole);
		return;
	}
	size_t header = mail_header_length(bytes, length);
	fetched->raw = g_bytes_new(
	    bytes, MIN(header, (size_t)self->limits->headers_bytes));
	fetched->oversize = true;
}

/* What one command fetches. */
typedef struct {
	IngestListed *listed;
	size_t n;
	IngestFetched *fetched; /* n of them */
	size_t next;            /* which the sink has not heard of */
	const IngestSink *sink; /* NULL: its turn has not come */
} Batch;

static Batch *
batch_new(const IngestListed *listed, size_t n)
{
	Batch *self = g_new0(Batch, 1);

	self->listed = g_memdup2(listed, n * sizeof *listed);
	self->n = n;
	self->fetched = g_new0(IngestFetched, n);
	return self;
}

static void
batch_free(void *data)
{
	Batch *self = data;

	if (!self)
		return;
	for (size_t i = 0; i < self->n; i++)
		g_clear_pointer(&self->fetched[i].raw, g_bytes_unref);
	g_free(self->listed);
	g_free(self->fetched);
	g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_free)

static int
by_uid(const void *a, const void *b)
{
	const IngestListed *one = a, *other = b;

	return one->uid < other->uid ? -1 : one->uid > other->uid;
}

/* Hands on the next one. */
static void
hand_on(const IngestImap *self, Batch *batch)
{
	IngestFetched *fetched = &batch->fetched[batch->next];

	if (fetched->raw && !fetched->oversize)
		hold_to_limit(self, fetched);
	batch->sink->on_fetched(batch->next, fetched, batch->sink->data);
	g_clear_pointer(&fetched->raw, g_bytes_unref);
	batch->next++;
}

/* Hands on as many as have come without a gap. */
static void
hand_on_all(const IngestImap *self, Batch *batch)
{
	while (batch->next < batch->n && batch->fetched[batch->next].raw)
		hand_on(self, batch);
}

/* Where in @batch the message of @answer belongs; NULL: nowhere. */
static IngestFetched *
place_of(const IngestAnswer *answer, const Batch *batch)
{
	const IngestListed *at = bsearch(&answer->listed, batch->listed,
	    batch->n, sizeof *batch->listed, by_uid);

	return at ? &batch->fetched[at - batch->listed] : NULL;
}

/* A batch and the session that it is asked of. */
typedef struct {
	const IngestImap *session;
	Batch *batch;
} Asked;

/* A server that was asked for several batches may mix its answers. */
static void
take_one_of_many(const IngestAnswer *answer, void *data)
{
	const Asked *self = data;
	Batch *batch = self->batch;
	const GList *ahead = self->session->ahead.head;
	IngestFetched *place = place_of(answer, batch);

	for (; !place && ahead; ahead = ahead->next)
		place = place_of(answer, batch = ahead->data);
	if (!place || !answer->body || place->raw ||
	    place < &batch->fetched[batch->next])
		return;
	place->raw = g_bytes_new(answer->body, answer->length);
	if (batch->sink)
		hand_on_all(self->session, batch);
}

/* One past the last of the @n at @listed whose UIDs follow on each other from
 * @first on. */
static size_t
run_end(const IngestListed *listed, size_t n, size_t first)
{
	size_t end = first + 1;

	while (end < n && listed[end].uid == listed[end - 1].uid + 1)
		end++;
	return end;
}

static IngestUids *
uids_of(const IngestListed *listed, size_t n)
{
	g_autoptr(IngestUids) uids = mailimap_set_new_empty();

	for (size_t i = 0, end; i < n; i = end) {
		end = run_end(listed, n, i);
		if (mailimap_set_add_interval(uids, (uint32_t)listed[i].uid,
		        (uint32_t)listed[end - 1].uid) != MAILIMAP_NO_ERROR)
			g_error("out of memory"); /* as GLib's own */
	}
	return g_steal_pointer(&uids);
}

/* The same as libetpan writes it. */
static char *
text_of(const IngestListed *listed, size_t n)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0, end; i < n; i = end) {
		end = run_end(listed, n, i);
		g_string_append_printf(
		    text, "%s%" PRId64, i > 0 ? "," : "", listed[i].uid);
		if (end > i + 1)
			g_string_append_printf(
			    text, ":%" PRId64, listed[end - 1].uid);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

void
ingest_imap_fetch_ahead(IngestImap *self, const IngestListed *listed, size_t n)
{
	g_autofree char *set = text_of(listed, n);
	mailstream *stream = self->session->imap_stream;
	int before = (int)ingest_stream_depth(stream);
	g_autofree char *command =
	    g_strdup_printf("%d UID FETCH %s (UID BODY.PEEK[])\r\n",
	        self->session->imap_tag + before + 1, set);

	g_queue_push_tail(&self->ahead, batch_new(listed, n));
	ingest_stream_promise(stream, command);
}

void
ingest_session_forget_ahead(IngestImap *self)
{
	g_queue_clear_full(&self->ahead, batch_free);
}

/* Asks for all of @batch at once. What does not come is no error yet. */
static bool
fetch_together(IngestImap *self, Batch *batch, GError **error)
{
	g_autoptr(IngestUids) uids = uids_of(batch->listed, batch->n);
	g_autoptr(IngestWanted) wanted =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	Asked asked = { self, batch };
	IngestListener listener = { take_one_of_many, &asked };
	g_autoptr(GError) refused = NULL;

	ingest_answer_want(wanted, mailimap_fetch_att_new_uid());
	ingest_answer_want(wanted, mailimap_fetch_att_new_body_peek_section(
	                               mailimap_section_new(NULL)));
	int code = ingest_answer_fetch(
	    self, mailimap_uid_fetch, uids, wanted, &listener);
	if (!ingest_session_check(self, code, "fetch", &refused) &&
	    !self->is_in_step) {
		g_propagate_error(error, g_steal_pointer(&refused));
		return false;
	}
	return true;
}

/* Reads the answers to what was asked for ahead, so that something else can be
 * asked. It is asked for again in its turn. */
static bool
settle(IngestImap *self, GError **error)
{
	Batch *next;

	while ((next = g_queue_pop_head(&self->ahead))) {
		g_autoptr(Batch) batch = next;

		if (!fetch_together(self, batch, error))
			return false;
	}
	return true;
}

static bool
fetch_header(IngestImap *self, Batch *batch, GError **error)
{
	IngestFetched *fetched = &batch->fetched[batch->next];

	fetched->oversize = true;
	return ingest_span_fetch_header(
	    self, batch->listed[batch->next].uid, &fetched->raw, error);
}

static void
end_parts(Batch *batch, int64_t size_bytes)
{
	IngestFetched *fetched = &batch->fetched[batch->next];

	fetched->is_whole = size_bytes > 0;
	if (size_bytes == 0)
		fetched->raw = g_bytes_new(NULL, 0);
}

/*
 * Brings the next mail in parts of limits.fetch_bytes. One may be shorter, or
 * empty, before the end: what was listed as size need not be true, nor what
 * came. So the end is a short part at or behind that size, or an empty one that
 * is empty again when it is asked for again.
 */
static bool
fetch_in_parts(IngestImap *self, Batch *batch, GError **error)
{
	const IngestListed *listed = &batch->listed[batch->next];
	IngestSpan span = { .uid = listed->uid,
		.size_bytes = self->limits->fetch_bytes };
	int empty = 0;

	while (span.offset <= self->limits->message_bytes) {
		g_autoptr(GBytes) bytes = NULL;
		span.is_behind = span.offset >= MAX(listed->size_bytes, 1);
		if (!ingest_span_fetch(self, &span, &bytes, error))
			return false;
		size_t n = bytes ? g_bytes_get_size(bytes) : 0;
		const IngestPart part = { batch->next, span.offset == 0,
			bytes };
		if (n > 0 &&
		    !batch->sink->on_part(&part, batch->sink->data, error))
			return false;
		span.offset += (int64_t)n;
		empty = n > 0 ? 0 : empty + 1;
		bool is_end = span.offset >= listed->size_bytes;
		if ((is_end && (int64_t)n < span.size_bytes) ||
		    (bytes && empty == 2)) {
			end_parts(batch, span.offset);
			return true;
		}
		if (!bytes)
			return true; /* gone */
	}
	return fetch_header(self, batch, error);
}

/* Brings the next mail by itself, in whatever way its size asks for. */
static bool
fetch_alone(IngestImap *self, Batch *batch, GError **error)
{
	const IngestListed *listed = &batch->listed[batch->next];
	const IngestSpan span = { .uid = listed->uid };

	if (listed->size_bytes > self->limits->message_bytes)
		return fetch_header(self, batch, error);
	if (listed->size_bytes > self->limits->fetch_bytes)
		return fetch_in_parts(self, batch, error);
	return ingest_span_fetch(
	    self, &span, &batch->fetched[batch->next].raw, error);
}

static bool
fetch_rest(IngestImap *self, Batch *batch, GError **error)
{
	while (batch->next < batch->n) {
		if (!batch->fetched[batch->next].raw &&
		    (!settle(self, error) || !fetch_alone(self, batch, error)))
			return false;
		hand_on(self, batch);
	}
	return true;
}

/* The batch of @n at @listed, whose turn it is (transfer full). */
static Batch *
batch_in_turn(IngestImap *self, const IngestListed *listed, size_t n)
{
	const Batch *first = g_queue_peek_head(&self->ahead);

	if (first && first->n == n && by_uid(first->listed, listed) == 0)
		return g_queue_pop_head(&self->ahead);
	return batch_new(listed, n);
}

bool
ingest_imap_fetch(IngestImap *self, const IngestListed *listed, size_t n,
    const IngestSink *sink, GError **error)
{
	g_autoptr(Batch) batch = batch_in_turn(self, listed, n);
	bool is_large = listed->size_bytes > self->limits->fetch_bytes;

	batch->sink = sink;
	hand_on_all(self, batch);
	return ((n == 1 && is_large) || fetch_together(self, batch, error)) &&
	       fetch_rest(self, batch, error);
}
