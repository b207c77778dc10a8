#include "net/transport.h"

#include "core/stop.h"
#include "net/error.h"
#include "net/resolve.h"
#include "net/tls.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLICE_MS 250 /* how soon *stop is seen */

struct _NetTransport {
	const CoreServer *server;
	const volatile sig_atomic_t *stop;
	int fd; /* -1 until connected; it never blocks */
	NetTls *tls;
	int64_t quiet_ms, total_ms;
	int64_t deadline_us; /* monotonic: total_ms after it was set */
};

static bool connect_any(NetTransport *self, GError **error);
static bool wait_for(NetTransport *self, short events, GError **error);
static bool wait_for_tls(NetTransport *self, NetTlsStep step, GError **error);
static bool fail(
    const NetTransport *self, int code, const char *words, GError **error);

NetTransport *
net_transport_open(const CoreServer *server, int64_t timeout_ms,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(NetTransport) self = g_new0(NetTransport, 1);

	self->server = server;
	self->stop = stop;
	self->fd = -1;
	net_transport_set_deadline(self, timeout_ms, timeout_ms);
	if (!connect_any(self, error) ||
	    (server->tls == CORE_TLS_IMPLICIT &&
	        !net_transport_start_tls(self, error)))
		return NULL;
	return g_steal_pointer(&self);
}

bool
net_transport_start_tls(NetTransport *self, GError **error)
{
	g_autoptr(NetTls) tls = net_tls_new(
	    self->fd, self->server->server, self->server->ca_file, error);
	NetTlsStep step;

	if (!tls) {
		g_prefix_error(
		    error, "%s:%d: ", self->server->server, self->server->port);
		return false;
	}
	while ((step = net_tls_handshake(tls, error)) != NET_TLS_DONE)
		if (!wait_for_tls(self, step, error))
			return false;
	self->tls = g_steal_pointer(&tls);
	return true;
}

void
net_transport_set_deadline(
    NetTransport *self, int64_t quiet_ms, int64_t total_ms)
{
	self->quiet_ms = quiet_ms;
	self->total_ms = total_ms;
	self->deadline_us = g_get_monotonic_time() + total_ms * 1000;
}

static bool
read_tls(NetTransport *self, void *buffer, size_t size, size_t *ret_read,
    GError **error)
{
	NetTlsStep step;

	while ((step = net_tls_read(
	            self->tls, buffer, size, ret_read, error)) != NET_TLS_DONE)
		if (!wait_for_tls(self, step, error))
			return false;
	return true;
}

bool
net_transport_read(NetTransport *self, void *buffer, size_t size,
    size_t *ret_read, GError **error)
{
	ssize_t n;

	if (self->tls)
		return read_tls(self, buffer, size, ret_read, error);
	while ((n = recv(self->fd, buffer, size, 0)) < 0)
		if (errno != EAGAIN && errno != EINTR)
			return fail(
			    self, NET_ERROR_NETWORK, g_strerror(errno), error);
		else if (!wait_for(self, POLLIN, error))
			return false;
	if (n == 0)
		return fail(self, NET_ERROR_NETWORK,
		    "the server closed the connection", error);
	*ret_read = (size_t)n;
	return true;
}

static bool
write_some(NetTransport *self, const char *bytes, size_t size,
    size_t *ret_written, GError **error)
{
	ssize_t n;
	NetTlsStep step;

	if (self->tls) {
		while ((step = net_tls_write(self->tls, bytes, size,
		            ret_written, error)) != NET_TLS_DONE)
			if (!wait_for_tls(self, step, error))
				return false;
		return true;
	}
	while ((n = send(self->fd, bytes, size, MSG_NOSIGNAL)) < 0)
		if (errno != EAGAIN && errno != EINTR)
			return fail(
			    self, NET_ERROR_NETWORK, g_strerror(errno), error);
		else if (!wait_for(self, POLLOUT, error))
			return false;
	*ret_written = (size_t)n;
	return true;
}

bool
net_transport_write(
    NetTransport *self, const void *bytes, size_t size, GError **error)
{
	const char *at = bytes;

	while (size > 0) {
		size_t n;
		if (!write_some(self, at, size, &n, error))
			return false;
		at += n;
		size -= n;
	}
	return true;
}

bool
net_transport_has_input(const NetTransport *self)
{
	return self->tls && net_tls_has_input(self->tls);
}

int
net_transport_fd(const NetTransport *self)
{
	return self->fd;
}

void
net_transport_close(NetTransport *self)
{
	if (!self)
		return;
	net_tls_free(self->tls);
	if (self->fd >= 0)
		close(self->fd);
	g_free(self);
}

static bool
fail(const NetTransport *self, int code, const char *words, GError **error)
{
	g_set_error(error, NET_ERROR, code, "%s:%d: %s", self->server->server,
	    self->server->port, words);
	return false;
}

static bool
is_loopback(const NetAddresses *address)
{
	if (address->ai_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)address->ai_addr;
		return ntohl(in->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	}
	const struct sockaddr_in6 *in6 = (const void *)address->ai_addr;
	return address->ai_family == AF_INET6 &&
	       IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

static bool
fail_errno(const NetTransport *self, int code, GError **error)
{
	return fail(self, NET_ERROR_NETWORK,
	    code == ECONNREFUSED ? "refused" : g_strerror(code), error);
}

static bool
finish_connecting(NetTransport *self, GError **error)
{
	int code;
	socklen_t size = sizeof code;

	if (!wait_for(self, POLLOUT, error))
		return false;
	if (getsockopt(self->fd, SOL_SOCKET, SO_ERROR, &code, &size) < 0)
		code = errno;
	return code == 0 || fail_errno(self, code, error);
}

static bool
connect_one(NetTransport *self, const NetAddresses *address, GError **error)
{
	int on = 1;

	if (self->server->tls == CORE_TLS_NONE && !is_loopback(address))
		return fail(self, NET_ERROR_CONFIG,
		    "plain text is only for a server on this machine", error);
	self->fd = socket(
	    address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (self->fd < 0)
		return fail_errno(self, errno, error);
	/* Commands are short and each waits for its answer. A system without
	 * the option is only slower. */
	(void)setsockopt(self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (connect(self->fd, address->ai_addr, address->ai_addrlen) == 0)
		return true;
	if (errno == EINPROGRESS)
		return finish_connecting(self, error);
	return fail_errno(self, errno, error);
}

/* Tries one address after the other, each with its share of the time left. */
static bool
connect_any(NetTransport *self, GError **error)
{
	int64_t whole_us = self->deadline_us;
	g_autoptr(NetAddresses) addresses = NULL;
	g_autoptr(GError) last = NULL;
	int n = 0;

	if (!net_resolve(self->server->server, self->server->port, whole_us,
	        self->stop, &addresses, &last))
		return fail(self, last->code, last->message, error);
	for (const NetAddresses *a = addresses; a; a = a->ai_next)
		n++;
	for (const NetAddresses *a = addresses; a; a = a->ai_next, n--) {
		int64_t now_us = g_get_monotonic_time();
		self->deadline_us = now_us + MAX(whole_us - now_us, 0) / n;
		g_clear_error(&last);
		if (connect_one(self, a, &last)) {
			self->deadline_us = whole_us;
			return true;
		}
		if (self->fd >= 0)
			close(self->fd);
		self->fd = -1;
	}
	g_propagate_error(error, g_steal_pointer(&last));
	return false;
}

static bool
fail_late(
    const NetTransport *self, int64_t until_us, bool is_stopped, GError **error)
{
	bool is_all = until_us == self->deadline_us;
	g_autofree char *words = g_strdup_printf("timed out after %g s",
	    (double)(is_all ? self->total_ms : self->quiet_ms) / 1000);

	return fail(
	    self, NET_ERROR_NETWORK, is_stopped ? "stopped" : words, error);
}

static bool
wait_for(NetTransport *self, short events, GError **error)
{
	int64_t until_us = MIN(
	    self->deadline_us, g_get_monotonic_time() + self->quiet_ms * 1000);

	for (;;) {
		struct pollfd wanted = { .fd = self->fd, .events = events };
		int64_t left_ms = (until_us - g_get_monotonic_time()) / 1000;
		bool is_stopped = core_stop_is_asked(self->stop);
		int n;

		if (left_ms <= 0 || is_stopped)
			return fail_late(self, until_us, is_stopped, error);
		n = poll(&wanted, 1, (int)MIN(left_ms, SLICE_MS));
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return fail_errno(self, errno, error);
	}
}

/* What a step of TLS that is not done asks for. */
static bool
wait_for_tls(NetTransport *self, NetTlsStep step, GError **error)
{
	if (step != NET_TLS_FAILED)
		return wait_for(
		    self, step == NET_TLS_WANTS_READ ? POLLIN : POLLOUT, error);
	g_prefix_error(
	    error, "%s:%d: ", self->server->server, self->server->port);
	return false;
}
