#include "filters/parse-pool.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "core/message-json.h"
#include "core/pack.h"
#include "filters/error.h"
#include "filters/parse-child.h"
#include "mail/serve.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define START_US (30 * G_USEC_PER_SEC) /* on a machine that is very busy */
#define CHILDREN_MAX 256
#define PATIENCE 4 /* wall clock for what limits.parse_ms is of CPU time */

typedef struct {
	int64_t id;
	GBytes *raw;
	bool is_cut; /* it was longer than limits.message_bytes */
} Job;

/* A place for a child: without one (child NULL), starting (not is_ready), idle
 * (no job) or busy. */
typedef struct {
	FilterParseChild *child;
	bool is_ready;
	Job *job;
	int64_t deadline_us; /* monotonic; while starting or busy */
	int64_t last_us;     /* the deadline may not be put off beyond this */
	int64_t spent_us;    /* of CPU time, when the job began */
} Seat;

struct _FilterParsePool {
	char *program;
	CoreLimits limits;
	GBytes *options;
	Seat *seats;
	int n_seats;
	GQueue waiting;  /* Job * */
	GQueue finished; /* FilterParsed * */
	size_t pending;
};

static void
free_job(void *data)
{
	Job *self = data;

	if (!self)
		return;
	g_bytes_unref(self->raw);
	g_free(self);
}

void
filter_parsed_clear(FilterParsed *self)
{
	g_clear_pointer(&self->record, core_message_free);
	g_clear_error(&self->fault);
}

static void
free_parsed(void *data)
{
	filter_parsed_clear(data);
	g_free(data);
}

/* Enough for a record: two texts; headers once raw, once as fields, decoded to
 * thrice as much; all of it twice over. */
static size_t
answer_bytes(const CoreLimits *limits)
{
	return (size_t)(4 * limits->text_bytes + 16 * limits->headers_bytes +
	                (limits->mime_parts + 64) *
	                    (2 * limits->attachment_name_bytes + 600));
}

static bool
start(FilterParsePool *self, Seat *seat, GError **error)
{
	const FilterParseSetup setup = {
		.program = self->program,
		.options = self->options,
		.answer_bytes = answer_bytes(&self->limits),
	};

	seat->is_ready = false;
	seat->deadline_us = g_get_monotonic_time() + START_US;
	seat->child = filter_parse_child_start(&setup, error);
	return seat->child != NULL;
}

FilterParsePool *
filter_parse_pool_new(const char *program, const MailReadOptions *options,
    int n_children, GError **error)
{
	g_autoptr(FilterParsePool) self = g_new0(FilterParsePool, 1);

	if (n_children <= 0)
		n_children = (int)sysconf(_SC_NPROCESSORS_ONLN);
	self->n_seats = CLAMP(n_children, 1, CHILDREN_MAX);
	self->program = g_strdup(program ? program : "/proc/self/exe");
	self->limits = options->limits;
	self->options = mail_serve_options(options);
	self->seats = g_new0(Seat, self->n_seats);
	g_queue_init(&self->waiting);
	g_queue_init(&self->finished);
	for (int i = 0; i < self->n_seats; i++)
		if (!start(self, &self->seats[i], error))
			return NULL;
	return g_steal_pointer(&self);
}

void
filter_parse_pool_free(FilterParsePool *self)
{
	if (!self)
		return;
	for (int i = 0; i < self->n_seats; i++) {
		filter_parse_child_free(self->seats[i].child);
		free_job(self->seats[i].job);
	}
	g_queue_clear_full(&self->waiting, free_job);
	g_queue_clear_full(&self->finished, free_parsed);
	g_bytes_unref(self->options);
	g_free(self->seats);
	g_free(self->program);
	g_free(self);
}

void
filter_parse_pool_submit(FilterParsePool *self, int64_t id, GBytes *raw)
{
	size_t most = (size_t)self->limits.message_bytes;
	Job *job = g_new0(Job, 1);

	job->id = id;
	job->is_cut = g_bytes_get_size(raw) > most;
	job->raw = job->is_cut ? g_bytes_new_from_bytes(raw, 0, most)
	                       : g_bytes_ref(raw);
	g_queue_push_tail(&self->waiting, job);
	self->pending++;
}

size_t
filter_parse_pool_pending(const FilterParsePool *self)
{
	return self->pending;
}

/* Takes @record and @fault, of which one is NULL. */
static void
finish(FilterParsePool *self, Seat *seat, CoreMessage *record, GError *fault)
{
	FilterParsed *parsed = g_new0(FilterParsed, 1);

	parsed->id = seat->job->id;
	parsed->record = record;
	parsed->fault = fault;
	if (record && seat->job->is_cut)
		core_message_flag(record, "message-cut");
	g_queue_push_tail(&self->finished, parsed);
	g_clear_pointer(&seat->job, free_job);
}

/*
 * Takes @fault. One that fails before it is ready has no mail to blame, and the
 * next would fail as well: that is the pool's error. One that dies idle was
 * killed from outside and is replaced.
 */
static bool
give_up_child(FilterParsePool *self, Seat *seat, GError *fault, GError **error)
{
	g_clear_pointer(&seat->child, filter_parse_child_free);
	if (seat->job) {
		finish(self, seat, NULL, fault);
		return true;
	}
	if (!seat->is_ready)
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s parse: %s",
		    self->program, fault->message);
	g_error_free(fault);
	return seat->is_ready;
}

static CoreMessage *
read_record(const FilterParsePool *self, GBytes *answer, GError **error)
{
	g_autoptr(GError) refused = NULL;
	g_autoptr(json_t) json = core_unpack(answer, &refused);
	CoreMessage *record =
	    json ? core_message_from_wire(json, &self->limits, &refused) : NULL;

	if (!record)
		g_set_error(error, FILTER_ERROR, FILTER_ERROR_CHILD,
		    "the parse child sent no record: %s", refused->message);
	return record;
}

static bool
take_answer(FilterParsePool *self, Seat *seat, GBytes *answer, GError **error)
{
	GError *fault = NULL;
	CoreMessage *record;

	if (!seat->is_ready) {
		seat->is_ready = true;
		return true;
	}
	record = read_record(self, answer, &fault);
	if (!record)
		return give_up_child(self, seat, fault, error);
	finish(self, seat, record, NULL);
	return true;
}

static bool
step(FilterParsePool *self, Seat *seat, GError **error)
{
	g_autoptr(GBytes) answer = NULL;
	GError *fault = NULL;

	if (!filter_parse_child_step(seat->child, &answer, &fault))
		return give_up_child(self, seat, fault, error);
	return !answer || take_answer(self, seat, answer, error);
}

static bool
is_timed(const Seat *seat)
{
	return seat->child && (!seat->is_ready || seat->job);
}

/*
 * On a machine that is very busy a child that was not let run is not late: its
 * deadline is put off by the CPU time that it has left. Returns: whether it
 * was.
 */
static bool
put_off(const FilterParsePool *self, Seat *seat)
{
	int64_t now_us = g_get_monotonic_time();

	if (!seat->job || now_us >= seat->last_us)
		return false;
	int64_t used_us =
	    filter_parse_child_cpu_us(seat->child) - seat->spent_us;
	int64_t left_us = self->limits.parse_ms * 1000 - used_us;
	if (left_us <= 0)
		return false;
	seat->deadline_us = MIN(now_us + left_us, seat->last_us);
	return true;
}

static bool
end_if_late(FilterParsePool *self, Seat *seat, GError **error)
{
	if (!is_timed(seat) || g_get_monotonic_time() < seat->deadline_us ||
	    put_off(self, seat))
		return true;
	return give_up_child(self, seat,
	    g_error_new(FILTER_ERROR, FILTER_ERROR_CHILD,
	        "the parse child took longer than %" G_GINT64_FORMAT " ms",
	        seat->job ? self->limits.parse_ms : START_US / 1000),
	    error);
}

static void
begin_job(const FilterParsePool *self, Seat *seat)
{
	int64_t limit_us = self->limits.parse_ms * 1000;
	int64_t now_us = g_get_monotonic_time();

	seat->deadline_us = now_us + limit_us;
	seat->last_us = now_us + PATIENCE * limit_us;
	seat->spent_us = filter_parse_child_cpu_us(seat->child);
	filter_parse_child_ask(seat->child, seat->job->raw);
}

/* Gives each idle child a mail that waits, and each empty seat a child. */
static bool
seat_jobs(FilterParsePool *self, GError **error)
{
	for (int i = 0; i < self->n_seats; i++) {
		Seat *seat = &self->seats[i];

		if (!seat->child && !start(self, seat, error))
			return false;
		if (!seat->is_ready || seat->job)
			continue;
		seat->job = g_queue_pop_head(&self->waiting);
		if (!seat->job)
			continue;
		begin_job(self, seat);
	}
	return true;
}

static int
wait_ms(const FilterParsePool *self)
{
	int64_t next_us = G_MAXINT64;

	for (int i = 0; i < self->n_seats; i++)
		if (is_timed(&self->seats[i]))
			next_us = MIN(next_us, self->seats[i].deadline_us);
	int64_t left_us = next_us - g_get_monotonic_time();
	return (int)CLAMP(left_us / 1000 + 1, 0, 60000);
}

/* Waits until a child can be written to or read from, or is late. */
static bool
turn(FilterParsePool *self, GError **error)
{
	g_autofree struct pollfd *fds = g_new0(struct pollfd, self->n_seats);

	for (int i = 0; i < self->n_seats; i++) {
		fds[i].fd = filter_parse_child_fd(self->seats[i].child);
		fds[i].events = filter_parse_child_events(self->seats[i].child);
	}
	if (poll(fds, (nfds_t)self->n_seats, wait_ms(self)) < 0 &&
	    errno != EINTR) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "poll: %s",
		    g_strerror(errno));
		return false;
	}
	for (int i = 0; i < self->n_seats; i++) {
		Seat *seat = &self->seats[i];

		if ((fds[i].revents && !step(self, seat, error)) ||
		    !end_if_late(self, seat, error))
			return false;
	}
	return true;
}

bool
filter_parse_pool_collect(
    FilterParsePool *self, FilterParsed *ret_parsed, GError **error)
{
	g_assert(self->pending);
	while (g_queue_is_empty(&self->finished))
		if (!seat_jobs(self, error) || !turn(self, error))
			return false;
	g_autofree FilterParsed *parsed = g_queue_pop_head(&self->finished);
	*ret_parsed = *parsed;
	self->pending--;
	return true;
}
