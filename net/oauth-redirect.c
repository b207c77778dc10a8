#include "net/oauth-redirect.h"

#include "net/error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_BYTES 8192
#define VISITOR_MS 3000 /* some browsers connect and say nothing */

struct _NetOAuthRedirect {
	int listener, port;
	int paste_fd;    /* -1: nobody pastes, or no more */
	GString *pasted; /* after the last line */
};

static bool
fail(const char *what, GError **error)
{
	g_set_error(error, NET_ERROR, NET_ERROR_NETWORK,
	    "listening for the browser: %s", what);
	return false;
}

static bool
listen_on_loopback(NetOAuthRedirect *self, GError **error)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	self->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (self->listener < 0 ||
	    bind(self->listener, (const void *)&address, size) < 0 ||
	    listen(self->listener, 8) < 0 ||
	    getsockname(self->listener, (void *)&address, &size) < 0)
		return fail(g_strerror(errno), error);
	self->port = ntohs(address.sin_port);
	return true;
}

NetOAuthRedirect *
net_oauth_redirect_new(int paste_fd, GError **error)
{
	g_autoptr(NetOAuthRedirect) self = g_new0(NetOAuthRedirect, 1);

	self->paste_fd = paste_fd;
	self->pasted = g_string_new(NULL);
	return listen_on_loopback(self, error) ? g_steal_pointer(&self) : NULL;
}

int
net_oauth_redirect_port(const NetOAuthRedirect *self)
{
	return self->port;
}

void
net_oauth_redirect_free(NetOAuthRedirect *self)
{
	if (!self)
		return;
	if (self->listener >= 0)
		close(self->listener);
	g_string_free(self->pasted, TRUE);
	g_free(self);
}

/* Waits for @fds until @deadline_us. Returns: whether one of them is ready. */
static bool
wait_for(struct pollfd *fds, nfds_t n, int64_t deadline_us)
{
	for (;;) {
		int64_t left_us = deadline_us - g_get_monotonic_time();
		int got = left_us > 0 ? poll(fds, n,
		                            (int)MIN(left_us / 1000 + 1, 60000))
		                      : 0;

		if (got > 0)
			return true;
		if (left_us <= 0 || (got < 0 && errno != EINTR))
			return false;
	}
}

/* Reads the head of a request. Returns: false when it does not come. */
static bool
read_head(int fd, GString *head)
{
	int64_t deadline_us = g_get_monotonic_time() + VISITOR_MS * 1000;
	struct pollfd wanted = { .fd = fd, .events = POLLIN };
	char bytes[1024];

	while (!strstr(head->str, "\r\n\r\n") && head->len < LINE_BYTES) {
		ssize_t n = wait_for(&wanted, 1, deadline_us)
		                ? recv(fd, bytes, sizeof bytes, MSG_DONTWAIT)
		                : 0;
		if (n <= 0)
			return false;
		g_string_append_len(head, bytes, n);
	}
	return true;
}

static void
reply(int fd, const char *status, const char *words)
{
	g_autofree char *page = g_strdup_printf("HTTP/1.1 %s\r\n"
	                                        "Content-Type: text/plain\r\n"
	                                        "Cache-Control: no-store\r\n"
	                                        "Content-Length: %zu\r\n"
	                                        "Connection: close\r\n\r\n%s",
	    status, strlen(words), words);

	/* Fits a socket's buffer; a browser that left misses nothing. */
	(void)!send(fd, page, strlen(page), MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Returns: what the browser asks for (transfer full) (nullable). */
static char *
hear_browser(int listener)
{
	g_autoptr(GString) head = g_string_new(NULL);
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	char *target = NULL;

	if (fd < 0)
		return NULL;
	if (read_head(fd, head) && g_str_has_prefix(head->str, "GET /?")) {
		target =
		    g_strndup(head->str + 4, strcspn(head->str + 4, " \r\n"));
		reply(fd, "200 OK",
		    "Tribune has heard of the login. Close this window and "
		    "look at the terminal.\n");
	} else {
		reply(fd, "404 Not Found", "Nothing is here.\n");
	}
	close(fd);
	return target;
}

/* Returns: a line that is whole (transfer full) (nullable). */
static char *
take_line(NetOAuthRedirect *self)
{
	const char *end = strchr(self->pasted->str, '\n');

	if (!end)
		return NULL;
	char *line =
	    g_strndup(self->pasted->str, (size_t)(end - self->pasted->str));
	g_string_erase(self->pasted, 0, end + 1 - self->pasted->str);
	return g_strstrip(line);
}

static char *
hear_person(NetOAuthRedirect *self)
{
	char bytes[1024];
	ssize_t n = read(self->paste_fd, bytes, sizeof bytes);

	if (n <= 0) {
		self->paste_fd = -1;
		return NULL;
	}
	if (self->pasted->len + (size_t)n > LINE_BYTES)
		g_string_truncate(self->pasted, 0);
	/* A NUL would hide what follows. */
	for (ssize_t i = 0; i < n; i++)
		g_string_append_c(self->pasted, bytes[i] ? bytes[i] : '\n');
	return take_line(self);
}

bool
net_oauth_redirect_next(NetOAuthRedirect *self, int64_t deadline_us,
    char **ret_address, GError **error)
{
	g_autofree char *address = take_line(self);

	while (!address || !*address) {
		struct pollfd wanted[] = {
			{ .fd = self->listener, .events = POLLIN },
			{ .fd = self->paste_fd, .events = POLLIN },
		};

		g_clear_pointer(&address, g_free);
		if (!wait_for(wanted, G_N_ELEMENTS(wanted), deadline_us))
			return fail("nobody came in time", error);
		if (wanted[0].revents)
			address = hear_browser(self->listener);
		else
			address = hear_person(self);
	}
	*ret_address = g_steal_pointer(&address);
	return true;
}
