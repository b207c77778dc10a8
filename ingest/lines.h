/* Reads a file, unpacked where it is zstd, line by line, in pieces of bounded
 * size. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _IngestLines IngestLines;

/* A line, or a piece of a long one. */
typedef struct {
	const char *bytes; /* borrowed until the next call */
	size_t length;     /* with the line end; 0 at the end of the file */
	bool starts;       /* it begins a line */
} IngestLine;

/* Opens @path as ingest_unpack_open(). Returns: (transfer full). */
IngestLines *ingest_lines_open(const char *path, GError **error);
void ingest_lines_close(IngestLines *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestLines, ingest_lines_close)

/* Lets the next @bytes of a zstd file be read, and a little more: call it
 * before each mail. Further ones are CORE_ERROR_DATA. */
void ingest_lines_allow(IngestLines *self, int64_t bytes);

/* Reads on. Errors are those of ingest_unpack_read(). */
bool ingest_lines_next(IngestLines *self, IngestLine *ret_line, GError **error);

/* Looks at the *@inout_length bytes, up to 64 KB, that come next (borrowed
 * until the next call), without moving on; less at the end of the file. Errors
 * as above. */
bool ingest_lines_peek(IngestLines *self, const char **ret_bytes,
    size_t *inout_length, GError **error);

/* As ingest_unpack_size() and ingest_unpack_used(). */
int64_t ingest_lines_size(const IngestLines *self);
int64_t ingest_lines_used(const IngestLines *self);
