#include "core/frames.h"

#include "core/error.h"
#include "core/frame.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LARGE_BYTES (3 * 1024 * 1024)

typedef struct {
	int ours, theirs;
	CoreFrames *frames; /* on theirs */
} Pair;

static Pair
new_pair(void)
{
	int ends[2];

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
	return (Pair){ ends[0], ends[1], core_frames_new(ends[1]) };
}

static void
clear_pair(Pair *self)
{
	core_frames_free(self->frames);
	close(self->ours);
	close(self->theirs);
}

static void
ask(const Pair *self, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	g_assert_true(core_frame_write(self->ours, bytes, 0, NULL));
}

static void
assert_hears(Pair *self, const char *text)
{
	g_autoptr(GError) error = NULL;
	const void *bytes;
	size_t length;

	g_assert_true(core_frames_read(
	    self->frames, 2 * LARGE_BYTES, &bytes, &length, &error));
	g_assert_no_error(error);
	g_assert_cmpmem(bytes, (int)length, text, (int)strlen(text));
}

static void
answer(Pair *self, const char *text)
{
	g_byte_array_append(core_frames_begin(self->frames),
	    (const guint8 *)text, (guint)strlen(text));
	g_assert_true(core_frames_end(self->frames, NULL));
}

static void
assert_answered(const Pair *self, const char *text)
{
	g_autoptr(GBytes) frame = NULL;

	g_assert_true(core_frame_read(self->ours, LARGE_BYTES,
	    g_get_monotonic_time() + 5000000, &frame, NULL));
	g_assert_cmpmem(g_bytes_get_data(frame, NULL),
	    (int)g_bytes_get_size(frame), text, (int)strlen(text));
}

static void
test_answers_go_before_it_waits(void)
{
	Pair pair = new_pair();
	char byte;

	ask(&pair, "one");
	ask(&pair, "");
	ask(&pair, "three");
	assert_hears(&pair, "one");
	answer(&pair, "ONE");
	assert_hears(&pair, "");
	answer(&pair, "");
	assert_hears(&pair, "three");
	answer(&pair, "THREE");
	/* they are kept back until there is nothing to read */
	g_assert_cmpint(
	    recv(pair.ours, &byte, 1, MSG_DONTWAIT | MSG_PEEK), ==, -1);
	shutdown(pair.ours, SHUT_WR);
	const void *bytes;
	size_t length;
	g_assert_true(
	    core_frames_read(pair.frames, 100, &bytes, &length, NULL));
	g_assert_null(bytes);
	assert_answered(&pair, "ONE");
	assert_answered(&pair, "");
	assert_answered(&pair, "THREE");
	clear_pair(&pair);
}

static void
test_many_answers_go_at_once(void)
{
	g_autofree char *large = g_strnfill(50000, 'x');
	Pair pair = new_pair();

	answer(&pair, large);
	answer(&pair, large);
	assert_answered(&pair, large);
	assert_answered(&pair, large);
	clear_pair(&pair);
}

static void *
ask_slowly(void *data)
{
	const Pair *pair = data;
	g_autofree char *large = g_strnfill(LARGE_BYTES, 'x');

	ask(pair, "small");
	ask(pair, large);
	ask(pair, "small");
	g_usleep(50000);
	ask(pair, large);
	for (int i = 0; i < 100; i++)
		ask(pair, "small");
	shutdown(pair->ours, SHUT_WR);
	return NULL;
}

static void
test_frames_of_any_size_come_whole(void)
{
	g_autofree char *large = g_strnfill(LARGE_BYTES, 'x');
	Pair pair = new_pair();
	GThread *asker = g_thread_new("asker", ask_slowly, &pair);
	const void *bytes;
	size_t length;

	assert_hears(&pair, "small");
	assert_hears(&pair, large);
	assert_hears(&pair, "small");
	assert_hears(&pair, large);
	for (int i = 0; i < 100; i++)
		assert_hears(&pair, "small");
	g_assert_true(
	    core_frames_read(pair.frames, 100, &bytes, &length, NULL));
	g_assert_null(bytes);
	g_thread_join(asker);
	clear_pair(&pair);
}

static void
test_refuses_what_is_no_frame(void)
{
	static const struct {
		const char *bytes;
		size_t length;
	} rows[] = {
		{ "\0\0\0\4abc", 7 }, /* cut off */
		{ "\0\0", 2 },
		{ "\0\0\0\13hello world", 15 }, /* over the limit */
		{ "\377\377\377\377", 4 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Pair pair = new_pair();
		g_autoptr(GError) error = NULL;
		const void *bytes;
		size_t length;

		g_assert_cmpint(write(pair.ours, rows[i].bytes, rows[i].length),
		    ==, (ssize_t)rows[i].length);
		shutdown(pair.ours, SHUT_WR);
		g_assert_false(
		    core_frames_read(pair.frames, 10, &bytes, &length, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		clear_pair(&pair);
	}
}

static void
test_tells_that_the_other_end_is_gone(void)
{
	g_autofree char *large = g_strnfill(LARGE_BYTES, 'x');
	Pair pair = new_pair();
	g_autoptr(GError) error = NULL;

	close(pair.ours);
	g_byte_array_append(
	    core_frames_begin(pair.frames), (const guint8 *)large, LARGE_BYTES);
	g_assert_false(core_frames_end(pair.frames, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
	pair.ours = dup(pair.theirs); /* for clear_pair() to close */
	clear_pair(&pair);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/frames/waits", test_answers_go_before_it_waits);
	g_test_add_func("/core/frames/many", test_many_answers_go_at_once);
	g_test_add_func(
	    "/core/frames/sizes", test_frames_of_any_size_come_whole);
	g_test_add_func("/core/frames/refuses", test_refuses_what_is_no_frame);
	g_test_add_func(
	    "/core/frames/gone", test_tells_that_the_other_end_is_gone);
	return g_test_run();
}
