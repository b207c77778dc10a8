/* libetpan's stream over our own transport: bounded in time and in bytes. */
#pragma once

#include "net/transport.h"

#include <glib.h>
#include <libetpan/mailstream.h>

/* What one command may take. */
typedef struct {
	int64_t quiet_ms; /* without a byte moving */
	int64_t total_ms;
	int64_t bytes; /* of the answer */
} IngestBudget;

/*
 * @transport: (transfer full).
 * Returns: (transfer full): closed by mailstream_close(), or by the session
 * that takes it.
 */
mailstream *ingest_stream_new(NetTransport *transport);

/* Allows @budget from now on: call it before each command. */
void ingest_stream_begin(mailstream *self, const IngestBudget *budget);

/* A server that tells another UIDVALIDITY from now on breaks the stream; 0: it
 * may tell any. */
void ingest_stream_expect(mailstream *self, int64_t uidvalidity);

/*
 * Goes on in TLS after the server agreed to STARTTLS. INGEST_ERROR_PROTOCOL
 * when it sent more than its answer: that came in the clear, perhaps from
 * somebody in between. Otherwise as net_transport_start_tls().
 */
bool ingest_stream_start_tls(mailstream *self, GError **error);

/* Right behind the next command, and what was promised before, goes @command,
 * which must be the next one then, to the letter ("7 NOOP\r\n"). */
void ingest_stream_promise(mailstream *self, const char *command);

/* How many commands go before one that is promised now: 1 at least. */
unsigned ingest_stream_depth(mailstream *self);

/* Writes @words and closes, without waiting for what the server says to it. */
void ingest_stream_leave(mailstream *self, const char *words);

/* Whether bytes have come that no poll() on the descriptor tells of. */
bool ingest_stream_has_input(mailstream *self);

/* Returns: (transfer full) (nullable): why the stream broke, if it did. */
GError *ingest_stream_error(mailstream *self);
