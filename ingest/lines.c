#include "ingest/lines.h"

#include "core/error.h"
#include "ingest/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES 65536

struct _IngestLines {
	char *path;
	int fd;
	int64_t size_bytes;
	int64_t offset;    /* of the next byte to hand out */
	size_t start, end; /* of what the buffer still holds */
	bool starts;       /* the next byte begins a line */
	char buffer[BUFFER_BYTES];
};

static bool
refuse(int fd, const char *path, const char *why, GError **error)
{
	g_set_error(
	    error, INGEST_ERROR, INGEST_ERROR_INPUT, "%s: %s", path, why);
	if (fd >= 0)
		close(fd);
	return false;
}

static bool
open_regular(const char *path, int *ret_fd, int64_t *ret_size, GError **error)
{
	/* Without O_NONBLOCK the open of a FIFO would wait for a writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) != 0)
		return refuse(fd, path, g_strerror(errno), error);
	if (!S_ISREG(status.st_mode))
		return refuse(fd, path, "not a file or a folder", error);
	*ret_fd = fd;
	*ret_size = status.st_size;
	return true;
}

IngestLines *
ingest_lines_open(const char *path, GError **error)
{
	int64_t size_bytes;
	int fd;

	if (!open_regular(path, &fd, &size_bytes, error))
		return NULL;
	IngestLines *self = g_new(IngestLines, 1);
	self->path = g_strdup(path);
	self->fd = fd;
	self->size_bytes = size_bytes;
	self->offset = 0;
	self->start = self->end = 0;
	self->starts = true;
	return self;
}

void
ingest_lines_close(IngestLines *self)
{
	if (!self)
		return;
	close(self->fd);
	g_free(self->path);
	g_free(self);
}

static bool
read_at(IngestLines *self, int64_t offset, char *bytes, size_t *inout_length,
    GError **error)
{
	ssize_t got;

	do {
		got = pread(self->fd, bytes, *inout_length, offset);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s: %s",
		    self->path, g_strerror(errno));
		return false;
	}
	*inout_length = (size_t)got;
	return true;
}

static bool
fill(IngestLines *self, GError **error)
{
	size_t length = BUFFER_BYTES;

	if (!read_at(self, self->offset, self->buffer, &length, error))
		return false;
	self->start = 0;
	self->end = length;
	return true;
}

bool
ingest_lines_next(IngestLines *self, IngestLine *ret_line, GError **error)
{
	const char *from = self->buffer + self->start;
	const char *newline = memchr(from, '\n', self->end - self->start);

	/* A line that the end of the buffer cuts is read again from its
	 * start, so that only one longer than the buffer comes in pieces. */
	if (!newline && self->end - self->start < BUFFER_BYTES) {
		if (!fill(self, error))
			return false;
		from = self->buffer;
		newline = memchr(from, '\n', self->end);
	}
	size_t length =
	    newline ? (size_t)(newline + 1 - from) : self->end - self->start;
	*ret_line = (IngestLine){ from, length, self->starts };
	self->start += length;
	self->offset += (int64_t)length;
	self->starts = newline != NULL;
	return true;
}

int64_t
ingest_lines_offset(const IngestLines *self)
{
	return self->offset;
}

int64_t
ingest_lines_size(const IngestLines *self)
{
	return self->size_bytes;
}

bool
ingest_lines_peek(IngestLines *self, int64_t offset, char *bytes,
    size_t *inout_length, GError **error)
{
	return read_at(self, offset, bytes, inout_length, error);
}
