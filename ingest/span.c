#include "ingest/span.h"

#include "ingest/answer.h"
#include "ingest/error.h"

#include <inttypes.h>

static void
take_body(const IngestAnswer *answer, void *data)
{
	GBytes **body = data;

	if (answer->body && !*body)
		*body = g_bytes_new(answer->body, answer->length);
}

static int
ask_span(IngestImap *self, const IngestSpan *span, GBytes **ret_body)
{
	g_autoptr(IngestUids) uids =
	    mailimap_set_new_single((uint32_t)span->uid);
	g_autoptr(IngestWanted) wanted =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	struct mailimap_section *section = span->is_header
	                                       ? mailimap_section_new_header()
	                                       : mailimap_section_new(NULL);

	ingest_answer_want(wanted,
	    span->size_bytes
	        ? mailimap_fetch_att_new_body_peek_section_partial(section,
	              (uint32_t)span->offset, (uint32_t)span->size_bytes)
	        : mailimap_fetch_att_new_body_peek_section(section));
	IngestListener listener = { take_body, ret_body };
	*ret_body = NULL;
	return ingest_answer_fetch(
	    self, mailimap_uid_fetch, uids, wanted, &listener);
}

/* Whether @uid, which the server did not send, is gone from the folder. */
static bool
is_gone(IngestImap *self, int64_t uid)
{
	g_autoptr(GArray) listed = NULL;

	ingest_session_begin(self, 0);
	/* Until a command that allows it, a session sees the deleted. */
	return mailimap_noop(self->session) == MAILIMAP_NO_ERROR &&
	       ingest_session_list_range(self, uid, uid, &listed, NULL) &&
	       listed->len == 0;
}

bool
ingest_span_fetch(
    IngestImap *self, const IngestSpan *span, GBytes **ret_body, GError **error)
{
	g_autoptr(GBytes) body = NULL;
	g_autoptr(GError) refused = NULL;
	g_autofree char *what = g_strdup_printf("UID %" PRId64, span->uid);

	bool is_answered = ingest_session_check(
	    self, ask_span(self, span, &body), what, &refused);
	if (body || (is_answered && span->is_behind) ||
	    (self->is_in_step && is_gone(self, span->uid))) {
		*ret_body = g_steal_pointer(&body);
		return true;
	}
	if (is_answered)
		g_set_error(&refused, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "%s:%d: %s is listed, but nothing of it is sent",
		    self->mailbox->server.server, self->mailbox->server.port,
		    what);
	g_propagate_error(error, g_steal_pointer(&refused));
	return false;
}

bool
ingest_span_fetch_header(
    IngestImap *self, int64_t uid, GBytes **ret_header, GError **error)
{
	const IngestSpan span = { .uid = uid,
		.is_header = true,
		.size_bytes = self->limits->headers_bytes };

	return ingest_span_fetch(self, &span, ret_header, error);
}
