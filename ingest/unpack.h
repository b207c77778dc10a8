/* Reads a file's bytes in order, those of a zstd file unpacked. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _IngestUnpack IngestUnpack;

/*
 * Opens @path, which must be a regular file: INGEST_ERROR_INPUT, naming it,
 * when it is none or cannot be read. What it holds decides whether it is
 * unpacked, not its name: no mail begins as zstd does.
 * Returns: (transfer full).
 */
IngestUnpack *ingest_unpack_open(const char *path, GError **error);
void ingest_unpack_close(IngestUnpack *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestUnpack, ingest_unpack_close)

/*
 * Lets the next @bytes of a zstd file be unpacked; what a plain file may hold
 * is not bounded. To begin with, a megabyte is allowed.
 */
void ingest_unpack_allow(IngestUnpack *self, int64_t bytes);

/*
 * Reads up to *@inout_length bytes, more than 0, into @bytes; 0 at the end.
 * CORE_ERROR_IO when the file cannot be read; CORE_ERROR_DATA, naming it, when
 * it is called *.zst but is not zstd, is damaged or cut short, asks for a
 * window beyond 128 MB or unpacks to more than is allowed: other files can
 * still be read then.
 */
bool ingest_unpack_read(
    IngestUnpack *self, char *bytes, size_t *inout_length, GError **error);

/* Of the file itself when it was opened, and how much of that was used. */
int64_t ingest_unpack_size(const IngestUnpack *self);
int64_t ingest_unpack_used(const IngestUnpack *self);
