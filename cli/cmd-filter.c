#include "cli/command.h"

#include "core/autoptr.h"
#include "filters/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define LOCK_WAIT_MS 2000

static void
show_progress(int64_t done, int64_t total, void *data)
{
	(void)data;
	fprintf(stderr, "\r%" PRId64 " of %" PRId64 " read", done,
	    MAX(done, total));
}

static void
print_tally(const FilterTally *tally, bool as_json)
{
	g_autoptr(json_t) json = NULL;

	if (!as_json) {
		printf("%" PRId64 " filtered, %" PRId64 " quarantined, %" PRId64
		       " patterns\n",
		    tally->filtered, tally->quarantined, tally->patterns);
		return;
	}
	json = json_pack("{s:I, s:I, s:I}", "filtered",
	    (json_int_t)tally->filtered, "quarantined",
	    (json_int_t)tally->quarantined, "patterns",
	    (json_int_t)tally->patterns);
	json_dumpf(json, stdout, JSON_COMPACT);
	putchar('\n');
}

bool
cli_cmd_filter(CliContext *self, int argc, char **argv, GError **error)
{
	g_autoptr(StoreLock) lock = NULL;
	FilterOptions options = { .clock = &self->clock };
	FilterTally tally = { 0 };
	bool terminal = isatty(STDERR_FILENO);
	bool done;

	if (!cli_begin(self, NULL, 0, 0, &argc, &argv, error) ||
	    !cli_open_store(self, STORE_CREATE, error))
		return false;
	lock = store_lock_take(
	    self->config->database, "filter", LOCK_WAIT_MS, error);
	if (!lock)
		return false;
	options.config = self->config;
	if (terminal && !self->json)
		options.progress = show_progress;
	done = filter_run_once(self->store, &options, &tally, error);
	if (options.progress)
		fputs("\r\033[K", stderr);
	if (done)
		print_tally(&tally, self->json);
	return done;
}
