#include "cli/command.h"

#include "cli/supervisor.h"
#include "digest/follow.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define GRACE_MS 10000
#define ROLES 3

typedef struct {
	CliContext *context;
	int64_t since_at; /* what is polled before does not count */
} Run;

/* A command line of this very program: `PATH work ROLE [OPTION...]`. */
static char **
worker_argv(const CliContext *self, const char *program, const char *role)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	g_ptr_array_add(argv, g_strdup(program));
	g_ptr_array_add(argv, g_strdup("work"));
	g_ptr_array_add(argv, g_strdup(role));
	g_ptr_array_add(argv, g_strdup_printf("--parent=%d", (int)getpid()));
	g_ptr_array_add(
	    argv, g_strdup_printf("--config=%s", self->config_path));
	if (self->clock.fixed_at) {
		g_autofree char *now = core_time_format(self->clock.fixed_at);
		g_ptr_array_add(argv, g_strdup_printf("--now=%s", now));
	}
	if (self->debug)
		g_ptr_array_add(argv, g_strdup("--debug"));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_steal(argv, NULL);
}

static bool
is_idle(void *data, bool *ret_idle, GError **error)
{
	const Run *self = data;
	int64_t now = core_clock_now(&self->context->clock);

	return digest_is_idle(self->context->store, self->context->config,
	    self->since_at, now, ret_idle, error);
}

static bool
supervise(CliContext *self, bool until_idle, GError **error)
{
	static const char *const roles[ROLES] = { "ingest", "filter",
		"digest" };
	g_autofree char *program = g_file_read_link("/proc/self/exe", error);
	char **argvs[ROLES];
	CliChild children[ROLES];
	Run run = { self, core_clock_now(&self->clock) };
	bool done;

	if (!program)
		return false;
	for (int i = 0; i < ROLES; i++) {
		argvs[i] = worker_argv(self, program, roles[i]);
		children[i] = (CliChild){ roles[i],
			(const char *const *)(uintptr_t)argvs[i],
			strcmp(roles[i], "filter") == 0 };
	}
	const CliSupervision supervision = { GRACE_MS,
		until_idle ? is_idle : NULL, &run };
	done = cli_supervise(children, ROLES, &supervision, error);
	for (int i = 0; i < ROLES; i++)
		g_strfreev(argvs[i]);
	return done;
}

bool
cli_cmd_run(CliContext *self, int argc, char **argv, GError **error)
{
	g_autoptr(StoreLock) lock = NULL;
	gboolean until_idle = FALSE;
	const GOptionEntry entries[] = {
		{ "until-idle", 0, 0, G_OPTION_ARG_NONE, &until_idle,
		    "stop when all is read, filtered and sent", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	lock = store_lock_take(self->config->database, "run", 0, error);
	if (!lock || !cli_open_store(self, STORE_CREATE, error))
		return false;
	return supervise(self, until_idle, error);
}
