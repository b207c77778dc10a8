/* A login in a browser: what goes out with it and what must come back. */
#pragma once

#include "core/server.h"

#include <glib.h>
#include <stdbool.h>

/* Made anew for each login (RFC 7636); wiped on free. */
typedef struct {
	char *verifier;     /* PKCE: shown to the token server only */
	char *state;        /* must come back with the code */
	char *redirect_url; /* where the browser goes with the code */
} NetOAuthCode;

/* @port: of a listener on 127.0.0.1. Returns: (transfer full). */
NetOAuthCode *net_oauth_code_new(int port);

/* Returns: the address that the person opens (transfer full). */
char *net_oauth_code_address(
    const NetOAuthCode *self, const CoreServer *server);

/*
 * Looks for the code in @address, to which the browser was sent: whole, or its
 * path and query. NET_ERROR_AUTH when it says that the person or the provider
 * refused. @ret_code: (transfer full) (nullable): NULL where @address is not of
 * this login.
 */
bool net_oauth_code_find(const NetOAuthCode *self, const char *address,
    char **ret_code, GError **error);

/* The S256 challenge of @verifier (transfer full). */
char *net_oauth_code_challenge(const char *verifier);

void net_oauth_code_free(NetOAuthCode *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetOAuthCode, net_oauth_code_free)
