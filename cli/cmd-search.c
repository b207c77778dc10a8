#include "cli/command.h"

#include "cli/hit.h"
#include "core/query-fault.h"
#include "core/units.h"
#include "filters/rules/names.h"
#include "filters/rules/query.h"
#include "store/search-index.h"
#include "store/search.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_DEFAULT 20
#define PROGRESS_STEP 200 /* messages between two updates */
#define EXIT_INTERRUPTED (128 + SIGINT)

/* Set by the signal handler, which can be handed nothing. */
static volatile sig_atomic_t stop;

/* What is looked for, and how far that is. */
typedef struct {
	CliContext *context;
	FilterSeek *seek;
	StoreSearch *search;
	CliHitStyle style;
	gboolean count;
	int limit;    /* 0: all */
	bool watched; /* somebody sees the progress */
	int64_t looked_at, found, limited;
} Search;

static void
search_clear(Search *self)
{
	store_search_free(self->search);
	filter_seek_free(self->seek);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

static void
on_interrupt(int signal_number)
{
	(void)signal_number;
	stop = 1;
}

/* The first Ctrl-C ends the looking, a second one the process. */
static void
catch_interrupt(void)
{
	struct sigaction action = { .sa_handler = on_interrupt,
		.sa_flags = (int)SA_RESETHAND };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

static CoreQuery *
parse(const char *text, GError **error)
{
	g_autoptr(GError) cause = NULL;
	CoreQuery *query;

	if (!g_utf8_validate(text, -1, NULL)) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "the query is not UTF-8");
		return NULL;
	}
	query = filter_query_parse(text, 1, &cause);
	if (!query)
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE, "the query, %s",
		    cause->message);
	return query;
}

/* A name that nobody knows is a fault, or else told beside the answer. */
static bool
check_names(
    CliContext *self, const CoreQuery *query, const char *text, GError **error)
{
	g_auto(FilterNames) names = { NULL, NULL };
	g_autofree char *shown = NULL;

	if (!filter_names_check(
	        self->store, self->config, query, &names, error))
		return false;
	shown = core_query_faults_show(
	    names.faults->len > 0 ? names.faults : names.doubts, text, 1);
	if (names.faults->len > 0) {
		g_set_error(
		    error, CLI_ERROR, CLI_ERROR_USAGE, "the query, %s", shown);
		return false;
	}
	if (names.doubts->len > 0)
		fprintf(stderr, "the query, %s\n", shown);
	return true;
}

static bool
open_search(Search *self, const char *text, GError **error)
{
	CliContext *context = self->context;
	g_autoptr(CoreQuery) query = parse(text, error);
	FilterSeekOptions options = { .now = core_clock_now(&context->clock) };

	if (!query || !cli_open_store(context, STORE_READ_ONLY, error) ||
	    !check_names(context, query, text, error))
		return false;
	options.store = context->store;
	options.config = context->config;
	options.query = g_steal_pointer(&query);
	self->seek = filter_seek_new(&options, error);
	return self->seek != NULL;
}

static void
show_progress(const Search *self)
{
	if (self->watched && self->looked_at % PROGRESS_STEP == 0)
		fprintf(stderr,
		    "\r%" PRId64 " looked at, %" PRId64 " found; Ctrl-C stops",
		    self->looked_at, self->found);
}

static void
hide_progress(const Search *self)
{
	if (self->watched && self->looked_at >= PROGRESS_STEP)
		fputs("\r\033[K", stderr);
}

/* Takes message @id in, if it is an answer. */
static bool
look_at(Search *self, int64_t id, GError **error)
{
	g_auto(FilterSought) sought = { 0 };

	if (!filter_seek_look(self->seek, id, &sought, error))
		return false;
	self->looked_at++;
	self->limited += sought.limited;
	if (sought.record &&
	    (sought.holds || store_search_is_exact(self->search))) {
		self->found++;
		if (!self->count) {
			hide_progress(self);
			return cli_hit_print(&self->style, &sought, error);
		}
	}
	show_progress(self);
	return true;
}

static bool
look_through(Search *self, GError **error)
{
	int64_t id;

	while (!stop && (self->limit == 0 || self->found < self->limit)) {
		if (!store_search_next(self->search, &id, error))
			return false;
		if (id == 0)
			break;
		if (!look_at(self, id, error))
			return false;
	}
	return true;
}

/* Runs on one snapshot. */
static bool
find(Store *store, void *data, GError **error)
{
	Search *self = data;

	self->search = store_search_new(store, filter_seek_query(self->seek),
	    core_clock_now(&self->context->clock), error);
	if (!self->search)
		return false;
	if (self->count && store_search_is_exact(self->search))
		return store_search_count(self->search, &self->found, error);
	self->watched =
	    isatty(STDERR_FILENO) && !store_search_is_exact(self->search);
	return look_through(self, error);
}

static void
print_count(const Search *self)
{
	if (self->context->json)
		printf("{\"count\":%" PRId64 "}\n", self->found);
	else
		printf("%" PRId64 "\n", self->found);
}

/* What the answer leaves out, on standard error. */
static bool
print_notes(const Search *self, GError **error)
{
	int64_t missing;

	if (!store_search_backlog(self->context->store, &missing, error))
		return false;
	g_autofree char *backlog =
	    core_count_format(missing, "message is", "messages are");
	g_autofree char *limited =
	    core_count_format(self->limited, "message", "messages");
	g_autofree char *looked_at =
	    core_count_format(self->looked_at, "message was", "messages were");
	if (self->found == 0 && !self->count && !self->context->json)
		fputs("nothing found\n", stderr);
	if (missing > 0)
		fprintf(stderr,
		    "%s not searchable yet; `tribune filter` or the running"
		    " one makes that up\n",
		    backlog);
	if (self->limited > 0)
		fprintf(stderr,
		    "the regex took too long on %s and was given up there, as"
		    " not found\n",
		    limited);
	if (stop) {
		fprintf(stderr, "stopped when %s looked at\n", looked_at);
		self->context->exit_code = EXIT_INTERRUPTED;
	}
	return true;
}

static bool
search(Search *self, const char *text, GError **error)
{
	if (!open_search(self, text, error))
		return false;
	catch_interrupt();
	if (!store_snapshot(self->context->store, find, self, error))
		return false;
	hide_progress(self);
	if (self->count)
		print_count(self);
	return print_notes(self, error);
}

bool
cli_cmd_search(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Search) wanted = { .context = self, .limit = LIMIT_DEFAULT };
	g_autofree char *text = NULL;
	const GOptionEntry entries[] = {
		{ "limit", 0, 0, G_OPTION_ARG_INT, &wanted.limit,
		    "show at most so many; 0: all", "20" },
		{ "count", 0, 0, G_OPTION_ARG_NONE, &wanted.count,
		    "only count all that is found", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 1, INT_MAX, &argc, &argv, error))
		return false;
	if (wanted.limit < 0) {
		g_set_error_literal(
		    error, CLI_ERROR, CLI_ERROR_USAGE, "--limit is 0 or more");
		return false;
	}
	if (wanted.count)
		wanted.limit = 0;
	wanted.style = cli_hit_style(self->json);
	text = g_strjoinv(" ", argv + 1);
	return search(&wanted, text, error);
}
