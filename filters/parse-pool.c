#include "filters/parse-pool.h"

#include "core/error.h"
#include "core/message-wire.h"
#include "filters/error.h"
#include "filters/parse-child.h"
#include "mail/serve.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define START_US (30 * G_USEC_PER_SEC) /* on a machine that is very busy */
#define CHILDREN_MAX 256
#define JOBS_MAX 32             /* that a child has at once, */
#define JOBS_BYTES (128 * 1024) /* and of how many bytes, if more than one */
#define PATIENCE 4 /* wall clock for what limits.parse_ms is of CPU time */

typedef struct {
	int64_t id;
	GBytes *raw;
	bool is_cut; /* it was longer than limits.message_bytes */
} Job;

/* A place for a child: without one (child NULL), starting (not is_ready), idle
 * (no jobs) or busy. */
typedef struct {
	FilterParseChild *child;
	bool is_ready;
	GQueue jobs;         /* Job *: what it was asked and has not answered */
	size_t bytes;        /* of them */
	int64_t deadline_us; /* monotonic; while starting or busy */
	int64_t last_us;     /* the deadline may not be put off beyond this */
	int64_t spent_us;    /* of CPU time, when the first of jobs began */
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
	for (int i = 0; i < self->n_seats; i++) {
		g_queue_init(&self->seats[i].jobs);
		if (!start(self, &self->seats[i], error))
			return NULL;
	}
	return g_steal_pointer(&self);
}

void
filter_parse_pool_free(FilterParsePool *self)
{
	if (!self)
		return;
	for (int i = 0; i < self->n_seats; i++) {
		filter_parse_child_free(self->seats[i].child);
		g_queue_clear_full(&self->seats[i].jobs, free_job);
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

size_t
filter_parse_pool_finished(const FilterParsePool *self)
{
	return self->finished.length;
}

/* Ends the first job of @seat. Takes @record and @fault, of which one is NULL.
 */
static void
finish(FilterParsePool *self, Seat *seat, CoreMessage *record, GError *fault)
{
	FilterParsed *parsed = g_new0(FilterParsed, 1);
	Job *job = g_queue_pop_head(&seat->jobs);

	parsed->id = job->id;
	parsed->record = record;
	parsed->fault = fault;
	if (record && job->is_cut)
		core_message_flag(record, "message-cut");
	g_queue_push_tail(&self->finished, parsed);
	seat->bytes -= g_bytes_get_size(job->raw);
	free_job(job);
}

/*
 * Takes @fault. Whose it is of several mails that the child had is not known:
 * it is that of each, and the caller tries each alone. A child that fails
 * before it is ready has no mail to blame, and the next would fail as well:
 * that is the pool's error. One that dies idle was killed from outside and is
 * replaced.
 */
static bool
give_up_child(FilterParsePool *self, Seat *seat, GError *fault, GError **error)
{
	g_autoptr(GError) why = fault;

	g_clear_pointer(&seat->child, filter_parse_child_free);
	if (!seat->is_ready) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s parse: %s",
		    self->program, why->message);
		return false;
	}
	while (seat->jobs.head)
		finish(self, seat, NULL, g_error_copy(why));
	return true;
}

static CoreMessage *
read_record(const FilterParsePool *self, GBytes *answer, GError **error)
{
	g_autoptr(GError) refused = NULL;
	size_t length;
	const void *bytes = g_bytes_get_data(answer, &length);
	CoreMessage *record =
	    core_message_unpack(bytes, length, &self->limits, &refused);

	if (!record)
		g_set_error(error, FILTER_ERROR, FILTER_ERROR_CHILD,
		    "the parse child sent no record: %s", refused->message);
	return record;
}

/* Its time begins anew with each mail, as far as that is seen. */
static void
begin_time(const FilterParsePool *self, Seat *seat)
{
	int64_t limit_us = self->limits.parse_ms * 1000;
	int64_t now_us = g_get_monotonic_time();

	seat->deadline_us = now_us + limit_us;
	seat->last_us = now_us + PATIENCE * limit_us;
	seat->spent_us = filter_parse_child_cpu_us(seat->child);
}

static bool
take_answers(FilterParsePool *self, Seat *seat, GError **fault)
{
	for (bool took = false;; took = true) {
		g_autoptr(GBytes) answer = NULL;
		CoreMessage *record;

		if (!filter_parse_child_take(seat->child, &answer, fault))
			return false;
		if (!answer && took && seat->jobs.head)
			begin_time(self, seat);
		if (!answer)
			return true;
		if (!seat->is_ready) {
			seat->is_ready = true;
			continue;
		}
		record = read_record(self, answer, fault);
		if (!record)
			return false;
		finish(self, seat, record, NULL);
	}
}

static bool
step(FilterParsePool *self, Seat *seat, GError **error)
{
	GError *fault = NULL;

	return (filter_parse_child_step(seat->child, &fault) &&
	           take_answers(self, seat, &fault)) ||
	       give_up_child(self, seat, fault, error);
}

static bool
is_timed(const Seat *seat)
{
	return seat->child && (!seat->is_ready || seat->jobs.head);
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

	if (!seat->jobs.head || now_us >= seat->last_us)
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
	        seat->is_ready ? self->limits.parse_ms : START_US / 1000),
	    error);
}

/* Small mails go in numbers, so that parent and child seldom wait for each
 * other. */
static bool
has_room(const Seat *self, const Job *job)
{
	return !self->jobs.head ||
	       (self->jobs.length < JOBS_MAX &&
	           self->bytes + g_bytes_get_size(job->raw) <= JOBS_BYTES);
}

/* Gives each child that has room one of the mails that wait, and each empty
 * seat a child. */
static bool
seat_one_each(FilterParsePool *self, bool *ret_seated, GError **error)
{
	*ret_seated = false;
	for (int i = 0; i < self->n_seats; i++) {
		Seat *seat = &self->seats[i];
		Job *job = g_queue_peek_head(&self->waiting);

		if (!seat->child && !start(self, seat, error))
			return false;
		if (!job || !seat->is_ready || !has_room(seat, job))
			continue;
		g_queue_push_tail(
		    &seat->jobs, g_queue_pop_head(&self->waiting));
		seat->bytes += g_bytes_get_size(job->raw);
		filter_parse_child_ask(seat->child, job->raw);
		if (seat->jobs.length == 1)
			begin_time(self, seat);
		*ret_seated = true;
	}
	return true;
}

static bool
seat_jobs(FilterParsePool *self, GError **error)
{
	bool seated = true;

	while (seated)
		if (!seat_one_each(self, &seated, error))
			return false;
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

/* Waits at most @most_ms until a child can be written to or read from. */
static bool
turn(FilterParsePool *self, int most_ms, GError **error)
{
	g_autofree struct pollfd *fds = g_new0(struct pollfd, self->n_seats);

	for (int i = 0; i < self->n_seats; i++) {
		fds[i].fd = filter_parse_child_fd(self->seats[i].child);
		fds[i].events = filter_parse_child_events(self->seats[i].child);
	}
	if (poll(fds, (nfds_t)self->n_seats, most_ms) < 0 && errno != EINTR) {
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
filter_parse_pool_tend(FilterParsePool *self, GError **error)
{
	return self->pending == 0 ||
	       (seat_jobs(self, error) && turn(self, 0, error) &&
	           seat_jobs(self, error));
}

bool
filter_parse_pool_collect(
    FilterParsePool *self, FilterParsed *ret_parsed, GError **error)
{
	g_assert(self->pending);
	while (g_queue_is_empty(&self->finished))
		if (!seat_jobs(self, error) ||
		    !turn(self, wait_ms(self), error))
			return false;
	g_autofree FilterParsed *parsed = g_queue_pop_head(&self->finished);
	*ret_parsed = *parsed;
	self->pending--;
	return true;
}
