/* Addresses of a host, within a time: getaddrinfo() alone knows no end. */
#pragma once

#include <glib.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct addrinfo NetAddresses;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetAddresses, freeaddrinfo)

/*
 * Looks up @host (a name, of any script, or a number) for TCP to @port, until
 * the monotonic time @deadline_us or until *@stop (nullable) is set.
 * NET_ERROR_NETWORK: "unknown host", or the look-up failed or took too long.
 * @ret_addresses: (transfer full): at least one.
 */
bool net_resolve(const char *host, int port, int64_t deadline_us,
    const volatile sig_atomic_t *stop, NetAddresses **ret_addresses,
    GError **error);
