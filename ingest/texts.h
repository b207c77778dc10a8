/* Bare texts with ids, each made a mail of a person of its own. */
#pragma once

#include "ingest/lines.h"
#include "ingest/mail.h"

typedef struct _IngestTexts IngestTexts;

/* @lines: (transfer full): of "ID<TAB>TEXT" each; @path names them in errors.
 * Returns: (transfer full). */
IngestTexts *ingest_texts_new(IngestLines *lines, const char *path);
void ingest_texts_free(IngestTexts *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestTexts, ingest_texts_free)

/*
 * Puts the next text into @mail, which is empty: from ID@import.invalid, with
 * an id and without a date, so that it is the same mail whenever it is
 * imported. Empty lines are passed over. @ret_found: false at the end.
 * CORE_ERROR_DATA, naming file and line, where there is no tab or ID is not the
 * plain local part of an address; CORE_ERROR_IO as ingest_lines_next().
 */
bool ingest_texts_next(
    IngestTexts *self, IngestMail *mail, bool *ret_found, GError **error);
