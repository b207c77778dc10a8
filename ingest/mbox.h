/* Reads the mails of an mbox file, one after another. */
#pragma once

#include "ingest/lines.h"
#include "ingest/mail.h"

typedef struct _IngestMbox IngestMbox;

/* Whether @line, of @length bytes, parts two mails: "From ", a sender, and a
 * date as of asctime(3). */
bool ingest_mbox_is_from(const char *line, size_t length);

/*
 * @lines: (transfer full): at the start of an mbox. As mboxrd has it, one or
 * more ">" before "From " become one less, which is right for the ">From " of
 * mboxo too. A Content-Length is not gone by: what a file holds must not depend
 * on how it was packed, or on a number that a mail's author may write.
 * Returns: (transfer full).
 */
IngestMbox *ingest_mbox_new(IngestLines *lines);
void ingest_mbox_free(IngestMbox *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestMbox, ingest_mbox_free)

/*
 * Puts the next mail into @mail, which is empty, without its "From " line and
 * the empty line behind it. @ret_found: false at the end. Errors are
 * those of ingest_lines_next().
 */
bool ingest_mbox_next(
    IngestMbox *self, IngestMail *mail, bool *ret_found, GError **error);
