#include "core/frame.h"

#include "core/error.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BIG_BYTES (3 << 20)

typedef struct {
	int ours, theirs;
} Pair;

static Pair
pair_new(bool is_pipe)
{
	int fds[2];

	g_assert_cmpint(
	    is_pipe ? pipe(fds) : socketpair(AF_UNIX, SOCK_STREAM, 0, fds), ==,
	    0);
	return (Pair){ .ours = fds[0], .theirs = fds[1] };
}

static int64_t
soon(void)
{
	return g_get_monotonic_time() + 10 * G_USEC_PER_SEC;
}

static void
send_bytes(int fd, const char *bytes, size_t length)
{
	g_assert_cmpint(write(fd, bytes, length), ==, (gssize)length);
}

static void
test_frames_come_as_they_went(void)
{
	for (int is_pipe = 0; is_pipe <= 1; is_pipe++) {
		Pair pair = pair_new(is_pipe);
		static const char *const texts[] = { "one", "", "a\nb" };

		for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
			g_autoptr(GBytes) bytes =
			    g_bytes_new_static(texts[i], strlen(texts[i]));

			g_assert_true(
			    core_frame_write(pair.theirs, bytes, 0, NULL));
		}
		for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
			g_autoptr(GBytes) bytes = NULL;

			g_assert_true(core_frame_read(
			    pair.ours, 3, soon(), &bytes, NULL));
			g_assert_cmpmem(g_bytes_get_data(bytes, NULL),
			    (int)g_bytes_get_size(bytes), texts[i],
			    (int)strlen(texts[i]));
		}
		close(pair.theirs);
		GBytes *end = g_bytes_new_static("", 0);
		g_bytes_unref(end);
		g_assert_true(
		    core_frame_read(pair.ours, 3, soon(), &end, NULL));
		g_assert_null(end);
		close(pair.ours);
	}
}

static void
test_the_head_is_big_endian(void)
{
	Pair pair = pair_new(false);
	g_autoptr(GBytes) bytes = g_bytes_new_static("abc", 3);
	char raw[7];

	g_assert_true(core_frame_write(pair.theirs, bytes, 0, NULL));
	g_assert_cmpint(read(pair.ours, raw, sizeof(raw)), ==, 7);
	g_assert_cmpmem(raw, 7, "\0\0\0\3abc", 7);
	close(pair.ours);
	close(pair.theirs);
}

static void *
write_big(void *data)
{
	const Pair *pair = data;
	g_autofree char *big = g_malloc(BIG_BYTES);

	memset(big, 'x', BIG_BYTES);
	g_autoptr(GBytes) bytes = g_bytes_new_static(big, BIG_BYTES);
	return GINT_TO_POINTER(
	    core_frame_write(pair->theirs, bytes, soon(), NULL));
}

static void
test_big_frames_pass_any_kind_of_fd(void)
{
	for (int kind = 0; kind < 4; kind++) {
		Pair pair = pair_new(kind & 1);
		g_autoptr(GBytes) bytes = NULL;

		g_assert_true(g_unix_set_fd_nonblocking(
		    pair.ours, (kind & 2) != 0, NULL));
		g_assert_true(g_unix_set_fd_nonblocking(
		    pair.theirs, (kind & 2) != 0, NULL));
		GThread *writer = g_thread_new("writer", write_big, &pair);
		g_assert_true(core_frame_read(
		    pair.ours, BIG_BYTES, soon(), &bytes, NULL));
		g_assert_true(GPOINTER_TO_INT(g_thread_join(writer)));
		g_assert_cmpuint(g_bytes_get_size(bytes), ==, BIG_BYTES);
		close(pair.ours);
		close(pair.theirs);
	}
}

static void
test_refuses_broken_frames(void)
{
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = {
		{ "\0\0", 2 },             /* an end in the head */
		{ "\0\0\0\5abcd", 8 },     /* an end in the frame */
		{ "\0\0\0\5", 4 },         /* an end before the frame */
		{ "\0\0\0\13", 4 },        /* over the limit */
		{ "\xff\xff\xff\xff", 4 }, /* far over it */
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		Pair pair = pair_new(false);
		g_autoptr(GError) error = NULL;
		GBytes *bytes = NULL;

		send_bytes(pair.theirs, cases[i].bytes, cases[i].length);
		close(pair.theirs);
		g_assert_false(
		    core_frame_read(pair.ours, 10, soon(), &bytes, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_null(bytes);
		close(pair.ours);
	}
}

static void
test_the_deadline_holds(void)
{
	Pair pair = pair_new(false);
	g_autoptr(GError) silent = NULL, slow = NULL, full = NULL;
	g_autoptr(GBytes) big =
	    g_bytes_new_take(g_malloc0(BIG_BYTES), BIG_BYTES);
	GBytes *bytes = NULL;
	int64_t start_us = g_get_monotonic_time();

	g_assert_false(
	    core_frame_read(pair.ours, 10, start_us + 20000, &bytes, &silent));
	g_assert_error(silent, CORE_ERROR, CORE_ERROR_IO);
	g_assert_cmpint(g_get_monotonic_time() - start_us, >=, 20000);
	send_bytes(pair.theirs, "\0\0\0\5ab", 6);
	g_assert_false(core_frame_read(
	    pair.ours, 10, g_get_monotonic_time() + 20000, &bytes, &slow));
	g_assert_error(slow, CORE_ERROR, CORE_ERROR_IO);
	g_assert_false(core_frame_write(
	    pair.theirs, big, g_get_monotonic_time() + 20000, &full));
	g_assert_error(full, CORE_ERROR, CORE_ERROR_IO);
	close(pair.ours);
	close(pair.theirs);
}

static void
test_a_dead_reader_is_an_error_not_a_signal(void)
{
	Pair pair = pair_new(false);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = g_bytes_new_static("abc", 3);

	close(pair.ours);
	g_assert_false(core_frame_write(pair.theirs, bytes, soon(), &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
	close(pair.theirs);
}

static void
test_a_bad_fd_is_an_error(void)
{
	g_autoptr(GError) error = NULL;
	GBytes *bytes = NULL;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	close(fd);
	g_assert_false(core_frame_read(fd, 10, soon(), &bytes, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/frame/passes", test_frames_come_as_they_went);
	g_test_add_func("/core/frame/head", test_the_head_is_big_endian);
	g_test_add_func("/core/frame/big", test_big_frames_pass_any_kind_of_fd);
	g_test_add_func("/core/frame/refuses", test_refuses_broken_frames);
	g_test_add_func("/core/frame/deadline", test_the_deadline_holds);
	g_test_add_func(
	    "/core/frame/sigpipe", test_a_dead_reader_is_an_error_not_a_signal);
	g_test_add_func("/core/frame/bad-fd", test_a_bad_fd_is_an_error);
	return g_test_run();
}
