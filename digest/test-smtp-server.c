#include "digest/test-smtp-server.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _TestSmtpServer {
	const TestScript *script;
	int listener, connections;
	GThread *thread; /* NULL once stopped */
	GString *heard;  /* of the thread until then */
	CoreSend send;
};

/* Returns: whether the talk goes on. */
static bool
say(FILE *link, const char *answer, const char *usual)
{
	if (!answer)
		answer = usual;
	const size_t length = strcspn(answer, TEST_HANG_UP);

	if (length > 0)
		fprintf(link, "%.*s\r\n", (int)length, answer);
	fflush(link);
	return answer[length] == '\0';
}

static bool
take_mail(TestSmtpServer *self, FILE *link)
{
	char line[2000];

	do {
		if (!fgets(line, sizeof line, link))
			return false;
		g_string_append(self->heard, line);
	} while (strcmp(line, ".\r\n") != 0);
	return say(link, self->script->dot, "250 2.0.0 kept as 4711");
}

static bool
take_login(TestSmtpServer *self, FILE *link)
{
	char line[2000];

	if (!say(link, NULL, "334 ") || !fgets(line, sizeof line, link))
		return false;
	g_string_append(self->heard, line);
	if (self->script->secret && strstr(line, self->script->secret))
		return say(link, NULL, "235 welcome");
	return say(link, self->script->auth, "235 welcome");
}

static bool
hear(TestSmtpServer *self, FILE *link)
{
	const TestScript *script = self->script;
	char line[2000];

	if (!fgets(line, sizeof line, link))
		return false;
	g_string_append(self->heard, line);
	if (g_str_has_prefix(line, "EHLO "))
		return say(
		    link, script->ehlo, "250-x.example\r\n250 AUTH PLAIN");
	if (g_str_has_prefix(line, "HELO "))
		return say(link, NULL, "250 x.example");
	if (g_str_has_prefix(line, "AUTH "))
		return take_login(self, link);
	if (g_str_has_prefix(line, "MAIL FROM:"))
		return say(link, script->mail, "250 ok");
	if (g_str_has_prefix(line, "RCPT TO:"))
		return say(link, script->rcpt, "250 ok");
	if (g_str_has_prefix(line, "DATA"))
		return say(link, script->data, "354 go on") &&
		       (script->data && script->data[0] != '3'
		               ? true
		               : take_mail(self, link));
	if (g_str_has_prefix(line, "QUIT"))
		return say(link, NULL, "221 bye") && false;
	return say(link, NULL, "250 ok"); /* NOOP, RSET */
}

static void *
serve(void *data)
{
	TestSmtpServer *self = data;
	int fd;

	while ((fd = accept(self->listener, NULL, NULL)) >= 0) {
		FILE *link = fdopen(fd, "r+");

		self->connections++;
		if (say(link, self->script->greeting, "220 x.example ESMTP"))
			while (hear(self, link))
				;
		fclose(link);
	}
	return NULL;
}

TestSmtpServer *
test_smtp_server_start(const TestScript *script)
{
	static char name[] = "send", host[] = "127.0.0.1";
	static char from[] = "voice@tideway.example";
	TestSmtpServer *self = g_new0(TestSmtpServer, 1);
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	self->script = script;
	self->heard = g_string_new(NULL);
	self->listener = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(
	    bind(self->listener, (const void *)&address, size), ==, 0);
	g_assert_cmpint(listen(self->listener, 5), ==, 0);
	g_assert_cmpint(
	    getsockname(self->listener, (void *)&address, &size), ==, 0);
	self->send.server.name = name;
	self->send.server.server = host;
	self->send.server.port = ntohs(address.sin_port);
	self->send.server.tls = CORE_TLS_NONE;
	self->send.from_address = from;
	self->thread = g_thread_new("smtp", serve, self);
	return self;
}

int
test_smtp_server_port(const TestSmtpServer *self)
{
	return self->send.server.port;
}

CoreSend *
test_smtp_server_send(TestSmtpServer *self)
{
	return &self->send;
}

void
test_smtp_server_stop(TestSmtpServer *self)
{
	if (!self->thread)
		return;
	shutdown(self->listener, SHUT_RDWR); /* wakes accept() */
	g_thread_join(self->thread);
	close(self->listener);
	self->thread = NULL;
}

const char *
test_smtp_server_heard(const TestSmtpServer *self)
{
	g_assert_null(self->thread);
	return self->heard->str;
}

int
test_smtp_server_connections(const TestSmtpServer *self)
{
	g_assert_null(self->thread);
	return self->connections;
}

void
test_smtp_server_free(TestSmtpServer *self)
{
	test_smtp_server_stop(self);
	g_string_free(self->heard, TRUE);
	g_free(self);
}
