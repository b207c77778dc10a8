#include "cli/command.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "core/nearest.h"
#include "digest/department.h"
#include "digest/error.h"

#include <stdio.h>
#include <string.h>

#define LOCK_WAIT_MS 10000

typedef struct {
	char *period;
	char *file; /* of --preview=FILE */
	char *rewritten;
	gboolean preview, recompute;
} Options;

static void
clear_options(Options *options)
{
	g_free(options->period);
	g_free(options->file);
	g_free(options->rewritten);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, clear_options)

/* GOption cannot say that a value may be left out without a callback, which
 * could not reach the options: --preview=FILE becomes an option of its own. */
static void
split_preview(Options *options, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (g_str_has_prefix(argv[i], "--preview=")) {
			g_free(options->rewritten);
			options->rewritten = g_strdup_printf(
			    "--preview-file=%s", strchr(argv[i], '=') + 1);
			argv[i] = options->rewritten;
		}
}

static bool
parse(
    CliContext *self, Options *options, int *argc, char ***argv, GError **error)
{
	const GOptionEntry entries[] = {
		{ "period", 0, 0, G_OPTION_ARG_STRING, &options->period,
		    "the week, instead of the last full one", "2026-W46" },
		{ "preview", 0, 0, G_OPTION_ARG_NONE, &options->preview,
		    "keep nothing: print the text, or with --preview=FILE write"
		    " the HTML there",
		    NULL },
		{ "preview-file", 0, G_OPTION_FLAG_HIDDEN,
		    G_OPTION_ARG_FILENAME, &options->file, NULL, NULL },
		{ "recompute", 0, 0, G_OPTION_ARG_NONE, &options->recompute,
		    "build it from today's rows, whatever was frozen before",
		    NULL },
		{ 0 },
	};

	split_preview(options, *argc, *argv);
	if (!cli_begin(self, entries, 1, 1, argc, argv, error))
		return false;
	options->preview |= options->file != NULL;
	return true;
}

static const CoreDepartment *
find_department(CliContext *self, const char *id, GError **error)
{
	const CoreDepartment *found = core_config_department(self->config, id);
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	const char *nearest;

	if (found)
		return found;
	for (unsigned i = 0; i < self->config->departments->len; i++)
		g_ptr_array_add(known,
		    ((CoreDepartment *)self->config->departments->pdata[i])
		        ->id);
	g_ptr_array_add(known, NULL);
	nearest = core_nearest(id, (const char *const *)known->pdata);
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "%s: there is no department '%s'%s%s%s", self->config->path, id,
	    nearest ? "; did you mean '" : "", nearest ? nearest : "",
	    nearest ? "'?" : "");
	return NULL;
}

static bool
find_period(CliContext *self, const char *name, int64_t now,
    CorePeriod *ret_period, GError **error)
{
	GTimeZone *zone = self->config->zone;
	CorePeriod current = core_period_of(now, zone);
	g_autoptr(GError) local = NULL;

	if (!name)
		*ret_period = core_period_shift(&current, -1, zone);
	if (!name || core_period_parse(name, zone, ret_period, &local))
		return true;
	g_set_error(
	    error, CLI_ERROR, CLI_ERROR_USAGE, "--period %s", local->message);
	return false;
}

static bool
write_html(const char *file, const char *html, GError **error)
{
	g_autoptr(GError) local = NULL;

	if (g_file_set_contents(file, html, -1, &local)) {
		printf("wrote %s\n", file);
		return true;
	}
	g_set_error_literal(error, CORE_ERROR, CORE_ERROR_IO, local->message);
	return false;
}

static bool
show(const Options *options, const char *html, const char *text, GError **error)
{
	if (options->file)
		return write_html(options->file, html, error);
	printf("%s", text);
	return true;
}

/* What is frozen is shown as it is; else what would be. */
static bool
preview(CliContext *self, const DigestOrder *order, const Options *options,
    GError **error)
{
	g_autoptr(StoreFrozen) frozen = NULL;
	g_autoptr(DigestMail) mail = NULL;

	if (!options->recompute &&
	    !store_digest_find(self->store, "department", order->department->id,
	        order->period.name, &frozen, error))
		return false;
	if (frozen)
		return show(options, frozen->html, frozen->text, error);
	if (!digest_department_preview(self->store, order, &mail, error))
		return false;
	return show(options, mail->html, mail->text, error);
}

static void
report_frozen(CliContext *self, const DigestOrder *order, bool is_new,
    const char *headline)
{
	const char *only = self->config->send->only_to;
	unsigned n = only ? 1 : g_strv_length(order->department->to);

	if (self->json) {
		g_autoptr(json_t) line = json_pack("{s:s, s:s, s:b, s:s, s:i}",
		    "department", order->department->id, "period",
		    order->period.name, "new", is_new, "subject", headline,
		    "recipients", (int)n);
		g_autofree char *text = json_dumps(line, JSON_COMPACT);

		printf("%s\n", text);
		return;
	}
	printf("%s %s: %s\n", order->department->id, order->period.name,
	    is_new ? "frozen" : "was frozen before, and stays as it is");
	printf("  %s\n", headline);
	if (is_new)
		printf("`tribune send` mails it to %s.\n",
		    only     ? "the address of only-to alone"
		    : n == 1 ? "one reader"
		             : "its readers");
}

static bool
freeze(CliContext *self, const DigestOrder *order, const Options *options,
    GError **error)
{
	g_autoptr(StoreLock) lock = store_lock_take(
	    self->config->database, "digest", LOCK_WAIT_MS, error);
	g_autoptr(StoreFrozen) frozen = NULL;
	bool is_new;

	if (!lock ||
	    !digest_department_freeze(
	        self->store, order, options->recompute, &is_new, error) ||
	    !store_digest_find(self->store, "department", order->department->id,
	        order->period.name, &frozen, error))
		return false;
	report_frozen(self, order, is_new, frozen->headline);
	return true;
}

/* An empty week is no fault: it is said, and nothing is sent. */
static bool
forgive_nothing(bool done, GError **local, GError **error)
{
	if (done)
		return true;
	if (g_error_matches(*local, DIGEST_ERROR, DIGEST_ERROR_NOTHING)) {
		printf("%s; there is no digest of it\n", (*local)->message);
		return true;
	}
	g_propagate_error(error, g_steal_pointer(local));
	return false;
}

bool
cli_cmd_digest(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Options) options = { 0 };
	g_autoptr(GError) local = NULL;
	DigestOrder order = { 0 };
	bool done;

	if (!parse(self, &options, &argc, &argv, error) ||
	    !cli_open_store(
	        self, options.preview ? STORE_READ_ONLY : STORE_CHANGE, error))
		return false;
	order.config = self->config;
	order.now = core_clock_now(&self->clock);
	order.department = find_department(self, argv[1], error);
	if (!order.department ||
	    !find_period(self, options.period, order.now, &order.period, error))
		return false;
	done = options.preview ? preview(self, &order, &options, &local)
	                       : freeze(self, &order, &options, &local);
	return forgive_nothing(done, &local, error);
}
