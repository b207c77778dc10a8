/* Where a browser comes back to after a login: a listener on this machine, or a
 * person who pastes the address. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _NetOAuthRedirect NetOAuthRedirect;

/*
 * Listens on a free port of 127.0.0.1 and, unless @paste_fd is -1, for lines
 * from @paste_fd (borrowed), up to its end. NET_ERROR_NETWORK.
 * Returns: (transfer full).
 */
NetOAuthRedirect *net_oauth_redirect_new(int paste_fd, GError **error);

/* Returns: 1..65535. */
int net_oauth_redirect_port(const NetOAuthRedirect *self);

/*
 * Waits until the monotonic time @deadline_us for what a browser asks for,
 * which gets a page that says to go back to the terminal, or for a line that
 * was pasted. NET_ERROR_NETWORK: nothing came in time.
 * @ret_address: (transfer full): whoever sent it; at most 8 KB, not empty.
 */
bool net_oauth_redirect_next(NetOAuthRedirect *self, int64_t deadline_us,
    char **ret_address, GError **error);

void net_oauth_redirect_free(NetOAuthRedirect *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetOAuthRedirect, net_oauth_redirect_free)
