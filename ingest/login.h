/* Logging in: by password, or by an OAuth2 token. */
#pragma once

#include "ingest/session.h"

/*
 * Logs in as the mailbox of @self says, unless the server knows us already. A
 * token that the server refuses is renewed, and tried once more.
 * INGEST_ERROR_AUTH: user, password or token are refused. NET_ERROR_AUTH: there
 * is no token to be had until the operator does something. Else errors as for
 * every question to the server, and those of net_secret_read() and
 * net_token_get().
 * @stop: (nullable): ends the waiting for a token when set.
 */
bool ingest_login(
    IngestImap *self, const volatile sig_atomic_t *stop, GError **error);
