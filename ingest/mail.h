/* One mail as it is put together from a file, bounded. */
#pragma once

#include "core/limits.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _IngestMail IngestMail;

/* @limits is borrowed. Returns: (transfer full): an empty mail. */
IngestMail *ingest_mail_new(const CoreLimits *limits);
void ingest_mail_free(IngestMail *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestMail, ingest_mail_free)

/* Adds @bytes; beyond limits->message_bytes they are only counted. */
void ingest_mail_add(IngestMail *self, const char *bytes, size_t length);

/* Takes @length bytes off its end, of those that are kept. */
void ingest_mail_cut(IngestMail *self, size_t length);

/* What is kept so far (borrowed until the next call). */
const char *ingest_mail_bytes(const IngestMail *self, size_t *ret_length);

/* Of the whole mail. */
int64_t ingest_mail_size(const IngestMail *self);

/* Whether it passed limits->message_bytes. */
bool ingest_mail_is_oversize(const IngestMail *self);

/* Returns: (transfer full): its bytes; of an oversize one the header block, at
 * most limits->headers_bytes. @self is as new then. */
GBytes *ingest_mail_take(IngestMail *self);
