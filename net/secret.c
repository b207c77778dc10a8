#include "net/secret.h"

#include "net/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_BYTES 4096
#define COMMAND_S 30

struct _NetSecret {
	size_t length;
	/* One byte more than may be used shows what is too long; then a NUL. */
	char text[MAX_BYTES + 2];
};

static bool read_first_line(NetSecret *self, int fd, int64_t deadline_us,
    const char *what, GError **error);
static bool read_file(NetSecret *self, const char *path, GError **error);
static bool run_command(NetSecret *self, const char *command, GError **error);
static bool check(NetSecret *self, const char *what, GError **error);
static char *credential_path(const CoreServer *server);

NetSecret *
net_secret_read(const CoreServer *server, GError **error)
{
	g_autoptr(NetSecret) self = g_new0(NetSecret, 1);
	g_autofree char *credential = credential_path(server);
	bool got;

	if (server->password_file) {
		got = read_file(self, server->password_file, error);
	} else if (server->password_command) {
		got = run_command(self, server->password_command, error);
	} else if (credential) {
		got = read_file(self, credential, error);
	} else {
		g_set_error(error, NET_ERROR, NET_ERROR_CONFIG,
		    "%s: no password-file, password-command or "
		    "$CREDENTIALS_DIRECTORY",
		    server->name);
		got = false;
	}
	return got ? g_steal_pointer(&self) : NULL;
}

NetSecret *
net_secret_read_file(const char *path, GError **error)
{
	g_autoptr(NetSecret) self = g_new0(NetSecret, 1);

	return read_file(self, path, error) ? g_steal_pointer(&self) : NULL;
}

const char *
net_secret_text(const NetSecret *self)
{
	return self->text;
}

void
net_secret_free(NetSecret *self)
{
	if (!self)
		return;
	explicit_bzero(self, sizeof *self);
	g_free(self);
}

char *
net_secret_warning(const CoreServer *server)
{
	const char *const files[] = { server->password_file,
		server->oauth.client_secret_file, server->oauth.token_file };
	struct stat st;

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		if (files[i] && stat(files[i], &st) == 0 &&
		    (st.st_mode & (S_IRWXG | S_IRWXO)))
			return g_strdup_printf(
			    "%s: mode %04o lets others at a secret; "
			    "chmod 600 it",
			    files[i], (unsigned)st.st_mode & 07777);
	return NULL;
}

static char *
credential_path(const CoreServer *server)
{
	const char *folder = g_getenv("CREDENTIALS_DIRECTORY");

	return folder ? g_strdup_printf("%s/%s.password", folder, server->name)
	              : NULL;
}

static bool
fail(const char *what, int code, GError **error)
{
	g_set_error(error, NET_ERROR, NET_ERROR_CONFIG, "%s: %s", what,
	    g_strerror(code));
	return false;
}

static bool
read_file(NetSecret *self, const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(path, errno, error);
	bool got = read_first_line(self, fd,
	    g_get_monotonic_time() + COMMAND_S * G_USEC_PER_SEC, path, error);
	close(fd);
	return got && check(self, path, error);
}

/* Reaps the command; one that has not ended by itself is killed first. */
static bool
end_command(GPid pid, bool kill_it, const char *command, GError **error)
{
	int status;

	if (kill_it)
		(void)kill(pid, SIGKILL); /* it may have ended meanwhile */
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(command, errno, error);
	if (kill_it || g_spawn_check_wait_status(status, NULL))
		return true;
	g_set_error(error, NET_ERROR, NET_ERROR_CONFIG,
	    "password-command '%s' ended with status %d", command,
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return false;
}

static bool
run_command(NetSecret *self, const char *command, GError **error)
{
	int64_t deadline_us =
	    g_get_monotonic_time() + COMMAND_S * G_USEC_PER_SEC;
	g_auto(GStrv) argv = NULL;
	g_autoptr(GError) local = NULL;
	GPid pid;
	int out;

	if (!g_shell_parse_argv(command, NULL, &argv, &local) ||
	    !g_spawn_async_with_pipes(NULL, argv, NULL,
	        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
	        &pid, NULL, &out, NULL, &local)) {
		g_set_error(error, NET_ERROR, NET_ERROR_CONFIG,
		    "password-command '%s': %s", command, local->message);
		return false;
	}
	bool got = read_first_line(self, out, deadline_us, command, error);
	close(out);
	/* With its line read it is of no more use, and closing the pipe ends
	 * one that still writes; one that printed nothing says why by status.
	 */
	bool ended = end_command(
	    pid, !got || self->length > 0, command, got ? error : NULL);
	return got && ended && check(self, command, error);
}

static bool
wait_readable(int fd, int64_t deadline_us, const char *what, GError **error)
{
	for (;;) {
		struct pollfd wanted = { .fd = fd, .events = POLLIN };
		int64_t left_us = deadline_us - g_get_monotonic_time();
		int n =
		    left_us > 0 ? poll(&wanted, 1, (int)(left_us / 1000)) : 0;

		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return fail(what, errno, error);
		if (n == 0) {
			g_set_error(error, NET_ERROR, NET_ERROR_CONFIG,
			    "%s: no line within %d s", what, COMMAND_S);
			return false;
		}
	}
}

static bool
read_first_line(NetSecret *self, int fd, int64_t deadline_us, const char *what,
    GError **error)
{
	while (self->length <= MAX_BYTES &&
	       !memchr(self->text, '\n', self->length)) {
		if (!wait_readable(fd, deadline_us, what, error))
			return false;
		ssize_t n = read(fd, self->text + self->length,
		    MAX_BYTES + 1 - self->length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(what, errno, error);
		if (n == 0)
			break;
		self->length += (size_t)n;
	}
	return true;
}

/* Cuts the text behind its first line and looks at every byte of that. */
static bool
check(NetSecret *self, const char *what, GError **error)
{
	char *end = memchr(self->text, '\n', self->length);
	const char *fault = NULL;

	if (end)
		self->length = (size_t)(end - self->text);
	if (end && self->length && end[-1] == '\r')
		self->length--;
	self->text[self->length] = '\0';
	if (self->length == 0)
		fault = "its first line is empty";
	if (self->length > MAX_BYTES)
		fault = "its first line is longer than 4096 bytes";
	for (size_t i = 0; i < self->length && !fault; i++)
		if (g_ascii_iscntrl(self->text[i]))
			fault = "its first line holds a control byte";
	if (!fault)
		return true;
	g_set_error(error, NET_ERROR, NET_ERROR_CONFIG, "%s: %s", what, fault);
	return false;
}
