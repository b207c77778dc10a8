/* OAuth2 with Google and Microsoft: the ways to get tokens for a mailbox. */
#pragma once

#include "core/server.h"
#include "net/oauth-answer.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>

/*
 * All that ask fail with NET_ERROR_AUTH when the token server refuses,
 * NET_ERROR_NETWORK or _TLS when it is not reached within 30 s or has trouble,
 * NET_ERROR_CONFIG when the client secret cannot be read. @stop: (nullable):
 * ends all waiting when set. Tokens are (transfer full).
 */

/* Whether @server logs in as an app by its secret, with no person: then only
 * net_oauth_as_app() is of use. */
bool net_oauth_is_app(const CoreServer *server);

/* By the app's own secret (RFC 6749 4.4). */
bool net_oauth_as_app(const CoreServer *server,
    const volatile sig_atomic_t *stop, NetOAuthTokens **ret_tokens,
    GError **error);

/* By the refresh token of an earlier login. */
bool net_oauth_refresh(const CoreServer *server, const char *refresh_token,
    const volatile sig_atomic_t *stop, NetOAuthTokens **ret_tokens,
    GError **error);

/* Where people log in and allow the app what it asks for. Both borrowed from
 * @server or static. */
const char *net_oauth_authorize_url(const CoreServer *server);
const char *net_oauth_scope(const CoreServer *server);

/* What came of a login in a browser; see net/oauth-code.h. */
typedef struct {
	const char *code, *verifier, *redirect_url;
} NetOAuthGrant;

/* By the code of a login in a browser (RFC 6749 4.1.3, RFC 7636). */
bool net_oauth_redeem(const CoreServer *server, const NetOAuthGrant *grant,
    NetOAuthTokens **ret_tokens, GError **error);

/* Begins a login on any device (RFC 8628). @ret_device: (transfer full). */
bool net_oauth_device_begin(
    const CoreServer *server, NetOAuthDevice **ret_device, GError **error);

/* Asks whether the person has finished; not sooner than @device->interval_s
 * after the last time, which this may make longer. @ret_tokens: (nullable):
 * NULL: not yet. */
bool net_oauth_device_ask(const CoreServer *server, NetOAuthDevice *device,
    NetOAuthTokens **ret_tokens, GError **error);
