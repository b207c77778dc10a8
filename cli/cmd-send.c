#include "cli/command.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "digest/outbox.h"
#include "store/status.h"

#include <stdio.h>
#include <sysexits.h>

#define LOCK_WAIT_MS 10000

static const char *
state_name(const StoreOutboxRow *row)
{
	return store_outbox_state_name((int)row->state);
}

static void
print_json(json_t *line)
{
	g_autofree char *text = json_dumps(line, JSON_COMPACT);

	printf("%s\n", text);
}

/* The recipient is told to who asked for it at the terminal, not to a log. */
static void
print_row(const StoreOutboxRow *row, const char *why, void *data)
{
	const CliContext *self = data;

	if (self->json) {
		g_autoptr(json_t) line = json_pack(
		    "{s:s, s:s, s:s, s:s, s:s, s:s*}", "kind", row->kind,
		    "subject", row->subject, "period", row->period, "recipient",
		    row->recipient, "state", state_name(row), "why", why);

		print_json(line);
		return;
	}
	printf("%s %s to %s: %s%s%s\n", row->subject, row->period,
	    row->recipient, state_name(row), why ? ": " : "", why ? why : "");
}

static bool
list_due(CliContext *self, GError **error)
{
	int64_t now = core_clock_now(&self->clock), waiting;
	g_autoptr(GPtrArray) rows = NULL;

	if (!store_outbox_list(self->store, now, &rows, error) ||
	    !store_outbox_waiting(self->store, now, &waiting, error))
		return false;
	for (unsigned i = 0; i < rows->len; i++)
		print_row(rows->pdata[i], NULL, self);
	if (!self->json)
		printf("%u would be sent now, %" G_GINT64_FORMAT
		       " wait for their time\n",
		    rows->len, waiting);
	return true;
}

typedef struct {
	gboolean dry_run, unsent, again, give_up;
} Options;

/* Lists what could not be sent, and does with it what was asked for. */
static bool
look_at_unsent(CliContext *self, const Options *options, GError **error)
{
	int64_t now = core_clock_now(&self->clock);
	g_autoptr(GPtrArray) rows = NULL;
	const char *done = options->again     ? "ready to be sent again"
	                   : options->give_up ? "given up"
	                                      : "could not be sent";

	if (!store_outbox_unsent(self->store, &rows, error) ||
	    (options->again && !store_outbox_renew(self->store, now, error)) ||
	    (options->give_up && !store_outbox_give_up(self->store, error)))
		return false;
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreOutboxRow *row = rows->pdata[i];

		print_row(row, row->answer, self);
	}
	if (!self->json)
		printf("%u %s\n", rows->len, done);
	return true;
}

static void
print_summary(const CliContext *self, const DigestSent *sent)
{
	if (self->json) {
		g_autoptr(json_t) line = json_pack("{s:I, s:I, s:I, s:I, s:I}",
		    "sent", (json_int_t)sent->sent, "deferred",
		    (json_int_t)sent->deferred, "failed",
		    (json_int_t)sent->failed, "in-doubt",
		    (json_int_t)sent->in_doubt, "expired",
		    (json_int_t)sent->expired);

		print_json(line);
		return;
	}
	printf("%d sent, %d deferred, %d failed, %d in doubt, %d expired\n",
	    (int)sent->sent, (int)sent->deferred, (int)sent->failed,
	    (int)sent->in_doubt, (int)sent->expired);
}

static bool
send_due(CliContext *self, GError **error)
{
	g_autoptr(StoreLock) lock = store_lock_take(
	    self->config->database, "digest", LOCK_WAIT_MS, error);
	g_autoptr(DigestOutbox) outbox =
	    lock ? digest_outbox_new(
	               self->store, self->config, &self->clock, NULL, error)
	         : NULL;
	DigestSent sent;
	bool done;

	if (!outbox)
		return false;
	done = digest_outbox_send(outbox, print_row, self, &sent, error);
	print_summary(self, &sent);
	if (sent.failed > 0)
		self->exit_code = EX_UNAVAILABLE;
	else if (sent.deferred + sent.in_doubt > 0)
		self->exit_code = EX_TEMPFAIL;
	return done;
}

bool
cli_cmd_send(CliContext *self, int argc, char **argv, GError **error)
{
	Options is = { 0 };
	const GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &is.dry_run,
		    "only list what would be sent", NULL },
		{ "unsent", 0, 0, G_OPTION_ARG_NONE, &is.unsent,
		    "only list what could not be sent", NULL },
		{ "again", 0, 0, G_OPTION_ARG_NONE, &is.again,
		    "make ready once more what could not be sent", NULL },
		{ "give-up", 0, 0, G_OPTION_ARG_NONE, &is.give_up,
		    "leave it at that with what could not be sent", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error))
		return false;
	if (is.dry_run + is.unsent + is.again + is.give_up > 1) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "say one of --dry-run, --unsent, --again and --give-up");
		return false;
	}
	if (!cli_open_store(self,
	        is.dry_run || is.unsent ? STORE_READ_ONLY : STORE_CHANGE,
	        error))
		return false;
	if (is.dry_run)
		return list_due(self, error);
	if (is.unsent || is.again || is.give_up)
		return look_at_unsent(self, &is, error);
	if (self->config->send)
		return send_due(self, error);
	g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
	    "%s: there is no [send] section to send with", self->config->path);
	return false;
}
