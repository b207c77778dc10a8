#include "net/transport.h"

#include "net/error.h"
#include "net/test-tls.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A server of one connection on loopback, in a thread. */
typedef struct {
	CoreServer reach; /* how to reach it */
	int listener;
	void (*serve)(int fd, const void *data);
	const void *data;
	GThread *thread;
} Server;

static void *
serve_one(void *data)
{
	const Server *self = data;
	int fd = accept(self->listener, NULL, NULL);

	if (fd >= 0) {
		self->serve(fd, self->data);
		close(fd);
	}
	return NULL;
}

static void
server_start(Server *self, void (*serve)(int fd, const void *data),
    const void *data, CoreTls tls)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	memset(self, 0, sizeof *self);
	self->listener = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(
	    bind(self->listener, (const void *)&address, size), ==, 0);
	g_assert_cmpint(listen(self->listener, 1), ==, 0);
	g_assert_cmpint(
	    getsockname(self->listener, (void *)&address, &size), ==, 0);
	self->reach.server = g_strdup("127.0.0.1");
	self->reach.port = ntohs(address.sin_port);
	self->reach.tls = tls;
	self->serve = serve;
	self->data = data;
	self->thread = g_thread_new("server", serve_one, self);
}

static void
server_stop(Server *self)
{
	g_thread_join(self->thread);
	close(self->listener);
	g_free(self->reach.server);
	g_free(self->reach.ca_file);
}

static void
assert_fails(const Server *server, int code, const char *words, GError *error)
{
	g_autofree char *wanted = g_strdup_printf(
	    "%s:%d: %s", server->reach.server, server->reach.port, words);

	g_assert_error(error, NET_ERROR, code);
	g_assert_cmpstr(error->message, ==, wanted);
}

static NetTransport *
open_it(const Server *server)
{
	g_autoptr(GError) error = NULL;
	NetTransport *transport =
	    net_transport_open(&server->reach, 5000, NULL, &error);

	g_assert_no_error(error);
	return transport;
}

/* Sends back whatever comes until it is closed. */
static void
echo(int fd, const void *data)
{
	char bytes[4096];
	ssize_t n;

	(void)data; /* it needs none */
	while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
		(void)send(fd, bytes, (size_t)n, MSG_NOSIGNAL); /* or it ends */
}

static void
assert_echoes(NetTransport *transport, size_t size)
{
	g_autofree char *sent = g_malloc(size), *got = g_malloc(size);
	size_t done = 0, n;

	for (size_t i = 0; i < size; i++)
		sent[i] = (char)g_test_rand_int();
	g_assert_true(net_transport_write(transport, sent, size, NULL));
	for (; done < size; done += n)
		g_assert_true(net_transport_read(
		    transport, got + done, size - done, &n, NULL));
	g_assert_true(memcmp(sent, got, size) == 0);
}

static void
test_plain_text_on_loopback(void)
{
	Server server;

	server_start(&server, echo, NULL, CORE_TLS_NONE);
	NetTransport *transport = open_it(&server);
	g_assert_cmpint(net_transport_fd(transport), >=, 0);
	assert_echoes(transport, 1);
	assert_echoes(transport, 100000);
	net_transport_close(transport);
	server_stop(&server);
}

static void
test_plain_text_goes_nowhere_else(void)
{
	/* TEST-NET-1 (RFC 5737): a connection would only time out. */
	Server server = { .reach = { .server = (char[]){ "192.0.2.1" },
		              .port = 143,
		              .tls = CORE_TLS_NONE } };
	g_autoptr(GError) error = NULL;

	g_assert_null(net_transport_open(&server.reach, 5000, NULL, &error));
	assert_fails(&server, NET_ERROR_CONFIG,
	    "plain text is only for a server on this machine", error);
}

static void
hang_up(int fd, const void *data)
{
	(void)data;                               /* it needs none */
	(void)send(fd, "* BYE", 5, MSG_NOSIGNAL); /* or it is closed */
}

static void
test_the_end_of_the_stream_is_an_error(void)
{
	Server server;
	g_autoptr(GError) error = NULL;
	char bytes[16];
	size_t n = 0, all = 0;

	server_start(&server, hang_up, NULL, CORE_TLS_NONE);
	NetTransport *transport = open_it(&server);
	while (net_transport_read(transport, bytes, sizeof bytes, &n, &error))
		all += n;
	g_assert_cmpuint(all, ==, 5);
	assert_fails(&server, NET_ERROR_NETWORK,
	    "the server closed the connection", error);
	net_transport_close(transport);
	server_stop(&server);
}

/* A byte every 20 ms, for a second at most. */
static void
drip(int fd, const void *data)
{
	(void)data; /* it needs none */
	for (int i = 0; i < 50; i++) {
		if (send(fd, "x", 1, MSG_NOSIGNAL) < 0)
			break;
		g_usleep(20000);
	}
}

static void
test_deadlines(void)
{
	static const struct {
		void (*serve)(int fd, const void *data);
		int64_t quiet_ms, total_ms;
	} cases[] = { { echo, 100, 5000 }, { drip, 5000, 100 },
		{ drip, 90, 100 } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Server server;
		char byte;
		size_t n;
		server_start(&server, cases[i].serve, NULL, CORE_TLS_NONE);
		NetTransport *transport = open_it(&server);
		int64_t start_us = g_get_monotonic_time();
		net_transport_set_deadline(
		    transport, cases[i].quiet_ms, cases[i].total_ms);
		while (net_transport_read(transport, &byte, 1, &n, &error))
			;
		assert_fails(
		    &server, NET_ERROR_NETWORK, "timed out after 0.1 s", error);
		g_assert_cmpint(
		    g_get_monotonic_time() - start_us, <, G_USEC_PER_SEC);
		net_transport_close(transport);
		server_stop(&server);
	}
}

static void
test_a_wait_ends_when_told_to_stop(void)
{
	Server server;
	volatile sig_atomic_t stop = 0;
	g_autoptr(GError) error = NULL;
	char byte;
	size_t n;

	server_start(&server, echo, NULL, CORE_TLS_NONE);
	NetTransport *transport =
	    net_transport_open(&server.reach, 60000, &stop, &error);
	g_assert_no_error(error);
	stop = 1;
	g_assert_false(net_transport_read(transport, &byte, 1, &n, &error));
	assert_fails(&server, NET_ERROR_NETWORK, "stopped", error);
	net_transport_close(transport);
	server_stop(&server);
}

static void
test_no_server(void)
{
	static const struct {
		const char *host, *words;
	} cases[] = { { "127.0.0.1", "refused" },
		{ "no-such-host.invalid", "unknown host" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *host = g_strdup(cases[i].host);
		Server server = { .reach = { .server = host, .port = 1 } };
		g_assert_null(
		    net_transport_open(&server.reach, 20000, NULL, &error));
		assert_fails(&server, NET_ERROR_NETWORK, cases[i].words, error);
	}
}

static void
test_certificates(void)
{
	static const struct {
		const char *text;
		TestCertificate certificate;
		const char *words; /* NULL: good */
	} cases[] = {
		{ "good", { .name = "127.0.0.1" }, NULL },
		{ "other", { .name = "other.example" },
		    "certificate is for other.example" },
		{ "unknown", { .name = "127.0.0.1", .is_foreign = true },
		    "certificate is by an authority that is not trusted" },
		{ "expired", { .name = "127.0.0.1", .is_expired = true },
		    "certificate is expired" },
		{ "client", { .name = "127.0.0.1", .is_for_client = true },
		    "certificate is not one of a server" },
		{ "old", { .name = "127.0.0.1", .is_old = true },
		    "TLS: A packet with illegal or unsupported version was "
		    "received." },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(TestTls) tls = test_tls_new(&cases[i].certificate);
		Server server;
		g_test_message("%s", cases[i].text);
		server_start(&server, test_tls_echo, tls, CORE_TLS_IMPLICIT);
		server.reach.ca_file = g_strdup(test_tls_ca_file(tls));
		g_autoptr(NetTransport) transport =
		    net_transport_open(&server.reach, 5000, NULL, &error);
		if (cases[i].words) {
			g_assert_null(transport);
			assert_fails(
			    &server, NET_ERROR_TLS, cases[i].words, error);
		} else {
			g_assert_no_error(error);
			assert_echoes(transport, 70000);
		}
		net_transport_close(g_steal_pointer(&transport));
		server_stop(&server);
	}
}

/* A line in the clear before the handshake, as after STARTTLS. */
static void
line_then_tls(int fd, const void *data)
{
	(void)send(fd, "OK\r\n", 4, MSG_NOSIGNAL); /* or it is closed */
	test_tls_echo(fd, data);
}

static void
test_tls_begins_later(void)
{
	static const TestCertificate certificate = { .name = "127.0.0.1" };
	g_autoptr(TestTls) tls = test_tls_new(&certificate);
	Server server;
	char bytes[4];
	size_t n;

	server_start(&server, line_then_tls, tls, CORE_TLS_STARTTLS);
	server.reach.ca_file = g_strdup(test_tls_ca_file(tls));
	NetTransport *transport = open_it(&server);
	g_assert_true(net_transport_read(transport, bytes, 4, &n, NULL));
	g_assert_true(net_transport_start_tls(transport, NULL));
	assert_echoes(transport, 10);
	net_transport_close(transport);
	server_stop(&server);
}

static void
test_a_server_that_speaks_no_tls(void)
{
	static const struct {
		void (*serve)(int fd, const void *data);
		int code;
	} cases[] = { { echo, NET_ERROR_TLS }, { hang_up, NET_ERROR_NETWORK } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Server server;
		server_start(&server, cases[i].serve, NULL, CORE_TLS_IMPLICIT);
		g_assert_null(
		    net_transport_open(&server.reach, 5000, NULL, &error));
		g_assert_nonnull(error);
		g_assert_true(error->domain == NET_ERROR);
		server_stop(&server);
	}
}

static void
test_a_ca_file_that_is_none(void)
{
	static const char *const files[] = { "/does/not/exist", "/dev/null" };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autoptr(GError) error = NULL;
		Server server;
		server_start(&server, echo, NULL, CORE_TLS_IMPLICIT);
		server.reach.ca_file = g_strdup(files[i]);
		g_assert_null(
		    net_transport_open(&server.reach, 5000, NULL, &error));
		g_assert_error(error, NET_ERROR, NET_ERROR_CONFIG);
		g_assert_nonnull(strstr(error->message, files[i]));
		server_stop(&server);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/net/transport/plain", test_plain_text_on_loopback);
	g_test_add_func(
	    "/net/transport/plain-far", test_plain_text_goes_nowhere_else);
	g_test_add_func(
	    "/net/transport/end", test_the_end_of_the_stream_is_an_error);
	g_test_add_func("/net/transport/deadlines", test_deadlines);
	g_test_add_func(
	    "/net/transport/stop", test_a_wait_ends_when_told_to_stop);
	g_test_add_func("/net/transport/no-server", test_no_server);
	g_test_add_func("/net/transport/certificates", test_certificates);
	g_test_add_func("/net/transport/starttls", test_tls_begins_later);
	g_test_add_func(
	    "/net/transport/no-tls", test_a_server_that_speaks_no_tls);
	g_test_add_func("/net/transport/ca-file", test_a_ca_file_that_is_none);
	return g_test_run();
}
