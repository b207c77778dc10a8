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
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_FD 3 /* where `tribune parse` looks for its socket */
#define HEAD_BYTES 4
#define READ_BYTES (256 * 1024) /* as much as a socket holds */
#define PIECES 64               /* that one call sends */

struct _FilterParseChild {
	pid_t pid; /* 0 once it was waited for */
	int fd;
	size_t answer_bytes;
	GQueue questions; /* Question *: those not yet answered */
	GList *sending;   /* the first of them that is not wholly sent */
	size_t sent;      /* of its head and body */
	GByteArray
	    *heard;   /* answers, each with its head, as far as they came */
	size_t taken; /* of heard */
};

typedef struct {
	unsigned char head[HEAD_BYTES];
	GBytes *body;
} Question;

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

/* What is to be sent next, as pieces. Returns: how many they are. */
static size_t
gather(const FilterParseChild *self, struct iovec *pieces)
{
	size_t n = 0, sent = self->sent;

	for (GList *at = self->sending; at && n < PIECES; at = at->next) {
		Question *question = at->data;
		size_t length, skip = MIN(sent, HEAD_BYTES);
		/* sendmsg() does not write there */
		char *body = (char *)(uintptr_t)g_bytes_get_data(
		    question->body, &length);

		sent -= skip;
		pieces[n++] =
		    (struct iovec){ question->head + skip, HEAD_BYTES - skip };
		if (length > sent)
			pieces[n++] =
			    (struct iovec){ body + sent, length - sent };
		sent = 0;
	}
	return n;
}

/* Counts @length more bytes as sent. */
static void
count_sent(FilterParseChild *self, size_t length)
{
	self->sent += length;
	while (self->sending) {
		const Question *question = self->sending->data;
		size_t whole = HEAD_BYTES + g_bytes_get_size(question->body);

		if (self->sent < whole)
			return;
		self->sent -= whole;
		self->sending = self->sending->next;
	}
}

/* Returns: as sendmsg(). */
static ssize_t
send_once(FilterParseChild *self)
{
	struct iovec pieces[PIECES + 1];
	struct msghdr message = { .msg_iov = pieces,
		.msg_iovlen = gather(self, pieces) };
	ssize_t sent = sendmsg(self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);

	count_sent(self, (size_t)MAX(sent, 0));
	return sent;
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
	self->heard = g_byte_array_new();
	g_queue_init(&self->questions);
	filter_parse_child_ask(self, setup->options);
	/* At once: it has much to load, and who started it may have as well.
	 * What fails now fails again when it is looked after. */
	(void)send_once(self);
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

static void
free_question(void *data)
{
	Question *self = data;

	g_bytes_unref(self->body);
	g_free(self);
}

void
filter_parse_child_free(FilterParseChild *self)
{
	if (!self)
		return;
	(void)end(self);
	(void)close(self->fd);
	g_queue_clear_full(&self->questions, free_question);
	g_byte_array_unref(self->heard);
	g_free(self);
}

void
filter_parse_child_ask(FilterParseChild *self, GBytes *raw)
{
	uint32_t length = GUINT32_TO_BE((uint32_t)g_bytes_get_size(raw));
	Question *question = g_new(Question, 1);

	g_assert(g_bytes_get_size(raw) <= UINT32_MAX);
	memcpy(question->head, &length, HEAD_BYTES);
	question->body = g_bytes_ref(raw);
	g_queue_push_tail(&self->questions, question);
	if (!self->sending)
		self->sending = self->questions.tail;
}

int
filter_parse_child_fd(const FilterParseChild *self)
{
	return self->fd;
}

short
filter_parse_child_events(const FilterParseChild *self)
{
	return (short)(POLLIN | (self->sending ? POLLOUT : 0));
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
	static const struct {
		int signal;
		const char *why;
	} rows[] = {
		{ SIGSYS, "made a system call that is forbidden" },
		/* so GLib ends what gets no more */
		{ SIGTRAP, "had no more memory ([limits] parse-memory-bytes)" },
		{ SIGKILL, "was killed: by somebody, or for want of memory" },
	};
	int status = end(self);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (status != -1 && WIFSIGNALED(status) &&
		    WTERMSIG(status) == rows[i].signal)
			return refuse(error, rows[i].why);
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
	while (self->sending)
		if (send_once(self) < 0)
			return is_passing() || tell_end(self, error);
	return true;
}

static bool
receive_some(FilterParseChild *self, GError **error)
{
	guint before;

	g_byte_array_remove_range(self->heard, 0, (guint)self->taken);
	self->taken = 0;
	before = self->heard->len;
	g_byte_array_set_size(self->heard, before + READ_BYTES);
	ssize_t got = recv(
	    self->fd, self->heard->data + before, READ_BYTES, MSG_DONTWAIT);
	g_byte_array_set_size(self->heard, before + (guint)MAX(got, 0));
	if (got == 0 || (got < 0 && !is_passing()))
		return tell_end(self, error);
	return true;
}

bool
filter_parse_child_step(FilterParseChild *self, GError **error)
{
	return send_some(self, error) && receive_some(self, error);
}

/* The whole length of the next answer with its head, 0 while the head is not
 * here. */
static size_t
announced(const FilterParseChild *self)
{
	uint32_t length;

	if (self->heard->len - self->taken < HEAD_BYTES)
		return 0;
	memcpy(&length, self->heard->data + self->taken, HEAD_BYTES);
	return HEAD_BYTES + (size_t)GUINT32_FROM_BE(length);
}

bool
filter_parse_child_take(
    FilterParseChild *self, GBytes **ret_answer, GError **error)
{
	size_t held = self->heard->len - self->taken, length = announced(self);

	if (held > 0 && !self->questions.head)
		return refuse(error, "spoke without being asked");
	if (length > self->answer_bytes + HEAD_BYTES ||
	    (length && held > length && !self->questions.head->next))
		return refuse(error, "sent more than an answer has");
	if (!length || held < length) {
		*ret_answer = NULL;
		return true;
	}
	if (self->sending == self->questions.head)
		return refuse(error, "answered before it was asked");
	*ret_answer = g_bytes_new_static(
	    self->heard->data + self->taken + HEAD_BYTES, length - HEAD_BYTES);
	self->taken += length;
	free_question(g_queue_pop_head(&self->questions));
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
