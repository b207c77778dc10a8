/* Reads along what a server says and stops what libetpan does not survive, or
 * would take for something else than it is. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _IngestGuard IngestGuard;

/* Returns: (transfer full): a guard at the start of a connection. */
IngestGuard *ingest_guard_new(void);

void ingest_guard_free(IngestGuard *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestGuard, ingest_guard_free)

/* From now on a server that tells another UIDVALIDITY than @uidvalidity means
 * other mails by the UIDs we know; 0: it may tell any. */
void ingest_guard_expect(IngestGuard *self, int64_t uidvalidity);

/*
 * Judges the next @size @bytes of the connection, before anybody else reads
 * them. @literal_bytes: no literal may announce more.
 *
 * INGEST_ERROR_PROTOCOL for a line without end, parentheses nested too deep, a
 * literal too large, a UID or size that 32 bits do not hold, UID 0, a changed
 * UIDVALIDITY, and where strings do not end in the line they began in: then
 * nothing of @bytes may be read, and no more be fed.
 */
bool ingest_guard_feed(IngestGuard *self, const char *bytes, size_t size,
    int64_t literal_bytes, GError **error);
