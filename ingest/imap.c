#include "ingest/imap.h"

#include "core/text.h"
#include "ingest/error.h"
#include "ingest/login.h"
#include "ingest/session.h"
#include "ingest/utf7.h"

#include <limits.h>
#include <string.h>

#define GOODBYE_MS 3000
#define ANSWER_BYTES (64 * 1024 * 1024) /* of a command without bodies */
#define WORDS_BYTES 200                 /* of what a server says */
#define FIRST_SLICE_UIDS 5000

static bool connect_it(IngestImap *self, GError **error);
static bool start(IngestImap *self, mailstream *stream, GError **error);

IngestImap *
ingest_imap_open(const CoreMailbox *mailbox, const CoreLimits *limits,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(IngestImap) self = g_new0(IngestImap, 1);

	self->mailbox = mailbox;
	self->limits = limits;
	self->stop = stop;
	/* Above its ceiling libetpan keeps literals in files, in the clear. */
	mmap_string_set_ceil(SIZE_MAX);
	return connect_it(self, error) ? g_steal_pointer(&self) : NULL;
}

static bool
connect_it(IngestImap *self, GError **error)
{
	self->is_in_step = false;
	self->session = mailimap_new(0, NULL);
	if (!self->session)
		g_error("out of memory"); /* as GLib's own allocations */
	NetTransport *transport = net_transport_open(&self->mailbox->server,
	    self->limits->connect_ms, self->stop, error);
	return transport && start(self, ingest_stream_new(transport), error) &&
	       ingest_login(self, self->stop, error);
}

static void
disconnect(IngestImap *self)
{
	int64_t wait_ms = MIN(GOODBYE_MS, self->limits->quiet_ms);
	const IngestBudget farewell = { wait_ms, wait_ms, 0 };
	bool is_idle = self->is_idle || self->is_idle_ahead;

	/* mailimap_free() would say LOGOUT and wait for the answer, even when
	 * out of step. */
	if (self->session->imap_stream) {
		ingest_stream_begin(self->session->imap_stream, &farewell);
		ingest_stream_leave(self->session->imap_stream,
		    !self->is_in_step ? ""
		    : is_idle         ? "DONE\r\nbye LOGOUT\r\n"
		                      : "bye LOGOUT\r\n");
		self->session->imap_stream = NULL;
	}
	mailimap_free(self->session);
	self->is_idle = self->is_idle_ahead = self->has_told = false;
	ingest_session_forget_ahead(self);
}

bool
ingest_imap_reopen(IngestImap *self, GError **error)
{
	disconnect(self);
	return connect_it(self, error);
}

void
ingest_imap_close(IngestImap *self)
{
	if (!self)
		return;
	disconnect(self);
	g_free(self);
}

bool
ingest_imap_is_usable(const IngestImap *self)
{
	/* Answers to what was asked ahead are nobody's now. */
	return self->is_in_step && !self->ahead.head;
}

void
ingest_session_begin(IngestImap *self, int64_t answer_bytes)
{
	IngestBudget budget = { .quiet_ms = self->limits->quiet_ms,
		.total_ms = self->limits->command_ms,
		.bytes = ANSWER_BYTES + answer_bytes };

	ingest_stream_begin(self->session->imap_stream, &budget);
}

/* A server's words for @code: a refusal, or none at all. */
static bool
is_refusal(int code)
{
	return code == MAILIMAP_ERROR_LOGIN || code == MAILIMAP_ERROR_EXAMINE ||
	       code == MAILIMAP_ERROR_LIST ||
	       code == MAILIMAP_ERROR_UID_FETCH ||
	       code == MAILIMAP_ERROR_STARTTLS || code == MAILIMAP_ERROR_NOOP;
}

/* RFC 5530: these are about the server's state, not about the password. */
static bool
is_temporary(const IngestImap *self)
{
	static const char *const codes[] = { "UNAVAILABLE", "INUSE", "LIMIT",
		"SERVERBUG", "CONTACTADMIN", NULL };
	const struct mailimap_response_info *info =
	    self->session->imap_response_info;

	return info && info->rsp_atom && g_strv_contains(codes, info->rsp_atom);
}

bool
ingest_session_check(
    IngestImap *self, int code, const char *what, GError **error)
{
	mailimap *session = self->session;
	const char *said = session->imap_response;
	g_autofree char *words = NULL;
	bool is_login = code == MAILIMAP_ERROR_LOGIN && !is_temporary(self);

	if (code == MAILIMAP_NO_ERROR)
		return true;
	/* A refusal is an answer like others; after all else there is no
	 * telling what the next bytes belong to. */
	self->is_in_step = self->is_in_step && is_refusal(code);
	GError *broken = session->imap_stream
	                     ? ingest_stream_error(session->imap_stream)
	                     : NULL;
	if (broken) {
		g_propagate_error(error, broken);
		return false;
	}
	if (said && *said)
		words = core_text_line(said, strlen(said), WORDS_BYTES);
	g_set_error(error, INGEST_ERROR,
	    is_login ? INGEST_ERROR_AUTH : INGEST_ERROR_PROTOCOL,
	    "%s:%d: %s: %s", self->mailbox->server.server,
	    self->mailbox->server.port, what,
	    words ? words : "the server's answer makes no sense");
	return false;
}

/* Hears the greeting, and asks for TLS where that comes later. */
static bool
start(IngestImap *self, mailstream *stream, GError **error)
{
	int64_t wait_ms = self->limits->connect_ms;
	const IngestBudget greeting = { wait_ms, wait_ms, ANSWER_BYTES };

	ingest_stream_begin(stream, &greeting);
	int code = mailimap_connect(self->session, stream);
	bool is_known = code == MAILIMAP_NO_ERROR_AUTHENTICATED;

	if (code != MAILIMAP_NO_ERROR_NON_AUTHENTICATED && !is_known)
		return ingest_session_check(self, code, "greeting", error);
	self->is_in_step = true;
	if (self->mailbox->server.tls != CORE_TLS_STARTTLS)
		return true;
	/* A greeting that leaves nothing to protect comes from in between. */
	if (is_known)
		return ingest_session_check(
		    self, MAILIMAP_ERROR_PROTOCOL, "PREAUTH before TLS", error);
	ingest_session_begin(self, 0);
	code = mailimap_starttls(self->session);
	/* With more than the answer there it is refused below. */
	if (stream->read_buffer_len == 0 &&
	    !ingest_session_check(self, code, "STARTTLS", error))
		return false;
	self->is_in_step = ingest_stream_start_tls(stream, error);
	return self->is_in_step;
}

const IngestFolder *
ingest_imap_folder(const IngestImap *self)
{
	return &self->folder;
}

bool
ingest_imap_examine(IngestImap *self, const char *name,
    IngestFolder *ret_folder, GError **error)
{
	g_autofree char *wire = ingest_utf7_encode(name);

	if (!wire) {
		g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "a folder's name holds a control byte");
		return false;
	}
	ingest_session_begin(self, 0);
	ingest_stream_expect(self->session->imap_stream, 0);
	if (!ingest_session_check(
	        self, mailimap_examine(self->session, wire), name, error))
		return false;
	const struct mailimap_selection_info *info =
	    self->session->imap_selection_info;
	if (!info || info->sel_uidvalidity == 0)
		return ingest_session_check(
		    self, MAILIMAP_ERROR_PROTOCOL, name, error);
	/* From here on it stands for news. */
	self->session->imap_selection_info->sel_has_exists = 0;
	self->has_told = false;
	self->folder.uidvalidity = info->sel_uidvalidity;
	ingest_stream_expect(
	    self->session->imap_stream, self->folder.uidvalidity);
	self->folder.uid_next = info->sel_uidnext;
	self->folder.last_uid = MAX(self->folder.uid_next - 1, 0);
	self->folder.messages = info->sel_exists;
	self->slice_uids = FIRST_SLICE_UIDS;
	if (self->folder.uid_next == 0 && self->folder.messages > 0 &&
	    !ingest_session_find_last(self, &self->folder.last_uid, error))
		return false;
	*ret_folder = self->folder;
	return true;
}
