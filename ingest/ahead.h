/* Commands that go out before their turn, so that the server works on the next
 * one while its answer to the last is on its way: libetpan sends a command only
 * when it has read the answer to the one before. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _IngestAhead IngestAhead;

IngestAhead *ingest_ahead_new(void);       /* (transfer full) */
void ingest_ahead_free(IngestAhead *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestAhead, ingest_ahead_free)

/* Right behind what is written next, and what was promised before, goes
 * @command, to the letter as it will be written in its turn: "7 NOOP\r\n". */
void ingest_ahead_promise(IngestAhead *self, const char *command);

/* How many commands go before one that is promised now: what is written next,
 * and all that were sent or promised before their turn. */
unsigned ingest_ahead_depth(const IngestAhead *self);

/* Whether nothing is promised, and all that was sent had its turn. */
bool ingest_ahead_is_empty(const IngestAhead *self);

/*
 * Libetpan writes @size @bytes, a command say. What was sent before is not sent
 * again; behind it goes what was promised. INGEST_ERROR_PROTOCOL when another
 * command was sent before its turn: the answer to come is not its own.
 * @to_send: what is to be sent is added to it.
 */
bool ingest_ahead_write(IngestAhead *self, const char *bytes, size_t size,
    GString *to_send, GError **error);
