#include "filters/parse-child.h"

#include "core/error.h"
#include "filters/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_FD 3 /* where `tribune parse` looks for its socket */
#define HEAD_BYTES 4
#define READ_BYTES 65536

struct _FilterParseChild {
	pid_t pid; /* 0 once it was waited for */
	int fd;
	size_t answer_bytes;
	GBytes *question;               /* NULL once it was answered */
	unsigned char head[HEAD_BYTES]; /* of the question */
	size_t sent;                    /* of head and question */
	GByteArray *answer;             /* head and body, as far as it came */
};

/* The environment but what could hold a secret. */
static char **
harmless_environment(void)
{
	static const char *const kept[] = { "LANG=", "LC_",
		"TZ=", "ASAN_OPTIONS=", "LSAN_OPTIONS=", "UBSAN_OPTIONS=" };
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	for (char **entry = environ; *entry; entry++)
		for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
			if (g_str_has_prefix(*entry, kept[i]))
				g_strv_builder_add(builder, *entry);
	return g_strv_builder_end(builder);
}

static void
prepare_files(posix_spawn_file_actions_t *files, int child_end)
{
	posix_spawn_file_actions_init(files);
	posix_spawn_file_actions_adddup2(files, child_end, CHILD_FD);
	posix_spawn_file_actions_addopen(
	    files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
	    files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(files, CHILD_FD + 1);
}

/* Ctrl-C goes to the whole group and a service manager's SIGTERM to all:
 * blocked here, they leave it to the parent when a mail is broken off. */
static void
prepare_signals(posix_spawnattr_t *attributes)
{
	sigset_t blocked, defaults;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGHUP);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(attributes);
	posix_spawnattr_setsigmask(attributes, &blocked);
	posix_spawnattr_setsigdefault(attributes, &defaults);
	posix_spawnattr_setflags(
	    attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int
spawn(const char *program, int child_end, pid_t *ret_pid)
{
	char name[] = "tribune", command[] = "parse";
	char *argv[] = { name, command, NULL };
	g_auto(GStrv) environment = harmless_environment();
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;

	prepare_files(&files, child_end);
	prepare_signals(&attributes);
	int code = posix_spawn(
	    ret_pid, program, &files, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return code;
}

FilterParseChild *
filter_parse_child_start(const FilterParseSetup *setup, GError **error)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "socketpair: %s",
		    g_strerror(errno));
		return NULL;
	}
	int code = spawn(setup->program, ends[1], &pid);
	(void)close(ends[1]); /* a socket: nothing of ours is lost */
	if (code != 0) {
		(void)close(ends[0]);
		g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s parse: %s",
		    setup->program, g_strerror(code));
		return NULL;
	}
	FilterParseChild *self = g_new0(FilterParseChild, 1);
	self->pid = pid;
	self->fd = ends[0];
	self->answer_bytes = setup->answer_bytes;
	self->answer = g_byte_array_new();
	filter_parse_child_ask(self, setup->options);
	return self;
}

/* Returns: the wait status, or -1 where somebody else has taken it. */
static int
end(FilterParseChild *self)
{
	int status = -1;
	pid_t got;

	if (!self->pid)
		return -1;
	(void)kill(self->pid, SIGKILL); /* of one that is dead: no harm */
	do
		got = waitpid(self->pid, &status, 0);
	while (got < 0 && errno == EINTR);
	self->pid = 0;
	return got < 0 ? -1 : status;
}

void
filter_parse_child_free(FilterParseChild *self)
{
	if (!self)
		return;
	(void)end(self);
	(void)close(self->fd);
	g_clear_pointer(&self->question, g_bytes_unref);
	g_byte_array_unref(self->answer);
	g_free(self);
}

void
filter_parse_child_ask(FilterParseChild *self, GBytes *raw)
{
	uint32_t length = GUINT32_TO_BE((uint32_t)g_bytes_get_size(raw));

	g_assert(!self->question && g_bytes_get_size(raw) <= UINT32_MAX);
	memcpy(self->head, &length, HEAD_BYTES);
	self->question = g_bytes_ref(raw);
	self->sent = 0;
	g_byte_array_set_size(self->answer, 0);
}

int
filter_parse_child_fd(const FilterParseChild *self)
{
	return self->fd;
}

static bool
is_sent(const FilterParseChild *self)
{
	return !self->question ||
	       self->sent == HEAD_BYTES + g_bytes_get_size(self->question);
}

short
filter_parse_child_events(const FilterParseChild *self)
{
	return (short)(POLLIN | (is_sent(self) ? 0 : POLLOUT));
}

static bool
refuse(GError **error, const char *why)
{
	g_set_error(
	    error, FILTER_ERROR, FILTER_ERROR_CHILD, "the parse child %s", why);
	return false;
}

static bool
tell_end(FilterParseChild *self, GError **error)
{
	int status = end(self);

	if (status != -1 && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return refuse(error, "made a system call that is forbidden");
	g_set_error(error, FILTER_ERROR, FILTER_ERROR_CHILD,
	    "the parse child ended by %s %d",
	    status != -1 && WIFSIGNALED(status) ? "signal" : "exit code",
	    status == -1          ? -1
	    : WIFSIGNALED(status) ? WTERMSIG(status)
	                          : WEXITSTATUS(status));
	return false;
}

static bool
is_passing(void)
{
	return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
}

/* Sends until the socket is full. */
static bool
send_some(FilterParseChild *self, GError **error)
{
	while (!is_sent(self)) {
		size_t length;
		const unsigned char *data =
		    g_bytes_get_data(self->question, &length);
		bool in_head = self->sent < HEAD_BYTES;
		const unsigned char *at =
		    in_head ? self->head + self->sent
		            : data + (self->sent - HEAD_BYTES);
		size_t left =
		    (in_head ? HEAD_BYTES : HEAD_BYTES + length) - self->sent;
		ssize_t sent =
		    send(self->fd, at, left, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (sent < 0)
			return is_passing() || tell_end(self, error);
		self->sent += (size_t)sent;
	}
	return true;
}

/* The whole length of the answer with its head, 0 while the head is not here.
 */
static size_t
announced(const FilterParseChild *self)
{
	uint32_t length;

	if (self->answer->len < HEAD_BYTES)
		return 0;
	memcpy(&length, self->answer->data, HEAD_BYTES);
	return HEAD_BYTES + (size_t)GUINT32_FROM_BE(length);
}

static bool
receive_some(FilterParseChild *self, GError **error)
{
	size_t most = self->answer_bytes + HEAD_BYTES;

	for (;;) {
		guint before = self->answer->len;

		g_byte_array_set_size(self->answer, before + READ_BYTES);
		ssize_t got = recv(self->fd, self->answer->data + before,
		    READ_BYTES, MSG_DONTWAIT);
		g_byte_array_set_size(
		    self->answer, before + (guint)MAX(got, 0));
		if (got < 0)
			return is_passing() || tell_end(self, error);
		if (got == 0)
			return tell_end(self, error);
		if (!self->question)
			return refuse(error, "spoke without being asked");
		if (announced(self) > most ||
		    (announced(self) && self->answer->len > announced(self)))
			return refuse(error, "sent more than an answer has");
	}
}

bool
filter_parse_child_step(
    FilterParseChild *self, GBytes **ret_answer, GError **error)
{
	if (!send_some(self, error) || !receive_some(self, error))
		return false;
	if (!announced(self) || self->answer->len < announced(self)) {
		*ret_answer = NULL;
		return true;
	}
	if (!is_sent(self))
		return refuse(error, "answered before it was asked");
	*ret_answer = g_bytes_new(
	    self->answer->data + HEAD_BYTES, self->answer->len - HEAD_BYTES);
	g_byte_array_set_size(self->answer, 0);
	g_clear_pointer(&self->question, g_bytes_unref);
	return true;
}

int64_t
filter_parse_child_cpu_us(const FilterParseChild *self)
{
	struct timespec used;
	clockid_t clock;

	if (clock_getcpuclockid(self->pid, &clock) != 0 ||
	    clock_gettime(clock, &used) != 0)
		return INT64_MAX;
	return used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}
