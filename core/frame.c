#include "core/frame.h"

#include "core/error.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_BYTES 4

static bool
fail(const char *what, int number, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_IO,
	    "%s the other process: %s", what, g_strerror(number));
	return false;
}

/* Returns: what poll() is to wait, -1 for ever. */
static int
wait_ms(int64_t deadline_us)
{
	if (deadline_us == 0)
		return -1;
	int64_t left_us = deadline_us - g_get_monotonic_time();
	return (int)CLAMP((left_us + 999) / 1000, 0, INT_MAX);
}

static bool
wait_for(int fd, short events, int64_t deadline_us, GError **error)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };
	int ready;

	do {
		int wait = wait_ms(deadline_us);

		ready = poll(&poll_fd, 1, wait);
		if (ready == 0 && wait == 0)
			return fail("waiting for", ETIMEDOUT, error);
	} while (ready == 0 || (ready < 0 && errno == EINTR));
	return ready > 0 || fail("waiting for", errno, error);
}

static bool
is_passing(int number)
{
	return number == EINTR || number == EAGAIN || number == EWOULDBLOCK;
}

/* Never blocks and never raises SIGPIPE on a socket; on a pipe, which takes
 * PIPE_BUF bytes whole once poll() says so, the caller ignores that signal. */
static ssize_t
write_some(int fd, const unsigned char *bytes, size_t length)
{
	ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && errno == ENOTSOCK)
		n = write(fd, bytes, MIN(length, PIPE_BUF));
	return n;
}

static ssize_t
read_some(int fd, unsigned char *bytes, size_t length)
{
	ssize_t n = recv(fd, bytes, length, MSG_DONTWAIT);

	if (n < 0 && errno == ENOTSOCK)
		n = read(fd, bytes, length);
	return n;
}

static bool
write_all(int fd, const unsigned char *bytes, size_t length,
    int64_t deadline_us, GError **error)
{
	for (size_t done = 0; done < length;) {
		if (!wait_for(fd, POLLOUT, deadline_us, error))
			return false;
		ssize_t n = write_some(fd, bytes + done, length - done);
		if (n >= 0)
			done += (size_t)n;
		else if (!is_passing(errno))
			return fail("writing to", errno, error);
	}
	return true;
}

/* @ret_length: less than @length where the other end closed. */
static bool
read_all(int fd, unsigned char *bytes, size_t length, int64_t deadline_us,
    size_t *ret_length, GError **error)
{
	size_t done = 0;

	while (done < length) {
		if (!wait_for(fd, POLLIN, deadline_us, error))
			return false;
		ssize_t n = read_some(fd, bytes + done, length - done);
		if (n == 0)
			break;
		if (n > 0)
			done += (size_t)n;
		else if (!is_passing(errno))
			return fail("reading from", errno, error);
	}
	*ret_length = done;
	return true;
}

bool
core_frame_write(int fd, GBytes *bytes, int64_t deadline_us, GError **error)
{
	size_t length;
	const unsigned char *data = g_bytes_get_data(bytes, &length);

	if (length > UINT32_MAX) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "%zu bytes are too many for one frame", length);
		return false;
	}
	guint32 head = GUINT32_TO_BE((guint32)length);
	return write_all(fd, (const unsigned char *)&head, HEAD_BYTES,
	           deadline_us, error) &&
	       write_all(fd, data, length, deadline_us, error);
}

static bool
fail_cut(GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "the other process ended inside a frame");
	return false;
}

bool
core_frame_read(int fd, size_t max_bytes, int64_t deadline_us,
    GBytes **ret_bytes, GError **error)
{
	guint32 head;
	size_t got;

	if (!read_all(fd, (unsigned char *)&head, HEAD_BYTES, deadline_us, &got,
	        error))
		return false;
	if (got == 0) {
		*ret_bytes = NULL;
		return true;
	}
	if (got < HEAD_BYTES)
		return fail_cut(error);
	size_t length = GUINT32_FROM_BE(head);
	if (length > max_bytes) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "a frame of %zu bytes, over the limit of %zu", length,
		    max_bytes);
		return false;
	}
	g_autofree unsigned char *bytes = g_malloc(length);
	if (!read_all(fd, bytes, length, deadline_us, &got, error))
		return false;
	if (got < length)
		return fail_cut(error);
	*ret_bytes = g_bytes_new_take(g_steal_pointer(&bytes), length);
	return true;
}
