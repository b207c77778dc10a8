#include "ingest/ahead.h"

#include "ingest/error.h"

#include <string.h>

struct _IngestAhead {
	GQueue promised; /* GBytes *: commands */
	GQueue sent;     /* likewise: the next to come first */
};

IngestAhead *
ingest_ahead_new(void)
{
	IngestAhead *self = g_new(IngestAhead, 1);

	g_queue_init(&self->promised);
	g_queue_init(&self->sent);
	return self;
}

void
ingest_ahead_free(IngestAhead *self)
{
	if (!self)
		return;
	g_queue_clear_full(&self->promised, (GDestroyNotify)g_bytes_unref);
	g_queue_clear_full(&self->sent, (GDestroyNotify)g_bytes_unref);
	g_free(self);
}

void
ingest_ahead_promise(IngestAhead *self, const char *command)
{
	g_queue_push_tail(
	    &self->promised, g_bytes_new(command, strlen(command)));
}

unsigned
ingest_ahead_depth(const IngestAhead *self)
{
	/* Where some were sent, what is written next is the first of them. */
	return MAX(self->sent.length, 1) + self->promised.length;
}

bool
ingest_ahead_is_empty(const IngestAhead *self)
{
	return self->promised.length == 0 && self->sent.length == 0;
}

bool
ingest_ahead_write(IngestAhead *self, const char *bytes, size_t size,
    GString *to_send, GError **error)
{
	g_autoptr(GBytes) now = g_bytes_new(bytes, size);
	g_autoptr(GBytes) before = g_queue_pop_head(&self->sent);
	GBytes *next;

	if (before && !g_bytes_equal(before, now)) {
		g_set_error_literal(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "another command was sent before its turn");
		return false;
	}
	if (!before)
		g_string_append_len(to_send, bytes, (gssize)size);
	while ((next = g_queue_pop_head(&self->promised))) {
		g_string_append_len(to_send, g_bytes_get_data(next, NULL),
		    (gssize)g_bytes_get_size(next));
		g_queue_push_tail(&self->sent, next);
	}
	return true;
}
