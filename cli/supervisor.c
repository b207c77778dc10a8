#define G_LOG_DOMAIN "run"

#include "cli/supervisor.h"

#include "cli/notify.h"
#include "core/error.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 200
#define STEADY_US                                                              \
	(60 * G_USEC_PER_SEC) /* alive so long: not a failing start            \
	                       */
#define WAIT_FIRST_MS 500
#define WAIT_CAP_MS 60000

typedef struct {
	const CliChild *spec;
	pid_t pid; /* 0 while it is not running */
	int64_t started_us, start_again_us;
	int failures; /* in a row */
} Child;

typedef struct {
	Child *children;
	size_t n;
	sigset_t signals; /* the ones waited for */
} Crew;

int
cli_restart_wait_ms(int failures)
{
	int wait_ms = WAIT_FIRST_MS;

	for (int i = 1; i < failures && wait_ms < WAIT_CAP_MS; i++)
		wait_ms *= 2;
	return MIN(wait_ms, WAIT_CAP_MS);
}

/* The child must not inherit the signals that we hold back. */
static int
spawn(const CliChild *spec, const sigset_t *defaults, pid_t *ret_pid)
{
	posix_spawnattr_t attributes;
	sigset_t none;
	int code;

	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, defaults);
	posix_spawnattr_setflags(
	    &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	code = posix_spawn(ret_pid, spec->argv[0], NULL, &attributes,
	    (char *const *)(uintptr_t)spec->argv, environ);
	posix_spawnattr_destroy(&attributes);
	return code;
}

static bool
start_due(Crew *self, GError **error)
{
	int64_t now_us = g_get_monotonic_time();

	for (size_t i = 0; i < self->n; i++) {
		Child *child = &self->children[i];

		if (child->pid || now_us < child->start_again_us)
			continue;
		int code = spawn(child->spec, &self->signals, &child->pid);
		if (code != 0) {
			child->pid = 0;
			g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s: %s",
			    child->spec->argv[0], g_strerror(code));
			return false;
		}
		child->started_us = now_us;
		g_debug("%s runs as process %d", child->spec->name,
		    (int)child->pid);
	}
	return true;
}

static bool
is_hopeless(int status)
{
	return WIFEXITED(status) && (WEXITSTATUS(status) == EX_CONFIG ||
	                                WEXITSTATUS(status) == EX_DATAERR);
}

static void
note_end(Child *child, int status)
{
	int64_t now_us = g_get_monotonic_time();
	bool steady = now_us - child->started_us > STEADY_US;

	child->pid = 0;
	child->failures = steady ? 1 : child->failures + 1;
	int wait_ms = cli_restart_wait_ms(child->failures);
	child->start_again_us = now_us + (int64_t)wait_ms * 1000;
	g_warning("%s ended by %s %d; starting it again in %.1f s",
	    child->spec->name, WIFSIGNALED(status) ? "signal" : "exit code",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
	    wait_ms / 1000.0);
}

static Child *
find(Crew *self, pid_t pid)
{
	for (size_t i = 0; i < self->n; i++)
		if (self->children[i].pid == pid)
			return &self->children[i];
	return NULL;
}

static bool
reap(Crew *self, GError **error)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		Child *child = find(self, pid);

		if (!child)
			continue;
		if (is_hopeless(status)) {
			child->pid = 0;
			g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
			    "%s cannot work as things are; its message stands"
			    " above, and `tribune check` tells more",
			    child->spec->name);
			return false;
		}
		note_end(child, status);
	}
	return true;
}

static void
tell_to_reload(Crew *self)
{
	for (size_t i = 0; i < self->n; i++)
		if (self->children[i].pid && self->children[i].spec->reloads)
			(void)kill(self->children[i].pid, SIGHUP);
}

/* Returns: false when it is time to stop, with @error set if by a fault. */
static bool
tick(Crew *self, const CliSupervision *supervision, GError **error)
{
	const struct timespec wait = { .tv_nsec = TICK_MS * 1000000L };
	int signal_number = sigtimedwait(&self->signals, NULL, &wait);
	bool idle = false;

	if (signal_number == SIGTERM || signal_number == SIGINT)
		return false;
	if (signal_number == SIGHUP)
		tell_to_reload(self);
	if (!reap(self, error) || !start_due(self, error))
		return false;
	if (supervision->idle &&
	    !supervision->idle(supervision->idle_data, &idle, error))
		return false;
	return !idle;
}

static void
signal_all(Crew *self, int signal_number)
{
	for (size_t i = 0; i < self->n; i++)
		if (self->children[i].pid)
			(void)kill(self->children[i].pid, signal_number);
}

static bool
wait_for_all(Crew *self, int64_t until_us)
{
	for (;;) {
		size_t running = 0;

		for (size_t i = 0; i < self->n; i++) {
			Child *child = &self->children[i];

			if (child->pid &&
			    waitpid(child->pid, NULL, WNOHANG) != 0)
				child->pid = 0;
			running += child->pid != 0;
		}
		if (!running || g_get_monotonic_time() >= until_us)
			return !running;
		g_usleep(10000);
	}
}

static void
stop_all(Crew *self, int grace_ms)
{
	int64_t until_us = g_get_monotonic_time() + (int64_t)grace_ms * 1000;

	cli_notify("STOPPING=1");
	signal_all(self, SIGTERM);
	if (wait_for_all(self, until_us))
		return;
	g_warning(
	    "a process did not stop in %d s; killing it", grace_ms / 1000);
	signal_all(self, SIGKILL);
	(void)wait_for_all(self, G_MAXINT64);
}

bool
cli_supervise(const CliChild *children, size_t n_children,
    const CliSupervision *supervision, GError **error)
{
	g_autofree Child *rows = g_new0(Child, n_children);
	Crew self = { .children = rows, .n = n_children };
	g_autoptr(GError) fault = NULL;
	sigset_t before;

	for (size_t i = 0; i < n_children; i++)
		rows[i].spec = &children[i];
	sigemptyset(&self.signals);
	sigaddset(&self.signals, SIGTERM);
	sigaddset(&self.signals, SIGINT);
	sigaddset(&self.signals, SIGHUP);
	sigaddset(&self.signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &self.signals, &before);
	if (start_due(&self, &fault)) {
		cli_notify("READY=1");
		while (tick(&self, supervision, &fault))
			continue;
	}
	stop_all(&self, supervision->grace_ms);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (!fault)
		return true;
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}
