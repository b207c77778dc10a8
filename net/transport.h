/* A byte stream to a server: TCP, TLS with chain and name checked, deadlines.
 */
#pragma once

#include "core/config.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For one thread. After an error only close it. It never touches select(), so
 * a descriptor may be of any number. */
typedef struct _NetTransport NetTransport;

/*
 * Finds the address of @server, connects, and with CORE_TLS_IMPLICIT agrees on
 * TLS 1.2 or later; all of it within @timeout_ms.
 * NET_ERROR_NETWORK: unknown host, refused, timed out, cut, or *@stop set.
 * NET_ERROR_TLS: the certificate is not of this host or by nobody we trust.
 * NET_ERROR_CONFIG: the ca-file cannot be used, or plain text to a server that
 * is not on loopback. Messages begin with "SERVER:PORT: ".
 *
 * @server: borrowed until the transport is closed.
 * @stop: (nullable): waiting ends soon after it is set; borrowed likewise.
 * Returns: (transfer full).
 */
NetTransport *net_transport_open(const CoreServer *server, int64_t timeout_ms,
    const volatile sig_atomic_t *stop, GError **error);

/* Goes on in TLS, after the protocol's STARTTLS. The caller has made sure that
 * nothing unread came after the server's answer. Errors as on opening. */
bool net_transport_start_tls(NetTransport *self, GError **error);

/* From now on a read or write fails when nothing moved for @quiet_ms, or when
 * @total_ms from now have passed. */
void net_transport_set_deadline(
    NetTransport *self, int64_t quiet_ms, int64_t total_ms);

/*
 * Reads 1..@size bytes, waiting for the first. The end of the stream is
 * NET_ERROR_NETWORK: whoever reads expects more.
 */
bool net_transport_read(NetTransport *self, void *buffer, size_t size,
    size_t *ret_read, GError **error);

/* Writes all of @bytes. NET_ERROR_NETWORK. */
bool net_transport_write(
    NetTransport *self, const void *bytes, size_t size, GError **error);

/* Whether bytes wait inside TLS, of which the descriptor does not tell. */
bool net_transport_has_input(const NetTransport *self);

/* Returns: the descriptor, for those who must have a number. */
int net_transport_fd(const NetTransport *self);

/* Says goodbye where that needs no waiting, and closes. NULL is allowed. */
void net_transport_close(NetTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetTransport, net_transport_close)
