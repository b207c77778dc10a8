/* Which files an import takes, and what each of them is. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
	INGEST_FILE_MAIL, /* one mail */
	INGEST_FILE_MBOX,
	INGEST_FILE_TEXTS,
} IngestFileKind;

typedef struct {
	char *path;   /* canonical */
	char *folder; /* what its arrivals are counted in: the mbox or the file
	                 of texts itself, the Maildir, or the folder of a single
	                 mail; clean UTF-8 */
	IngestFileKind kind;
	int64_t size_bytes;
} IngestFile;

typedef struct {
	GPtrArray *files;   /* IngestFile *, each once, a folder's together */
	int64_t size_bytes; /* of them all */
	int passed_over;    /* files in folders that are no mail */
} IngestFiles;

/*
 * Finds the files at @paths (ended by NULL), links followed. One that is named
 * is taken whatever it holds, as an mbox where it begins like one and is not
 * called *.eml. Of a folder and the folders in it, sorted by name, those are
 * taken that are called *.eml, *.mbox or *.mbx or look like mail; of a Maildir
 * all in `cur` and `new`. Hidden files, and links to folders in folders, are
 * left alone. Packed by zstd, a file is what it is unpacked, called *.eml.zst
 * say; a damaged one goes by its name, and whoever reads it meets the damage.
 * With @texts each path is a file of texts.
 * INGEST_ERROR_INPUT, naming the path, for one that cannot be read.
 * Returns: (transfer full).
 */
IngestFiles *ingest_files_find(
    const char *const *paths, bool texts, GError **error);
void ingest_files_free(IngestFiles *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestFiles, ingest_files_free)
