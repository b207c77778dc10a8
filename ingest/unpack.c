#include "ingest/unpack.h"

#include "core/error.h"
#include "ingest/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#define WINDOW_LOG_MAX 27 /* 128 MB, which `zstd -22 --ultra` asks for */
#define FIRST_BYTES (1 << 20)
#define MAGIC_BYTES 4

struct _IngestUnpack {
	char *path;
	int fd;
	int64_t size_bytes;
	int64_t offset;       /* of the next byte to read from the file */
	bool begun;           /* it is known what the file is */
	ZSTD_DStream *stream; /* NULL: a plain file */
	char *packed;         /* what @in is about, of ZSTD_DStreamInSize() */
	ZSTD_inBuffer in;
	bool is_whole; /* all frames that began have ended */
	int64_t allowed_bytes;
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

IngestUnpack *
ingest_unpack_open(const char *path, GError **error)
{
	int64_t size_bytes;
	int fd;

	if (!open_regular(path, &fd, &size_bytes, error))
		return NULL;
	IngestUnpack *self = g_new0(IngestUnpack, 1);
	self->path = g_strdup(path);
	self->fd = fd;
	self->size_bytes = size_bytes;
	self->is_whole = true;
	self->allowed_bytes = FIRST_BYTES;
	return self;
}

void
ingest_unpack_close(IngestUnpack *self)
{
	if (!self)
		return;
	close(self->fd);
	(void)ZSTD_freeDStream(self->stream); /* NULL is allowed; returns 0 */
	g_free(self->packed);
	g_free(self->path);
	g_free(self);
}

void
ingest_unpack_allow(IngestUnpack *self, int64_t bytes)
{
	self->allowed_bytes = bytes;
}

static bool
say_damaged(const IngestUnpack *self, const char *how, GError **error)
{
	g_set_error(
	    error, CORE_ERROR, CORE_ERROR_DATA, "%s: %s", self->path, how);
	return false;
}

static bool
read_file(IngestUnpack *self, char *bytes, size_t *inout_length, GError **error)
{
	ssize_t got;

	do {
		got = pread(self->fd, bytes, *inout_length, self->offset);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s: %s",
		    self->path, g_strerror(errno));
		return false;
	}
	self->offset += got;
	*inout_length = (size_t)got;
	return true;
}

/* RFC 8878 3.1: a frame, or one to skip, which parallel packers put first. */
static bool
is_zstd(const unsigned char *magic, size_t length)
{
	if (length < MAGIC_BYTES)
		return false;
	guint32 number = (guint32)magic[0] | (guint32)magic[1] << 8 |
	                 (guint32)magic[2] << 16 | (guint32)magic[3] << 24;
	return number == ZSTD_MAGICNUMBER ||
	       (number & ZSTD_MAGIC_SKIPPABLE_MASK) ==
	           ZSTD_MAGIC_SKIPPABLE_START;
}

static void
start_unpacking(IngestUnpack *self)
{
	self->stream = ZSTD_createDStream();
	if (!self->stream)
		g_error("out of memory"); /* as GLib's own allocations */
	size_t code = ZSTD_DCtx_setParameter(
	    self->stream, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	g_assert(!ZSTD_isError(code));
	self->packed = g_malloc(ZSTD_DStreamInSize());
	self->in = (ZSTD_inBuffer){ self->packed, 0, 0 };
}

static bool
begin(IngestUnpack *self, GError **error)
{
	unsigned char magic[MAGIC_BYTES];
	size_t length = sizeof magic;

	if (!read_file(self, (char *)magic, &length, error))
		return false;
	self->offset = 0;
	if (is_zstd(magic, length))
		start_unpacking(self);
	else if (length > 0 && g_str_has_suffix(self->path, ".zst"))
		return say_damaged(self, "this is not zstd", error);
	self->begun = true;
	return true;
}

static bool
refill(IngestUnpack *self, bool *ret_more, GError **error)
{
	size_t length = ZSTD_DStreamInSize();

	if (!read_file(self, self->packed, &length, error))
		return false;
	self->in.pos = 0;
	self->in.size = length;
	*ret_more = length > 0;
	return length > 0 || self->is_whole ||
	       say_damaged(self, "it ends within packed data", error);
}

/* Unpacks what is at hand, and what the stream still holds, into @out. */
static bool
unpack_some(IngestUnpack *self, ZSTD_outBuffer *out, GError **error)
{
	if (self->in.pos == self->in.size && self->is_whole)
		return true;
	size_t code = ZSTD_decompressStream(self->stream, out, &self->in);
	if (ZSTD_isError(code))
		return say_damaged(self, ZSTD_getErrorName(code), error);
	self->is_whole = code == 0;
	return true;
}

static bool
read_packed(
    IngestUnpack *self, char *bytes, size_t *inout_length, GError **error)
{
	ZSTD_outBuffer out = { bytes, *inout_length, 0 };
	bool more = true;

	for (;;) {
		if (!unpack_some(self, &out, error))
			return false;
		if (out.pos > 0 || !more)
			break;
		if (self->in.pos == self->in.size &&
		    !refill(self, &more, error))
			return false;
	}
	self->allowed_bytes -= (int64_t)out.pos;
	if (self->allowed_bytes < 0)
		return say_damaged(
		    self, "one mail in it unpacks beyond all measure", error);
	*inout_length = out.pos;
	return true;
}

bool
ingest_unpack_read(
    IngestUnpack *self, char *bytes, size_t *inout_length, GError **error)
{
	g_assert(*inout_length > 0);
	if (!self->begun && !begin(self, error))
		return false;
	return self->stream ? read_packed(self, bytes, inout_length, error)
	                    : read_file(self, bytes, inout_length, error);
}

int64_t
ingest_unpack_size(const IngestUnpack *self)
{
	return self->size_bytes;
}

int64_t
ingest_unpack_used(const IngestUnpack *self)
{
	return self->offset - (int64_t)(self->in.size - self->in.pos);
}
