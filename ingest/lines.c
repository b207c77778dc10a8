#include "ingest/lines.h"

#include "ingest/unpack.h"

#include <string.h>

#define BUFFER_BYTES 65536

struct _IngestLines {
	IngestUnpack *file;
	size_t start, end; /* of what the buffer still holds */
	bool starts;       /* the next byte begins a line */
	GError *broken;    /* (nullable): what comes behind the buffer's end */
	char buffer[BUFFER_BYTES];
};

IngestLines *
ingest_lines_open(const char *path, GError **error)
{
	IngestUnpack *file = ingest_unpack_open(path, error);

	if (!file)
		return NULL;
	IngestLines *self = g_new(IngestLines, 1);
	self->file = file;
	self->start = self->end = 0;
	self->starts = true;
	self->broken = NULL;
	return self;
}

void
ingest_lines_close(IngestLines *self)
{
	if (!self)
		return;
	ingest_unpack_close(self->file);
	g_clear_error(&self->broken);
	g_free(self);
}

void
ingest_lines_allow(IngestLines *self, int64_t bytes)
{
	/* Some of them may wait in the buffer, which is filled whole. */
	ingest_unpack_allow(self->file, bytes + BUFFER_BYTES);
}

/* Fills the buffer up to its end, or the file's. What came before a fault is
 * handed out first. */
static bool
fill(IngestLines *self, GError **error)
{
	size_t kept = self->end - self->start;

	memmove(self->buffer, self->buffer + self->start, kept);
	self->end = kept;
	self->start = 0;
	while (self->end < BUFFER_BYTES && !self->broken) {
		size_t length = BUFFER_BYTES - self->end;

		if (!ingest_unpack_read(self->file, self->buffer + self->end,
		        &length, &self->broken) ||
		    length == 0)
			break;
		self->end += length;
	}
	if (!self->broken || self->end > kept)
		return true;
	g_propagate_error(error, g_error_copy(self->broken));
	return false;
}

bool
ingest_lines_next(IngestLines *self, IngestLine *ret_line, GError **error)
{
	const char *from = self->buffer + self->start;
	const char *newline = memchr(from, '\n', self->end - self->start);

	/* What the end of the buffer cuts is moved to its start first, so that
	 * only a line longer than the buffer comes in pieces. */
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
	self->starts = newline != NULL;
	return true;
}

bool
ingest_lines_peek(IngestLines *self, const char **ret_bytes,
    size_t *inout_length, GError **error)
{
	g_assert(*inout_length <= BUFFER_BYTES);
	if (self->end - self->start < *inout_length && !fill(self, error))
		return false;
	*ret_bytes = self->buffer + self->start;
	*inout_length = MIN(*inout_length, self->end - self->start);
	return true;
}

int64_t
ingest_lines_size(const IngestLines *self)
{
	return ingest_unpack_size(self->file);
}

int64_t
ingest_lines_used(const IngestLines *self)
{
	return ingest_unpack_used(self->file);
}
