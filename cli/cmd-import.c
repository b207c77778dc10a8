#include "cli/command.h"

#include "cli/json.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "ingest/import.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

/* When the first bare text was received, unless --now says: 2026-01-01. */
#define TEXTS_AT INT64_C(1767225600)
#define REDRAW_US (G_USEC_PER_SEC / 10)

/* The bar on a terminal. */
typedef struct {
	int64_t total_bytes;
	int64_t began_us, drawn_us; /* g_get_monotonic_time() */
} Bar;

static int64_t
mails(const IngestImportSums *sums)
{
	int64_t count = sums->known;

	for (int i = 0; i < STORE_OUTCOMES; i++)
		count += sums->outcomes[i];
	return count;
}

static double
seconds_since(int64_t began_us)
{
	return (double)(g_get_monotonic_time() - began_us) / G_USEC_PER_SEC;
}

static void
draw(const IngestImportSums *sums, void *data)
{
	Bar *bar = data;
	int64_t now_us = g_get_monotonic_time();
	double share = bar->total_bytes > 0
	                   ? (double)sums->bytes / (double)bar->total_bytes
	                   : 1;
	int filled = (int)(CLAMP(share, 0, 1) * 30);

	if (now_us - bar->drawn_us < REDRAW_US)
		return;
	bar->drawn_us = now_us;
	double seconds = MAX(seconds_since(bar->began_us), 0.001);
	g_autofree char *rate =
	    core_size_format((int64_t)((double)sums->bytes / seconds));
	fprintf(stderr,
	    "\r[%.*s%*s] %3d%%  %" G_GINT64_FORMAT " mails, %.0f/s, %s/s\033[K",
	    filled, "==============================", 30 - filled, "",
	    (int)(CLAMP(share, 0, 1) * 100), mails(sums),
	    (double)mails(sums) / seconds, rate);
	fflush(stderr);
}

static void
wipe(void)
{
	fputs("\r\033[K", stderr);
	fflush(stderr);
}

static void
print_json(
    const IngestImportSums *sums, const IngestFiles *files, double seconds)
{
	g_autoptr(json_t) object =
	    json_pack("{s:I, s:I, s:I, s:I, s:I, s:i, s:f}", "mails",
	        (json_int_t)mails(sums), "new",
	        (json_int_t)sums->outcomes[STORE_NEW], "duplicate",
	        (json_int_t)sums->outcomes[STORE_DUPLICATE], "known",
	        (json_int_t)sums->known, "oversize", (json_int_t)sums->oversize,
	        "passed_over", files->passed_over, "seconds", seconds);

	g_assert(object);
	cli_json_print(object);
}

static void
print_text(
    const IngestImportSums *sums, const IngestFiles *files, double seconds)
{
	g_autofree char *all = core_count_format(mails(sums), "mail", "mails");

	printf("%s in %.1f s: %" G_GINT64_FORMAT " new, %" G_GINT64_FORMAT
	       " duplicate, %" G_GINT64_FORMAT " imported before\n",
	    all, seconds, sums->outcomes[STORE_NEW],
	    sums->outcomes[STORE_DUPLICATE], sums->known);
	if (sums->oversize > 0)
		printf("%" G_GINT64_FORMAT
		       " beyond the limit on size: their headers are kept\n",
		    sums->oversize);
	if (files->passed_over > 0)
		printf(
		    "left out, as it does not look like mail: %d (name a file"
		    " to import it all the same)\n",
		    files->passed_over);
}

static bool
import(CliContext *self, const IngestFiles *files, bool answers, GError **error)
{
	bool terminal = isatty(STDERR_FILENO);
	Bar bar = { .total_bytes = files->size_bytes,
		.began_us = g_get_monotonic_time() };
	IngestImportOptions options = {
		.limits = &self->config->limits,
		.now_at = core_clock_now(&self->clock),
		.texts_at =
		    self->clock.fixed_at ? self->clock.fixed_at : TEXTS_AT,
		.answers = answers,
		.progress = terminal ? draw : NULL,
		.data = &bar,
	};
	IngestImportSums sums;
	bool done = ingest_import(self->store, files, &options, &sums, error);

	if (terminal)
		wipe();
	if (!done)
		return false;
	(self->json ? print_json : print_text)(
	    &sums, files, seconds_since(bar.began_us));
	return true;
}

bool
cli_cmd_import(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean text = FALSE, answers = FALSE;
	const GOptionEntry entries[] = {
		{ "text", 0, 0, G_OPTION_ARG_NONE, &text,
		    "each line of the files is an id, a tab and a text", NULL },
		{ "answers", 0, 0, G_OPTION_ARG_NONE, &answers,
		    "these are our answers: a Sent folder, a BCC archive",
		    NULL },
		{ 0 },
	};
	g_autoptr(IngestFiles) files = NULL;
	g_autoptr(StoreLock) lock = NULL;

	if (!cli_begin(self, entries, 1, INT_MAX, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	files = ingest_files_find((const char *const *)argv + 1, text, error);
	if (!files || !cli_open_store(self, STORE_CREATE, error))
		return false;
	/* Two imports would give their mails the same numbers. */
	lock = store_lock_take(self->config->database, "import", 0, error);
	return lock && import(self, files, answers, error);
}
