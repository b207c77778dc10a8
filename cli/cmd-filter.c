#include "cli/command.h"

#include "cli/changes.h"
#include "cli/json.h"
#include "cli/operand.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "filters/rules/rules.h"
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
show_indexing(int64_t done, int64_t total, void *data)
{
	(void)data;
	fprintf(stderr, "\r%" PRId64 " of %" PRId64 " made searchable", done,
	    total);
}

static void
print_tally(const FilterTally *tally, bool as_json)
{
	g_autoptr(json_t) json = NULL;

	if (!as_json) {
		g_autofree char *patterns =
		    core_count_format(tally->patterns, "pattern", "patterns");

		printf("%" PRId64 " filtered, %" PRId64 " quarantined, %s\n",
		    tally->filtered, tally->quarantined, patterns);
		return;
	}
	json = json_pack("{s:I, s:I, s:I}", "filtered",
	    (json_int_t)tally->filtered, "quarantined",
	    (json_int_t)tally->quarantined, "patterns",
	    (json_int_t)tally->patterns);
	cli_json_print(json);
}

static bool
filter_new(CliContext *self, GError **error)
{
	g_autoptr(StoreLock) lock = NULL;
	FilterOptions options = { .config = self->config,
		.clock = &self->clock };
	FilterTally tally = { 0 };
	bool done;

	lock = store_lock_take(
	    self->config->database, "filter", LOCK_WAIT_MS, error);
	if (!lock)
		return false;
	if (isatty(STDERR_FILENO) && !self->json) {
		options.progress = show_progress;
		options.indexing = show_indexing;
	}
	done = filter_run_once(self->store, &options, &tally, error);
	if (options.progress)
		fputs("\r\033[K", stderr);
	if (done)
		print_tally(&tally, self->json);
	return done;
}

/* What comes in meanwhile is another process's: that may go on. */
static bool
filter_again(CliContext *self, int64_t since_at, bool dry_run, GError **error)
{
	g_autoptr(StoreLock) lock = NULL;
	g_autoptr(GPtrArray) rules = NULL;
	FilterRetagOptions options = {
		.config = self->config, .since_at = since_at, .dry_run = dry_run
	};

	rules = filter_rules_load(self->config, error);
	if (!rules)
		return false;
	options.rules = rules;
	if (!dry_run) {
		lock = store_lock_take(
		    self->config->database, "retag", LOCK_WAIT_MS, error);
		if (!lock)
			return false;
	}
	return cli_changes_run(self, &options, error);
}

bool
cli_cmd_filter(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean again = FALSE, dry_run = FALSE;
	g_autofree char *since = NULL;
	int64_t since_at;
	GOptionEntry entries[] = {
		{ "again", 0, 0, G_OPTION_ARG_NONE, &again,
		    "tag what was read before, by the rules of now", NULL },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &since,
		    "only what came in that time, as 90d", "TIME" },
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run,
		    "with --again: only say what would change", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error))
		return false;
	if (!again && (since || dry_run)) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--since and --dry-run go with --again");
		return false;
	}
	if (!cli_parse_since(
	        since, core_clock_now(&self->clock), &since_at, error) ||
	    !cli_open_store(
	        self, dry_run ? STORE_READ_ONLY : STORE_CREATE, error))
		return false;
	return again ? filter_again(self, since_at, dry_run, error)
	             : filter_new(self, error);
}
