/* Reads a file line by line, in pieces of bounded size. */
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

/*
 * Opens @path, which must be a regular file: INGEST_ERROR_INPUT, naming it,
 * when it is none or cannot be read.
 * Returns: (transfer full).
 */
IngestLines *ingest_lines_open(const char *path, GError **error);
void ingest_lines_close(IngestLines *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestLines, ingest_lines_close)

/* Reads on. CORE_ERROR_IO when the file cannot be read. */
bool ingest_lines_next(IngestLines *self, IngestLine *ret_line, GError **error);

/* How many bytes were handed out: where the next line begins. */
int64_t ingest_lines_offset(const IngestLines *self);

/* Of the file when it was opened. */
int64_t ingest_lines_size(const IngestLines *self);

/* Reads up to @max bytes at @offset into @bytes, without moving on; less at the
 * end of the file. CORE_ERROR_IO as above. */
bool ingest_lines_peek(IngestLines *self, int64_t offset, char *bytes,
    size_t *inout_length, GError **error);
