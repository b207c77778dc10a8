/* Reads the mails of an mbox file, one after another. */
#pragma once

#include "ingest/lines.h"
#include "ingest/mail.h"

typedef struct _IngestMbox IngestMbox;

/* Whether @line, of @length bytes, parts two mails: "From ", a sender, and a
 * date as of asctime(3). */
bool ingest_mbox_is_from(const char *line, size_t length);

/*
 * @lines: (transfer full): at the start of an mbox. As mboxrd has it, ">From "
 * loses one ">"; where a Content-Length leads right to the next mail or the
 * end, the body up to there is taken as it is.
 * Returns: (transfer full).
 */
IngestMbox *ingest_mbox_new(IngestLines *lines);
void ingest_mbox_free(IngestMbox *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestMbox, ingest_mbox_free)

/*
 * Puts the next mail into @mail, which is empty, without its "From " line and
 * the empty line behind it. @ret_found: false at the end. CORE_ERROR_IO as
 * ingest_lines_next().
 */
bool ingest_mbox_next(
    IngestMbox *self, IngestMail *mail, bool *ret_found, GError **error);
