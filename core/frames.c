#include "core/frames.h"

#include "core/error.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#define HEAD_BYTES 4
#define AHEAD_BYTES (256 * 1024) /* as much as a socket holds */
#define BEHIND_BYTES (64 * 1024)

struct _CoreFrames {
	int fd;
	unsigned char *in; /* @room bytes */
	size_t room;
	size_t start, end; /* of in: what was read and not yet taken */
	GByteArray *out;
	guint begun; /* where in @out the frame that was begun has its head */
};

CoreFrames *
core_frames_new(int fd)
{
	CoreFrames *self = g_new0(CoreFrames, 1);

	self->fd = fd;
	self->room = AHEAD_BYTES;
	self->in = g_malloc(self->room);
	self->out = g_byte_array_sized_new(2 * BEHIND_BYTES);
	return self;
}

void
core_frames_free(CoreFrames *self)
{
	if (!self)
		return;
	g_byte_array_unref(self->out);
	g_free(self->in);
	g_free(self);
}

static bool
flush(CoreFrames *self, GError **error)
{
	size_t done = 0;

	while (done < self->out->len) {
		ssize_t n = send(self->fd, self->out->data + done,
		    self->out->len - done, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR) {
			g_set_error(error, CORE_ERROR, CORE_ERROR_IO,
			    "writing to the other process: %s",
			    g_strerror(errno));
			return false;
		}
		done += (size_t)MAX(n, 0);
	}
	g_byte_array_set_size(self->out, 0);
	return true;
}

/* Makes room for a frame of @length, which begins at start, and gives back what
 * a huge one took. */
static void
make_room(CoreFrames *self, size_t length)
{
	size_t held = self->end - self->start;
	size_t room = MAX(MAX(length, held), AHEAD_BYTES);

	if (held > 0 && self->start + length <= self->room &&
	    room == self->room)
		return;
	memmove(self->in, self->in + self->start, held);
	self->start = 0;
	self->end = held;
	if (room != self->room)
		self->in = g_realloc(self->in, room);
	self->room = room;
}

/* Reads more of a frame of @length. */
static bool
receive(CoreFrames *self, size_t length, bool *ret_end, GError **error)
{
	ssize_t n;

	make_room(self, length);
	do
		n = recv(
		    self->fd, self->in + self->end, self->room - self->end, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO,
		    "reading from the other process: %s", g_strerror(errno));
		return false;
	}
	self->end += (size_t)n;
	*ret_end = n == 0;
	return true;
}

/* The whole length of the next frame, as far as it is known. */
static size_t
wanted(const CoreFrames *self)
{
	uint32_t head;

	if (self->end - self->start < HEAD_BYTES)
		return HEAD_BYTES;
	memcpy(&head, self->in + self->start, HEAD_BYTES);
	return HEAD_BYTES + (size_t)GUINT32_FROM_BE(head);
}

static bool
refuse(const char *why, size_t length, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "a frame of %zu bytes %s", length - HEAD_BYTES, why);
	return false;
}

bool
core_frames_read(CoreFrames *self, size_t max_bytes, const void **ret_bytes,
    size_t *ret_length, GError **error)
{
	bool is_end = false;
	size_t length;

	while ((length = wanted(self)) > self->end - self->start) {
		if (length > max_bytes + HEAD_BYTES)
			return refuse("is over the limit", length, error);
		if (!flush(self, error) ||
		    !receive(self, length, &is_end, error))
			return false;
		if (is_end && self->end > self->start)
			return refuse("is cut off", length, error);
		if (is_end)
			break;
	}
	if (length > max_bytes + HEAD_BYTES)
		return refuse("is over the limit", length, error);
	*ret_bytes = is_end ? NULL : self->in + self->start + HEAD_BYTES;
	*ret_length = length - HEAD_BYTES;
	self->start += is_end ? 0 : length;
	return true;
}

GByteArray *
core_frames_begin(CoreFrames *self)
{
	static const guint8 head[HEAD_BYTES];

	self->begun = self->out->len;
	return g_byte_array_append(self->out, head, HEAD_BYTES);
}

bool
core_frames_end(CoreFrames *self, GError **error)
{
	guint length = self->out->len - self->begun - HEAD_BYTES;
	uint32_t head = GUINT32_TO_BE(length);

	memcpy(self->out->data + self->begun, &head, HEAD_BYTES);
	return self->out->len < BEHIND_BYTES || flush(self, error);
}
