#include "ingest/login.h"

#include "ingest/error.h"
#include "net/secret.h"
#include "net/token.h"

static bool
by_password(IngestImap *self, GError **error)
{
	const CoreServer *server = &self->mailbox->server;
	g_autoptr(NetSecret) secret = net_secret_read(server, error);

	if (!secret)
		return false;
	ingest_session_begin(self, 0);
	return ingest_session_check(self,
	    mailimap_login(
	        self->session, server->user, net_secret_text(secret)),
	    "login", error);
}

/* SASL XOAUTH2. To a server that says why it refuses, in a challenge, libetpan
 * sends the empty line that brings the refusal itself. */
static bool
show_token(IngestImap *self, const NetToken *token, GError **error)
{
	ingest_session_begin(self, 0);
	return ingest_session_check(self,
	    mailimap_oauth2_authenticate(self->session,
	        self->mailbox->server.user, net_token_text(token)),
	    "login", error);
}

static bool
by_token(IngestImap *self, const volatile sig_atomic_t *stop, GError **error)
{
	const CoreServer *server = &self->mailbox->server;
	g_autoptr(NetToken) token = net_token_get(server, NULL, stop, error);
	g_autoptr(NetToken) other = NULL;
	g_autoptr(GError) why = NULL;

	if (!token)
		return false;
	if (show_token(self, token, &why))
		return true;
	if (!g_error_matches(why, INGEST_ERROR, INGEST_ERROR_AUTH) ||
	    !self->is_in_step) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	/* It may have been revoked before its time. */
	other = net_token_get(server, token, stop, error);
	if (!other)
		return false;
	if (show_token(self, other, error))
		return true;
	g_prefix_error(error, "even a new token is refused: ");
	return false;
}

/* Nothing that ends a line may stand in a command (libetpan sends it as it
 * is). */
static bool
is_one_line(const char *text)
{
	for (; *text; text++)
		if (g_ascii_iscntrl(*text))
			return false;
	return true;
}

bool
ingest_login(
    IngestImap *self, const volatile sig_atomic_t *stop, GError **error)
{
	const CoreServer *server = &self->mailbox->server;

	if (self->session->imap_state == MAILIMAP_STATE_AUTHENTICATED)
		return true;
	if (!server->user || !is_one_line(server->user)) {
		g_set_error(error, INGEST_ERROR, INGEST_ERROR_AUTH,
		    "%s: the user holds a control byte", server->name);
		return false;
	}
	return server->auth == CORE_AUTH_PASSWORD ? by_password(self, error)
	                                          : by_token(self, stop, error);
}
