/* The access token of an account: kept, and renewed in time. */
#pragma once

#include "core/server.h"
#include "net/oauth-answer.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>

/* Held in one place, which is wiped on free. Never log or format it. */
typedef struct _NetToken NetToken;

/*
 * Returns the access token of @server, whose auth is not CORE_AUTH_PASSWORD:
 * the one kept in its token_file where that is good for a minute yet, else a
 * new one, which is kept there along with a new refresh token. Processes and
 * threads that share the file take turns, and one asks for all of them.
 * NET_ERROR_AUTH: nobody has logged in, or the token server refuses: the
 * message says what to do. NET_ERROR_NETWORK, _TLS, _CONFIG as in net/oauth.h
 * and net/token-file.h.
 *
 * @refused: (nullable): the one that the mail server did not take: if that is
 * still the one kept, it is renewed whatever its time.
 * @stop: (nullable): ends all waiting when set.
 * Returns: (transfer full).
 */
NetToken *net_token_get(const CoreServer *server, const NetToken *refused,
    const volatile sig_atomic_t *stop, GError **error);

/* Returns: printable ASCII without blanks, at most NET_OAUTH_TOKEN_BYTES
 * (borrowed until @self is freed). */
const char *net_token_text(const NetToken *self);

void net_token_free(NetToken *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetToken, net_token_free)

/* Keeps what a login brought, in place of what was there. NET_ERROR_AUTH: it
 * brought no refresh token, or not the right to mail. */
bool net_token_keep(
    const CoreServer *server, const NetOAuthTokens *tokens, GError **error);
