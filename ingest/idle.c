#include "ingest/idle.h"

#include "ingest/error.h"
#include "ingest/session.h"
#include "ingest/utf7.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

bool
ingest_imap_has_news(IngestImap *self, bool *ret_news, GError **error)
{
	ingest_session_begin(self, 0);
	if (!ingest_session_check(
	        self, mailimap_noop(self->session), "NOOP", error))
		return false;
	const struct mailimap_selection_info *info =
	    self->session->imap_selection_info;
	/* Opening the folder took the flags back. */
	*ret_news = self->has_told || !info || info->sel_has_exists;
	return true;
}

static void
read_status(
    const struct mailimap_mailbox_data_status *status, IngestFolder *folder)
{
	for (clistiter *at = clist_begin(status->st_info_list); at;
	     at = clist_next(at)) {
		const struct mailimap_status_info *info = clist_content(at);

		if (info->st_att == MAILIMAP_STATUS_ATT_MESSAGES)
			folder->messages = info->st_value;
		else if (info->st_att == MAILIMAP_STATUS_ATT_UIDNEXT)
			folder->uid_next = info->st_value;
		else if (info->st_att == MAILIMAP_STATUS_ATT_UIDVALIDITY)
			folder->uidvalidity = info->st_value;
	}
}

bool
ingest_imap_status(IngestImap *self, const char *name, IngestFolder *ret_folder,
    GError **error)
{
	static const int wanted[] = { MAILIMAP_STATUS_ATT_MESSAGES,
		MAILIMAP_STATUS_ATT_UIDNEXT, MAILIMAP_STATUS_ATT_UIDVALIDITY };
	g_autofree char *wire = ingest_utf7_encode(name);
	struct mailimap_status_att_list *atts =
	    mailimap_status_att_list_new_empty();
	struct mailimap_mailbox_data_status *status = NULL;
	IngestFolder folder = { 0 };

	g_assert(wire); /* it was opened before */
	for (unsigned i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (!atts || mailimap_status_att_list_add(atts, wanted[i]) != 0)
			g_error("out of memory"); /* as GLib's own */
	ingest_session_begin(self, 0);
	int code = mailimap_status(self->session, wire, atts, &status);
	mailimap_status_att_list_free(atts);
	if (status && status->st_info_list)
		read_status(status, &folder);
	if (status)
		mailimap_mailbox_data_status_free(status);
	if (!ingest_session_check(self, code, name, error))
		return false;
	*ret_folder = folder;
	return true;
}

bool
ingest_imap_can_idle(IngestImap *self)
{
	struct mailimap_capability_data *told = NULL;
	const struct mailimap_connection_info *info =
	    self->session->imap_connection_info;

	if (!info || !info->imap_capability) {
		ingest_session_begin(self, 0);
		int code = mailimap_capability(self->session, &told);
		if (told)
			mailimap_capability_data_free(told);
		if (!ingest_session_check(self, code, "CAPABILITY", NULL))
			return false;
	}
	return mailimap_has_idle(self->session);
}

/* Whether the server says something within @wait_ms. */
static bool
await(IngestImap *self, int64_t wait_ms, int stop_fd)
{
	mailstream *stream = self->session->imap_stream;
	struct pollfd fds[] = { { .fd = mailimap_idle_get_fd(self->session),
		                    .events = POLLIN },
		{ .fd = stop_fd, .events = POLLIN } };
	const int64_t until_us = g_get_monotonic_time() + wait_ms * 1000;
	int n = 0;

	/* What was read along with an earlier answer wakes no poll(). */
	while (n == 0 && !ingest_stream_has_input(stream)) {
		int64_t left_us = until_us - g_get_monotonic_time();
		if (left_us <= 0)
			return true;
		n = poll(fds, G_N_ELEMENTS(fds), (int)(left_us / 1000 + 1));
		if (n < 0 && errno == EINTR)
			n = 0;
	}
	return n >= 0;
}

/* What a line means to who idles. */
typedef enum {
	LINE_OTHER,   /* nothing */
	LINE_EXISTS,  /* mail came */
	LINE_GO_ON,   /* the server idles with us */
	LINE_ENDED,   /* it has heard DONE */
	LINE_REFUSED, /* it will not, or makes no sense */
} Line;

static bool
tells_of_mail(const char *line)
{
	size_t digits = strspn(line + 2, "0123456789");

	return digits > 0 &&
	       g_ascii_strncasecmp(line + 2 + digits, " EXISTS", 7) == 0;
}

static Line
judge(const IngestImap *self, const char *line)
{
	g_autofree char *tag = g_strdup_printf("%d ", self->session->imap_tag);

	if (*line == '+')
		return LINE_GO_ON;
	if (g_str_has_prefix(line, tag))
		return g_ascii_strncasecmp(line + strlen(tag), "OK", 2) == 0
		           ? LINE_ENDED
		           : LINE_REFUSED;
	if (!g_str_has_prefix(line, "* ") ||
	    g_ascii_strncasecmp(line, "* BYE", 5) == 0)
		return LINE_REFUSED;
	return tells_of_mail(line) ? LINE_EXISTS : LINE_OTHER;
}

/* Says @words and hears all up to @wanted. Libetpan's own takes what a server
 * has to tell before it idles for a refusal. */
static bool
say(IngestImap *self, const char *words, Line wanted, GError **error)
{
	mailimap *session = self->session;
	mailstream *stream = session->imap_stream;
	int code = MAILIMAP_ERROR_STREAM;
	Line line = LINE_OTHER;

	ingest_session_begin(self, 0);
	session->imap_response = NULL;
	if (mailstream_write(stream, words, strlen(words)) < 0 ||
	    mailstream_flush(stream) < 0)
		return ingest_session_check(self, code, "IDLE", error);
	while (line == LINE_OTHER || line == LINE_EXISTS) {
		const char *text = mailimap_read_line(session);
		if (!text)
			return ingest_session_check(self, code, "IDLE", error);
		line = judge(self, text);
		self->has_told |= line == LINE_EXISTS;
	}
	code = line == wanted ? MAILIMAP_NO_ERROR : MAILIMAP_ERROR_PROTOCOL;
	return ingest_session_check(self, code, "IDLE", error);
}

/* Asks for it, or hears the answer where that was done ahead. */
static bool
begin(IngestImap *self, GError **error)
{
	g_autofree char *words =
	    g_strdup_printf("%d IDLE\r\n", ++self->session->imap_tag);

	self->is_idle_ahead = false;
	self->is_idle = say(self, words, LINE_GO_ON, error);
	return self->is_idle;
}

static bool
end(IngestImap *self, GError **error)
{
	self->is_idle = false;
	return say(self, "DONE\r\n", LINE_ENDED, error);
}

bool
ingest_imap_idle(IngestImap *self, int64_t wait_ms, int stop_fd, GError **error)
{
	if (!self->is_idle && !begin(self, error))
		return false;
	wait_ms = MIN(wait_ms, self->limits->idle_ms);
	if (self->has_told || await(self, wait_ms, stop_fd))
		return true;
	return ingest_session_check(
	    self, MAILIMAP_ERROR_PROTOCOL, "IDLE", error);
}

bool
ingest_imap_rouse(IngestImap *self, GError **error)
{
	if (self->is_idle_ahead && !begin(self, error))
		return false;
	return !self->is_idle || end(self, error);
}

/* As libetpan writes it. */
static char *
status_command(const char *name)
{
	g_autofree char *wire = ingest_utf7_encode(name);
	g_autoptr(GString) text = g_string_new("STATUS ");
	bool is_atom = *wire != '\0';

	for (const char *at = wire; *at; at++)
		is_atom &= g_ascii_isalnum(*at) || *at == '-';
	if (is_atom) {
		g_string_append(text, wire);
	} else {
		g_string_append_c(text, '"');
		for (const char *at = wire; *at; at++)
			g_string_append_printf(text,
			    *at == '"' || *at == '\\' ? "\\%c" : "%c", *at);
		g_string_append_c(text, '"');
	}
	g_string_append(text, " (MESSAGES UIDNEXT UIDVALIDITY)");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Has it go out behind the next command; @tag is what it will have. */
static void
promise(IngestImap *self, int tag, const char *words)
{
	g_autofree char *command = g_strdup_printf("%d %s\r\n", tag, words);

	ingest_stream_promise(self->session->imap_stream, command);
}

bool
ingest_imap_rouse_to_ask(
    IngestImap *self, const GPtrArray *names, GError **error)
{
	int tag = self->session->imap_tag;

	if (self->is_idle_ahead)
		return ingest_imap_rouse(self, error);
	tag++; /* behind NOOP, which is asked next where nothing is ended */
	if (self->is_idle)
		promise(self, tag, "NOOP");
	for (unsigned i = 0; i < names->len; i++) {
		g_autofree char *words = status_command(names->pdata[i]);

		promise(self, ++tag, words);
	}
	if (!self->is_idle)
		return true;
	promise(self, ++tag, "IDLE");
	self->is_idle_ahead = end(self, error);
	return self->is_idle_ahead;
}
