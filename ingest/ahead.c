#include "ingest/ahead.h"

#include "ingest/error.h"

#include <inttypes.h>
#include <string.h>

#define FETCH " UID FETCH "

struct _IngestAhead {
	GQueue promised; /* char *: sets of UIDs */
	GQueue sent;     /* GBytes *: commands, the next to come first */
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
	g_queue_clear_full(&self->promised, g_free);
	g_queue_clear_full(&self->sent, (GDestroyNotify)g_bytes_unref);
	g_free(self);
}

void
ingest_ahead_promise(IngestAhead *self, const char *set)
{
	g_queue_push_tail(&self->promised, g_strdup(set));
}

bool
ingest_ahead_is_empty(const IngestAhead *self)
{
	return self->promised.length == 0 && self->sent.length == 0;
}

/* Sends what was promised, like @command, which is a UID FETCH or something
 * that nothing was promised behind. */
static void
keep_promises(IngestAhead *self, const char *command, GString *to_send)
{
	guint64 tag;
	const char *fetch = strstr(command, FETCH);
	const char *rest = fetch ? strchr(fetch + strlen(FETCH), ' ') : NULL;
	g_autofree char *name =
	    g_strndup(command, fetch ? (size_t)(fetch - command) : 0);
	char *set;

	if (!rest || !g_str_has_suffix(rest, "\r\n") ||
	    !g_ascii_string_to_unsigned(
	        name, 10, 0, INT32_MAX - 1000, &tag, NULL))
		return;
	tag += self->sent.length;
	while ((set = g_queue_pop_head(&self->promised))) {
		g_autofree char *next =
		    g_strdup_printf("%" PRIu64 FETCH "%s%s", ++tag, set, rest);

		g_string_append(to_send, next);
		g_queue_push_tail(&self->sent, g_bytes_new(next, strlen(next)));
		g_free(set);
	}
}

bool
ingest_ahead_write(IngestAhead *self, const char *bytes, size_t size,
    GString *to_send, GError **error)
{
	g_autoptr(GBytes) now = g_bytes_new(bytes, size);
	g_autoptr(GBytes) before = g_queue_pop_head(&self->sent);

	if (before && !g_bytes_equal(before, now)) {
		g_set_error_literal(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "another command was sent before its turn");
		return false;
	}
	if (!before)
		g_string_append_len(to_send, bytes, (gssize)size);
	if (!g_queue_is_empty(&self->promised)) {
		g_autofree char *command = g_strndup(bytes, size);

		keep_promises(self, command, to_send);
	}
	return true;
}
