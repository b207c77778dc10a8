#include "ingest/stream.h"

#include "ingest/ahead.h"
#include "ingest/error.h"
#include "ingest/guard.h"

#include <libetpan/mailstream_low.h>
#include <stdlib.h>
#include <string.h>

/* A frame of TLS at most, so that one read fills it. */
#define BUFFER_BYTES 65536

typedef struct {
	NetTransport *transport;
	IngestGuard *guard;
	IngestAhead *ahead;
	int64_t bytes_left; /* of the answer to come */
	GError *error;      /* the first; after it nothing works */
} Link;

static Link *
link_of(mailstream *self)
{
	return mailstream_get_low(self)->data;
}

static ssize_t
link_read(mailstream_low *low, void *buffer, size_t size)
{
	Link *self = low->data;
	size_t n;

	if (self->error)
		return -1;
	if (self->bytes_left <= 0) {
		g_set_error_literal(&self->error, INGEST_ERROR,
		    INGEST_ERROR_PROTOCOL, "the server's answer has no end");
		return -1;
	}
	if (!net_transport_read(
	        self->transport, buffer, size, &n, &self->error))
		return -1;
	self->bytes_left -= (int64_t)n;
	if (!ingest_guard_feed(self->guard, buffer, n,
	        self->bytes_left + (int64_t)n, &self->error))
		return -1;
	return (ssize_t)n;
}

static ssize_t
write_all(Link *self, const void *bytes, size_t size)
{
	return net_transport_write(self->transport, bytes, size, &self->error)
	           ? (ssize_t)size
	           : -1;
}

static ssize_t
link_write(mailstream_low *low, const void *bytes, size_t size)
{
	Link *self = low->data;
	g_autoptr(GString) to_send = NULL;

	if (self->error)
		return -1;
	if (ingest_ahead_is_empty(self->ahead))
		return write_all(self, bytes, size);
	to_send = g_string_new(NULL);
	if (!ingest_ahead_write(
	        self->ahead, bytes, size, to_send, &self->error) ||
	    (to_send->len > 0 &&
	        write_all(self, to_send->str, to_send->len) < 0))
		return -1;
	return (ssize_t)size;
}

static int
link_close(mailstream_low *low)
{
	Link *self = low->data;

	net_transport_close(g_steal_pointer(&self->transport));
	return 0;
}

static int
link_get_fd(mailstream_low *low)
{
	const Link *self = low->data;

	return net_transport_fd(self->transport);
}

static void
link_free(mailstream_low *low)
{
	Link *self = low->data;

	net_transport_close(self->transport);
	ingest_guard_free(self->guard);
	ingest_ahead_free(self->ahead);
	g_clear_error(&self->error);
	g_free(self);
	free(low); /* libetpan's malloc() */
}

static void
link_cancel(mailstream_low *low)
{
	(void)low; /* nobody waits in another thread */
}

mailstream *
ingest_stream_new(NetTransport *transport)
{
	static mailstream_low_driver driver = {
		.mailstream_read = link_read,
		.mailstream_write = link_write,
		.mailstream_close = link_close,
		.mailstream_get_fd = link_get_fd,
		.mailstream_free = link_free,
		.mailstream_cancel = link_cancel,
	};
	Link *link = g_new0(Link, 1);

	link->transport = transport;
	link->guard = ingest_guard_new();
	link->ahead = ingest_ahead_new();
	mailstream_low *low = mailstream_low_new(link, &driver);
	mailstream *self = low ? mailstream_new(low, BUFFER_BYTES) : NULL;
	if (!self)
		g_error("out of memory"); /* as GLib's own allocations */
	return self;
}

void
ingest_stream_begin(mailstream *self, const IngestBudget *budget)
{
	Link *link = link_of(self);

	link->bytes_left = budget->bytes;
	net_transport_set_deadline(
	    link->transport, budget->quiet_ms, budget->total_ms);
}

void
ingest_stream_expect(mailstream *self, int64_t uidvalidity)
{
	ingest_guard_expect(link_of(self)->guard, uidvalidity);
}

bool
ingest_stream_start_tls(mailstream *self, GError **error)
{
	Link *link = link_of(self);

	if (self->read_buffer_len > 0) {
		g_set_error_literal(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "bytes in the clear after STARTTLS");
		return false;
	}
	return net_transport_start_tls(link->transport, error);
}

void
ingest_stream_promise(mailstream *self, const char *command)
{
	ingest_ahead_promise(link_of(self)->ahead, command);
}

unsigned
ingest_stream_depth(mailstream *self)
{
	return ingest_ahead_depth(link_of(self)->ahead);
}

void
ingest_stream_leave(mailstream *self, const char *words)
{
	Link *link = link_of(self);

	/* Where that fails the server has gone before us. */
	if (!link->error)
		(void)write_all(link, words, strlen(words));
	mailstream_close(self);
}

bool
ingest_stream_has_input(mailstream *self)
{
	const Link *link = link_of(self);

	return self->read_buffer_len > 0 ||
	       net_transport_has_input(link->transport);
}

GError *
ingest_stream_error(mailstream *self)
{
	Link *link = link_of(self);

	return link->error ? g_error_copy(link->error) : NULL;
}
