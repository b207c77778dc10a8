#include "cli/command.h"

#include "core/error.h"
#include "core/stop.h"
#include "digest/follow.h"
#include "filters/run.h"
#include "ingest/poll.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The process before may take a moment to die with its parent. */
#define LOCK_WAIT_MS 10000

/* Set by the signal handlers, which can be handed nothing. */
static volatile sig_atomic_t stop, reload;

static void
on_stop(int signal_number)
{
	(void)signal_number;
	core_stop_ask(&stop);
}

static void
on_reload(int signal_number)
{
	(void)signal_number;
	reload = 1;
}

static void
catch_signals(const char *role)
{
	struct sigaction again = { .sa_handler = SIG_IGN,
		.sa_flags = SA_RESTART };

	/* Without SA_RESTART, so that a wait ends at once. */
	struct sigaction action = { .sa_handler = on_stop };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	/* Whom it does not concern, it must not end either. */
	if (strcmp(role, "filter") == 0)
		again.sa_handler = on_reload;
	sigemptyset(&again.sa_mask);
	sigaction(SIGHUP, &again, NULL);
}

/* Dies with the supervisor, however that ends. @parent tells whether it has
 * ended before this could be asked for. */
static bool
die_with_parent(int parent, GError **error)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!parent || getppid() == parent)
		return true;
	g_set_error_literal(error, CORE_ERROR, CORE_ERROR_IO,
	    "the process that started this one is gone");
	return false;
}

static bool
work(CliContext *self, const char *role, GError **error)
{
	const FilterOptions options = {
		.config = self->config,
		.clock = &self->clock,
		.stop = &stop,
		.reload = &reload,
	};

	if (strcmp(role, "ingest") == 0)
		return ingest_follow(
		    self->store, self->config, &self->clock, &stop, error);
	if (strcmp(role, "filter") == 0)
		return filter_follow(self->store, &options, error);
	return digest_follow(
	    self->store, self->config, &self->clock, &stop, error);
}

static bool
check_role(const char *role, GError **error)
{
	static const char *const roles[] = { "ingest", "filter", "digest",
		NULL };

	if (g_strv_contains(roles, role))
		return true;
	g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "'%s' is none of ingest, filter, digest", role);
	return false;
}

bool
cli_cmd_work(CliContext *self, int argc, char **argv, GError **error)
{
	g_autoptr(StoreLock) lock = NULL;
	int parent = 0;
	const GOptionEntry entries[] = {
		{ "parent", 0, 0, G_OPTION_ARG_INT, &parent,
		    "end when this process has ended", "PID" },
		{ 0 },
	};

	if (!cli_begin(self, entries, 1, 1, &argc, &argv, error) ||
	    !check_role(argv[1], error) || !die_with_parent(parent, error) ||
	    !cli_open_config(self, error))
		return false;
	catch_signals(argv[1]);
	lock = store_lock_take(
	    self->config->database, argv[1], LOCK_WAIT_MS, error);
	return lock && cli_open_store(self, STORE_CREATE, error) &&
	       work(self, argv[1], error);
}
