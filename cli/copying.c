#include "cli/copying.h"

#include "cli/json.h"
#include "core/autoptr.h"
#include "core/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define REDRAW_US (G_USEC_PER_SEC / 10)

static void
draw(int64_t done_bytes, int64_t all_bytes, void *data)
{
	CliCopying *self = data;
	int64_t now_us = g_get_monotonic_time();
	g_autofree char *done = core_size_format(done_bytes);
	g_autofree char *all = core_size_format(all_bytes);

	if (now_us - self->drawn_us < REDRAW_US)
		return;
	self->drawn_us = now_us;
	fprintf(stderr, "\r%s of %s %s\033[K", done, all, self->verb);
	fflush(stderr);
}

void
cli_copying_begin(CliCopying *self, const char *verb)
{
	*self = (CliCopying){ .line = { draw, self }, .verb = verb };
	if (isatty(STDERR_FILENO))
		self->watch = &self->line;
}

void
cli_copying_end(CliCopying *self)
{
	if (!self->drawn_us)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
}

static void
print_json(const char *file, const StoreBackupFacts *facts, const char *verdict,
    const char *kept)
{
	g_autofree char *newest =
	    facts->newest_at ? core_time_format(facts->newest_at) : NULL;
	g_autoptr(json_t) object =
	    json_pack("{s:s, s:s, s:I, s:I, s:i, s:s*, s:s*}", "file", file,
	        "verdict", verdict, "bytes", (json_int_t)facts->bytes,
	        "messages", (json_int_t)facts->messages, "schema",
	        facts->version, "newest_at", newest, "kept", kept);

	g_assert(object);
	cli_json_print(object);
}

void
cli_copying_print(const CliContext *context, const char *file,
    const StoreBackupFacts *facts, const char *verdict, const char *kept)
{
	g_autofree char *size = core_size_format(facts->bytes);
	g_autofree char *shown = g_filename_display_name(file);
	g_autofree char *messages =
	    core_count_format(facts->messages, "message", "messages");
	g_autofree char *newest =
	    facts->newest_at ? core_time_format(facts->newest_at) : NULL;

	if (context->json) {
		print_json(shown, facts, verdict, kept);
		return;
	}
	printf("%s: %s, %s%s%s; %s\n", shown, size, messages,
	    newest ? ", the last of " : "", newest ? newest : "", verdict);
	if (kept)
		printf("what was there is kept as %s\n", kept);
}

bool
cli_need_file(const char *path, GError **error)
{
	if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return true;
	g_set_error(
	    error, CLI_ERROR, CLI_ERROR_NO_INPUT, "%s: no such file", path);
	return false;
}
