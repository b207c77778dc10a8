#include "cli/command.h"

#include "cli/json.h"
#include "cli/operand.h"
#include "core/autoptr.h"
#include "core/clock.h"
#include "core/text.h"
#include "core/units.h"
#include "store/quarantine.h"
#include "store/raw.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER_LINES 60
#define LINE_BYTES 200

static json_t *
row_to_json(const StoreQuarantined *row)
{
	g_autofree char *received = core_time_format(row->received_at);
	json_t *object = json_pack("{s:I, s:s, s:I, s:s?, s:s?, s:s?}", "id",
	    (json_int_t)row->id, "received_at", received, "size",
	    (json_int_t)row->size_bytes, "mailbox", row->mailbox, "folder",
	    row->folder, "error", row->why);

	g_assert(object);
	return object;
}

static void
print_row(const StoreQuarantined *row)
{
	g_autofree char *received = core_time_format(row->received_at);
	g_autofree char *size = core_size_format(row->size_bytes);

	printf("%" PRId64 "  %s  %s  %s/%s\n    %s\n", row->id, received, size,
	    row->mailbox ? row->mailbox : "-", row->folder ? row->folder : "-",
	    row->why ? row->why : "no reason is known");
}

static bool
list(CliContext *self, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;

	if (!cli_open_store(self, STORE_READ_ONLY, error) ||
	    !store_quarantine_list(self->store, &rows, error))
		return false;
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreQuarantined *row = g_ptr_array_index(rows, i);

		if (!self->json) {
			print_row(row);
			continue;
		}
		g_autoptr(json_t) object = row_to_json(row);
		cli_json_print(object);
	}
	if (rows->len == 0 && !self->json)
		puts("nothing is quarantined");
	return true;
}

/* The first lines of @raw, each cleaned and cut: it may be anything. */
static void
print_headers(GBytes *raw)
{
	size_t length;
	const char *at = g_bytes_get_data(raw, &length);

	for (int i = 0; i < HEADER_LINES && length > 0; i++) {
		const char *end = memchr(at, '\n', length);
		size_t n = end ? (size_t)(end - at) : length;
		size_t shown = n > 0 && at[n - 1] == '\r' ? n - 1 : n;
		g_autofree char *line = core_text_line(at, shown, LINE_BYTES);

		if (shown == 0)
			return;
		puts(line);
		n += end ? 1 : 0;
		at += n;
		length -= n;
	}
}

static bool
show(CliContext *self, int64_t id, bool raw_bytes, GError **error)
{
	g_autoptr(GBytes) raw = NULL;
	size_t length;

	if (raw_bytes && isatty(STDOUT_FILENO)) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--raw is for a file or a pipe: what could not be read may"
		    " do harm on a terminal");
		return false;
	}
	if (!cli_open_store(self, STORE_READ_ONLY, error) ||
	    !store_raw_get(self->store, id, G_MAXINT64, &raw, error))
		return false;
	if (!raw) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
		    "there is no message %" PRId64, id);
		return false;
	}
	if (!raw_bytes) {
		print_headers(raw);
		return true;
	}
	const void *bytes = g_bytes_get_data(raw, &length);
	(void)fwrite(bytes, 1, length, stdout); /* main() looks at stdout */
	return true;
}

/* What is to be done to several messages, in one transaction. */
typedef struct {
	const char *verb;
	GArray *ids; /* int64_t */
	int64_t now;
} Change;

static bool
change_all(Store *store, void *data, GError **error)
{
	const Change *self = data;
	bool is_retry = strcmp(self->verb, "retry") == 0;

	for (unsigned i = 0; i < self->ids->len; i++) {
		int64_t id = g_array_index(self->ids, int64_t, i);
		bool found;

		if (!(is_retry
		            ? store_quarantine_retry(store, id, &found, error)
		            : store_quarantine_release(
		                  store, id, self->now, &found, error)))
			return false;
		if (!found) {
			g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
			    "message %" PRId64
			    " is not quarantined; nothing was changed",
			    id);
			return false;
		}
	}
	return true;
}

/* All that are there, for --all. */
static bool
choose_all(CliContext *self, GArray *ids, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;

	if (!store_quarantine_list(self->store, &rows, error))
		return false;
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreQuarantined *row = g_ptr_array_index(rows, i);

		g_array_append_val(ids, row->id);
	}
	return true;
}

static bool
change(
    CliContext *self, const char *verb, char **names, bool all, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	Change wanted = { verb, ids, core_clock_now(&self->clock) };
	int64_t id;

	for (; *names; names++) {
		if (!cli_parse_id(*names, &id, error))
			return false;
		g_array_append_val(ids, id);
	}
	if ((ids->len > 0) == all) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "quarantine %s takes the ids of messages, or --all", verb);
		return false;
	}
	if (!cli_open_store(self, STORE_CHANGE, error) ||
	    (all && !choose_all(self, ids, error)) ||
	    !store_transact(self->store, change_all, &wanted, error))
		return false;
	printf("%u %s\n", ids->len,
	    strcmp(verb, "retry") == 0
	        ? "queued again; `tribune filter` or the running one reads them"
	        : "released; they stay in the database, unread");
	return true;
}

bool
cli_cmd_quarantine(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean all = FALSE, raw = FALSE;
	const GOptionEntry entries[] = {
		{ "all", 0, 0, G_OPTION_ARG_NONE, &all,
		    "retry or release all of them", NULL },
		{ "raw", 0, 0, G_OPTION_ARG_NONE, &raw,
		    "show the whole mail, byte for byte", NULL },
		{ 0 },
	};
	int64_t id;

	if (!cli_begin(self, entries, 0, INT_MAX, &argc, &argv, error))
		return false;
	if (argc == 1 && !all && !raw)
		return list(self, error);
	if (argc > 1 && !raw &&
	    (strcmp(argv[1], "retry") == 0 || strcmp(argv[1], "release") == 0))
		return change(self, argv[1], argv + 2, all, error);
	if (argc == 3 && !all && strcmp(argv[1], "show") == 0)
		return cli_parse_id(argv[2], &id, error) &&
		       show(self, id, raw, error);
	g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "say nothing to list them, or show ID, retry ID... or release"
	    " ID...");
	return false;
}
