#include "ingest/idle.h"

#include "ingest/error.h"
#include "ingest/session.h"
#include "ingest/utf7.h"

#include <errno.h>
#include <poll.h>

/* Routers forget a connection that is silent for longer, servers after 30. */
#define RENEW_MS (9 * 60 * 1000)

bool
ingest_imap_has_news(IngestImap *self, bool *ret_news, GError **error)
{
	ingest_session_begin(self, 0);
	if (!ingest_session_check(
	        self, mailimap_noop(self->session), "NOOP", error))
		return false;
	const struct mailimap_selection_info *info =
	    self->session->imap_selection_info;
	/* Opening the folder took the flag back. */
	*ret_news = !info || info->sel_has_exists;
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

/* Returns: false when waiting itself is not possible. */
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

bool
ingest_imap_idle(IngestImap *self, int64_t wait_ms, int stop_fd, GError **error)
{
	ingest_session_begin(self, 0);
	if (!ingest_session_check(
	        self, mailimap_idle(self->session), "IDLE", error))
		return false;
	self->is_in_step = await(self, MIN(wait_ms, RENEW_MS), stop_fd);
	ingest_session_begin(self, 0);
	return ingest_session_check(
	    self, mailimap_idle_done(self->session), "IDLE", error);
}
