#include "ingest/test-server.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TAG_BYTES 20

struct _TestServer {
	const char *greeting;
	const TestStep *const *talks; /* the last is for all that follow */
	const TestStep *only[2];
	int listener;
	GThread *thread;
	char *password_file, *wrong; /* wrong: the command not expected */
	int is_over;                 /* atomic */
	CoreMailbox mailbox;
};

static void
say(FILE *link, const char *answer, const char *tag)
{
	g_auto(GStrv) parts = g_strsplit(answer, "$", -1);
	g_autofree char *text = g_strjoinv(tag, parts);

	if (g_str_has_suffix(text, TEST_HANG_UP))
		text[strlen(text) - 1] = '\0';
	fputs(text, link);
	fflush(link);
}

/* Returns: whether the talk goes on. @tag: of the last command; a line without
 * one goes on with that. */
static bool
hear(TestServer *self, FILE *link, const TestStep *step, char *tag)
{
	char line[1000];
	char *command = line;

	if (!fgets(line, sizeof line, link))
		return false;
	g_strchomp(line);
	if (strchr(line, ' ')) {
		command = strchr(line, ' ');
		*command++ = '\0';
		g_strlcpy(tag, line, TAG_BYTES);
	}
	if (strcmp(command, "LOGOUT") == 0 ||
	    (!step->command && strcmp(command, "DONE") == 0))
		return false;
	if (!step->command || !g_pattern_match_simple(step->command, command)) {
		g_free(self->wrong);
		self->wrong = g_strdup(command);
		return false;
	}
	say(link, step->answer, tag);
	return !g_str_has_suffix(step->answer, TEST_HANG_UP);
}

static void *
serve(void *data)
{
	TestServer *self = data;
	int fd;

	while ((fd = accept(self->listener, NULL, NULL)) >= 0) {
		FILE *link = fdopen(fd, "r+");
		/* A command may come before the last is answered. */
		setvbuf(link, NULL, _IONBF, 0);
		const TestStep *step = *self->talks;
		bool is_last = !self->talks[1];
		self->talks += !is_last;
		char tag[TAG_BYTES] = "";
		say(link, self->greeting, "");
		while (hear(self, link, step, tag))
			if (!(++step)->command && is_last)
				g_atomic_int_set(&self->is_over, 1);
		fclose(link);
	}
	return NULL;
}

static void
listen_as(TestServer *self)
{
	static char name[] = "box", host[] = "127.0.0.1", user[] = "ann";
	static char inbox[] = "INBOX", *folders[] = { inbox, NULL };
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	self->listener = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(
	    bind(self->listener, (const void *)&address, size), ==, 0);
	g_assert_cmpint(listen(self->listener, 5), ==, 0);
	g_assert_cmpint(
	    getsockname(self->listener, (void *)&address, &size), ==, 0);
	int fd = g_file_open_tmp(
	    "tribune-password-XXXXXX", &self->password_file, NULL);
	g_assert_cmpint(write(fd, "secret\n", 7), ==, 7);
	close(fd);
	self->mailbox.server.name = name;
	self->mailbox.server.server = host;
	self->mailbox.server.port = ntohs(address.sin_port);
	self->mailbox.server.tls = CORE_TLS_NONE;
	self->mailbox.server.user = user;
	self->mailbox.server.password_file = self->password_file;
	self->mailbox.folders = folders;
	self->mailbox.interval_s = 60;
	self->thread = g_thread_new("server", serve, self);
}

TestServer *
test_server_start(const char *greeting, const TestStep *steps)
{
	TestServer *self = g_new0(TestServer, 1);

	self->greeting = greeting;
	self->only[0] = steps;
	self->talks = self->only;
	listen_as(self);
	return self;
}

TestServer *
test_server_start_talks(const char *greeting, const TestStep *const *talks)
{
	TestServer *self = g_new0(TestServer, 1);

	self->greeting = greeting;
	self->talks = talks;
	listen_as(self);
	return self;
}

bool
test_server_is_over(TestServer *self)
{
	return g_atomic_int_get(&self->is_over);
}

CoreMailbox *
test_server_mailbox(TestServer *self)
{
	return &self->mailbox;
}

void
test_server_stop(TestServer *self)
{
	shutdown(self->listener, SHUT_RDWR); /* wakes accept() */
	g_thread_join(self->thread);
	close(self->listener);
	g_assert_cmpstr(self->wrong, ==, NULL);
	g_assert_cmpint(g_unlink(self->password_file), ==, 0);
	g_free(self->password_file);
	g_free(self);
}
