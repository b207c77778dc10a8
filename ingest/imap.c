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
#define FOLDERS_MAX 10000

static bool start(IngestImap *self, mailstream *stream, GError **error);

IngestImap *
ingest_imap_open(const CoreMailbox *mailbox, const CoreLimits *limits,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(IngestImap) self = g_new0(IngestImap, 1);
	NetTransport *transport;

	self->mailbox = mailbox;
	self->limits = limits;
	self->session = mailimap_new(0, NULL);
	if (!self->session)
		g_error("out of memory"); /* as GLib's own allocations */
	/* Above its ceiling libetpan keeps literals in files, in the clear. */
	mmap_string_set_ceil(SIZE_MAX);
	transport = net_transport_open(
	    &mailbox->server, limits->connect_ms, stop, error);
	if (!transport || !start(self, ingest_stream_new(transport), error) ||
	    !ingest_login(self, stop, error))
		return NULL;
	return g_steal_pointer(&self);
}

void
ingest_imap_close(IngestImap *self)
{
	if (!self)
		return;
	int64_t wait_ms = MIN(GOODBYE_MS, self->limits->quiet_ms);
	const IngestBudget farewell = { wait_ms, wait_ms, ANSWER_BYTES };
	/* mailimap_free() would say LOGOUT and wait, even when out of step. */
	if (self->session->imap_stream && !self->is_in_step) {
		mailstream_close(self->session->imap_stream);
		self->session->imap_stream = NULL;
	} else if (self->session->imap_stream) {
		ingest_stream_begin(self->session->imap_stream, &farewell);
	}
	mailimap_free(self->session);
	g_free(self);
}

bool
ingest_imap_is_usable(const IngestImap *self)
{
	return self->is_in_step;
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

static bool
is_selectable(const struct mailimap_mailbox_list *entry)
{
	const struct mailimap_mbx_list_flags *flags = entry->mb_flag;

	if (!flags)
		return true;
	for (clistiter *at = clist_begin(flags->mbf_oflags); at;
	     at = clist_next(at)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(at);
		if (flag->of_type == MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT &&
		    g_ascii_strcasecmp(flag->of_flag_ext, "NonExistent") == 0)
			return false;
	}
	return flags->mbf_type != MAILIMAP_MBX_LIST_FLAGS_SFLAG ||
	       flags->mbf_sflag != MAILIMAP_MBX_LIST_SFLAG_NOSELECT;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in @list that can be opened, sorted (transfer full), or NULL. */
static GPtrArray *
names_of(IngestImap *self, clist *list, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (clistiter *at = clist_begin(list); at; at = clist_next(at)) {
		const struct mailimap_mailbox_list *entry = clist_content(at);
		char *name = ingest_utf7_decode(entry->mb_name);
		if (!name || names->len == FOLDERS_MAX) {
			g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
			    "%s: a listed folder's name is not modified UTF-7, "
			    "or there are more than %d",
			    self->mailbox->server.server, FOLDERS_MAX);
			g_free(name);
			return NULL;
		}
		if (is_selectable(entry))
			g_ptr_array_add(names, name);
		else
			g_free(name);
	}
	g_ptr_array_sort(names, by_name);
	return g_steal_pointer(&names);
}

/* The folders that match @pattern (transfer full): at least one, or NULL. */
static GPtrArray *
match_folders(IngestImap *self, const char *pattern, GError **error)
{
	g_autofree char *wire = ingest_utf7_encode(pattern);
	clist *list = NULL;

	if (!wire) {
		g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
		    "a folder's name holds a control byte");
		return NULL;
	}
	ingest_session_begin(self, 0);
	int code = mailimap_list(self->session, "", wire, &list);
	g_autoptr(GPtrArray) names =
	    ingest_session_check(self, code, pattern, error)
	        ? names_of(self, list, error)
	        : NULL;
	if (list)
		mailimap_list_result_free(list);
	if (!names || names->len > 0)
		return g_steal_pointer(&names);
	g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
	    "%s: no folder matches '%s'", self->mailbox->server.server,
	    pattern);
	return NULL;
}

static void
add_once(GPtrArray *names, const char *name)
{
	if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
		g_ptr_array_add(names, g_strdup(name));
}

bool
ingest_imap_folders(IngestImap *self, const char *const *patterns,
    char ***ret_names, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);

	for (; *patterns; patterns++) {
		if (!strpbrk(*patterns, "*%")) {
			add_once(all, *patterns);
			continue;
		}
		g_autoptr(GPtrArray) some =
		    match_folders(self, *patterns, error);
		if (!some)
			return false;
		for (unsigned i = 0; i < some->len; i++)
			add_once(all, g_ptr_array_index(some, i));
	}
	g_ptr_array_add(all, NULL);
	*ret_names = (char **)g_ptr_array_free(g_steal_pointer(&all), FALSE);
	return true;
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
	if (!ingest_session_check(
	        self, mailimap_examine(self->session, wire), name, error))
		return false;
	const struct mailimap_selection_info *info =
	    self->session->imap_selection_info;
	if (!info || info->sel_uidvalidity == 0)
		return ingest_session_check(
		    self, MAILIMAP_ERROR_PROTOCOL, name, error);
	self->folder.uidvalidity = info->sel_uidvalidity;
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
