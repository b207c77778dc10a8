/* TLS on a descriptor that does not block: one step at a time, no waiting. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _NetTls NetTls;

typedef enum {
	NET_TLS_DONE,
	NET_TLS_WANTS_READ,  /* again when the descriptor can be read */
	NET_TLS_WANTS_WRITE, /* again when it can be written */
	NET_TLS_FAILED,      /* the error is set: close */
} NetTlsStep;

/*
 * A client's session on @fd (borrowed), TLS 1.2 or later, for @host: its name
 * goes into SNI and must stand in a server's certificate by an authority of
 * @ca_file (nullable: the system's). NET_ERROR_CONFIG: the ca-file is not
 * there, or holds no certificate.
 * Returns: (transfer full).
 */
NetTls *net_tls_new(
    int fd, const char *host, const char *ca_file, GError **error);

/* NET_ERROR_TLS: the certificate does not hold, or no common version;
 * NET_ERROR_NETWORK: cut. */
NetTlsStep net_tls_handshake(NetTls *self, GError **error);

/* NET_ERROR_NETWORK at the end of the stream, too. DONE: @ret_read >= 1. */
NetTlsStep net_tls_read(
    NetTls *self, void *buffer, size_t size, size_t *ret_read, GError **error);

/* Whether bytes were taken off the descriptor that nobody has read yet. */
bool net_tls_has_input(const NetTls *self);

/* After WANTS_.. call it again with the same bytes. */
NetTlsStep net_tls_write(NetTls *self, const void *bytes, size_t size,
    size_t *ret_written, GError **error);

/* Says goodbye if that needs no waiting. NULL is allowed. */
void net_tls_free(NetTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetTls, net_tls_free)
