#include "ingest/writer.h"

#include "store/error.h"
#include "store/test-rows.h"

#define MB (1024 * 1024)

/* What the jobs of a test share. */
typedef struct {
	GString *written;   /* a letter each, on the writer's thread alone */
	GMutex lock;        /* holds up whoever writes 'w' */
	int freed;          /* atomic */
	int64_t held, most; /* bytes of jobs that are not yet freed */
} Log;

typedef struct {
	IngestJob job;
	Log *log;
	char letter; /* 'f' fails, 'w' waits */
	bool is_packed;
} Letter;

static size_t
pack_letter(IngestJob *job, StorePacker *packer)
{
	Letter *self = (Letter *)job;

	g_assert_nonnull(packer);
	g_assert_false(self->is_packed);
	/* Later ones are done sooner. */
	g_usleep(self->letter == 'a' ? 20000 : 0);
	self->is_packed = true;
	return job->bytes / 2;
}

static bool
write_letter(IngestJob *job, Store *store, GError **error)
{
	Letter *self = (Letter *)job;

	g_assert_nonnull(store);
	g_assert_true(self->is_packed || !job->pack);
	if (self->letter == 'w') {
		g_mutex_lock(&self->log->lock);
		g_mutex_unlock(&self->log->lock);
	}
	if (self->letter == 'f') {
		g_set_error_literal(
		    error, STORE_ERROR, STORE_ERROR_FULL, "wanted");
		return false;
	}
	g_string_append_c(self->log->written, self->letter);
	return true;
}

static void
free_letter(IngestJob *job)
{
	Letter *self = (Letter *)job;

	g_atomic_int_inc(&self->log->freed);
	g_free(self);
}

static IngestJob *
letter_new(Log *log, char letter, size_t bytes)
{
	Letter *self = g_new0(Letter, 1);

	self->job = (IngestJob){ .bytes = bytes,
		.pack = letter == 'n' ? NULL : pack_letter,
		.write = write_letter,
		.free = free_letter };
	self->log = log;
	self->letter = letter;
	return &self->job;
}

static void
log_init(Log *log)
{
	*log = (Log){ .written = g_string_new(NULL) };
	g_mutex_init(&log->lock);
}

static void
log_clear(Log *log)
{
	g_string_free(log->written, TRUE);
	g_mutex_clear(&log->lock);
}

static void
test_writes_in_order(TestStore *place, const void *data)
{
	static const char letters[] = "abcnadnnabc";
	Log log;

	(void)data;
	log_init(&log);
	{
		g_autoptr(IngestWriter) writer =
		    ingest_writer_new(place->store, MB);
		g_autoptr(IngestLane) lane = ingest_lane_new(writer);
		for (const char *at = letters; *at; at++)
			g_assert_true(ingest_lane_push(
			    lane, letter_new(&log, *at, 10), NULL));
		g_assert_true(ingest_lane_flush(lane, NULL));
		g_assert_cmpstr(log.written->str, ==, letters);
	}
	g_assert_cmpint(g_atomic_int_get(&log.freed), ==, sizeof letters - 1);
	log_clear(&log);
}

static void
test_nothing_follows_what_failed(TestStore *place, const void *data)
{
	g_autoptr(IngestWriter) writer = ingest_writer_new(place->store, MB);
	g_autoptr(IngestLane) lane = ingest_lane_new(writer);
	g_autoptr(IngestLane) other = ingest_lane_new(writer);
	g_autoptr(GError) error = NULL;
	Log log, others;

	(void)data;
	log_init(&log);
	log_init(&others);
	for (const char *at = "xfyz"; *at; at++) {
		/* It may be told of 'f' already. */
		(void)ingest_lane_push(lane, letter_new(&log, *at, 10), NULL);
		g_assert_true(ingest_lane_push(
		    other, letter_new(&others, 'o', 10), NULL));
	}
	g_assert_false(ingest_lane_flush(lane, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
	g_assert_cmpstr(log.written->str, ==, "x");
	g_assert_true(ingest_lane_flush(other, NULL));
	g_assert_cmpstr(others.written->str, ==, "oooo");
	/* It was told: now it goes on. */
	g_assert_true(ingest_lane_push(lane, letter_new(&log, 'y', 10), NULL));
	g_assert_true(ingest_lane_flush(lane, NULL));
	g_assert_cmpstr(log.written->str, ==, "xy");
	g_assert_cmpint(g_atomic_int_get(&log.freed), ==, 5);
	log_clear(&log);
	log_clear(&others);
}

static void
test_a_push_is_told_of_what_failed(TestStore *place, const void *data)
{
	g_autoptr(IngestWriter) writer = ingest_writer_new(place->store, MB);
	g_autoptr(IngestLane) lane = ingest_lane_new(writer);
	g_autoptr(GError) error = NULL;
	Log log;

	(void)data;
	log_init(&log);
	g_assert_true(ingest_lane_push(lane, letter_new(&log, 'f', 1), NULL));
	while (!error) {
		g_usleep(1000);
		(void)ingest_lane_push(lane, letter_new(&log, 'x', 1), &error);
	}
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
	g_assert_cmpstr(log.written->str, ==, "");
	g_assert_false(ingest_lane_flush(lane, NULL));
	log_clear(&log);
}

typedef struct {
	IngestLane *lane;
	Log *log;
	int pushed; /* atomic */
} Pusher;

static void *
push_ten(void *data)
{
	Pusher *self = data;

	for (int i = 0; i < 10; i++) {
		g_assert_true(ingest_lane_push(
		    self->lane, letter_new(self->log, 'n', 3 * MB), NULL));
		g_atomic_int_inc(&self->pushed);
	}
	return NULL;
}

static void
test_holds_no_more_than_its_share(TestStore *place, const void *data)
{
	g_autoptr(IngestWriter) writer = ingest_writer_new(place->store, MB);
	g_autoptr(IngestLane) lane = ingest_lane_new(writer);
	Log log;

	(void)data;
	log_init(&log);
	Pusher pusher = { lane, &log, 0 };
	g_mutex_lock(&log.lock);
	g_assert_true(ingest_lane_push(lane, letter_new(&log, 'w', 1), NULL));
	GThread *thread = g_thread_new("pusher", push_ten, &pusher);
	g_usleep(100000);
	g_assert_cmpint(g_atomic_int_get(&pusher.pushed), ==, 2);
	g_mutex_unlock(&log.lock);
	g_thread_join(thread);
	g_assert_true(ingest_lane_flush(lane, NULL));
	g_assert_cmpstr(log.written->str, ==, "wnnnnnnnnnn");
	log_clear(&log);
}

static void
test_more_than_its_share_comes_alone(TestStore *place, const void *data)
{
	g_autoptr(IngestWriter) writer = ingest_writer_new(place->store, MB);
	g_autoptr(IngestLane) lane = ingest_lane_new(writer);
	Log log;

	(void)data;
	log_init(&log);
	g_assert_true(
	    ingest_lane_push(lane, letter_new(&log, 'x', 90 * MB), NULL));
	g_assert_true(
	    ingest_lane_push(lane, letter_new(&log, 'y', 90 * MB), NULL));
	g_assert_true(ingest_lane_flush(lane, NULL));
	g_assert_cmpstr(log.written->str, ==, "xy");
	log_clear(&log);
}

static bool
call_body(Store *store, void *data, GError **error)
{
	GThread **ret_thread = data;

	g_assert_nonnull(store);
	if (*ret_thread) {
		g_set_error_literal(
		    error, STORE_ERROR, STORE_ERROR_BUSY, "twice");
		return false;
	}
	*ret_thread = g_thread_self();
	return true;
}

static void
test_a_call_is_waited_for(TestStore *place, const void *data)
{
	g_autoptr(IngestWriter) writer = ingest_writer_new(place->store, MB);
	GThread *where = NULL;
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_true(ingest_writer_call(writer, call_body, &where, NULL));
	g_assert_nonnull(where);
	g_assert_true(where != g_thread_self());
	g_assert_false(ingest_writer_call(writer, call_body, &where, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/ingest/writer/order", test_writes_in_order },
		{ "/ingest/writer/failed", test_nothing_follows_what_failed },
		{ "/ingest/writer/told", test_a_push_is_told_of_what_failed },
		{ "/ingest/writer/bound", test_holds_no_more_than_its_share },
		{ "/ingest/writer/large",
		    test_more_than_its_share_comes_alone },
		{ "/ingest/writer/call", test_a_call_is_waited_for },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
