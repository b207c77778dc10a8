#include "cli/command.h"

#include "cli/disk.h"
#include "core/autoptr.h"
#include "core/error.h"
#include "digest/error.h"
#include "digest/smtp.h"
#include "filters/rules/rules.h"
#include "ingest/error.h"
#include "ingest/poll.h"
#include "net/error.h"
#include "net/secret.h"
#include "store/error.h"
#include "store/status.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CLOCK_SLACK_S 300

/* What the checks have found so far. */
typedef struct {
	CliContext *context;
	json_t *results; /* for --json; NULL where lines are printed */
	bool colour;
} Check;

static void
say(Check *self, const char *verdict, const char *what, const char *detail)
{
	bool bad = verdict[0] == 'B';
	bool warn = verdict[0] == 'w';

	if (self->results) {
		json_array_append_new(self->results,
		    json_pack("{s:s, s:s, s:s}", "what", what, "verdict",
		        bad ? "bad" : verdict, "detail", detail));
		return;
	}
	printf("%s%-4s%s  %s: %s\n",
	    !self->colour ? ""
	    : bad         ? "\033[1;31m"
	    : warn        ? "\033[1;33m"
	                  : "\033[32m",
	    verdict, self->colour ? "\033[0m" : "", what, detail);
	fflush(stdout);
}

/* What to do about @error. Returns: NULL where its own words say it. */
static const char *
how_to_mend(const GError *error)
{
	static const struct {
		GQuark (*domain)(void);
		int code;
		const char *hint;
	} hints[] = {
		{ net_error_quark, NET_ERROR_NETWORK,
		    "are server and port right, and does it answer this"
		    " machine?" },
		{ net_error_quark, NET_ERROR_TLS,
		    "is `server` the name in its certificate? An authority of"
		    " your own goes into ca-file" },
		{ net_error_quark, NET_ERROR_CONFIG,
		    "the password belongs on the first line of that file,"
		    " which only tribune's user may read" },
		{ ingest_error_quark, INGEST_ERROR_AUTH,
		    "try user and password in a mail program; some providers"
		    " want an app password, or auth = google or microsoft" },
		{ ingest_error_quark, INGEST_ERROR_PROTOCOL,
		    "is it an IMAP server, and is the folder there?" },
		{ digest_error_quark, DIGEST_ERROR_RELAY,
		    "are server, port, tls, user and password of [send]"
		    " right?" },
		{ store_error_quark, STORE_ERROR_READ_ONLY,
		    "the user who runs tribune must own the file and its"
		    " folder" },
		{ store_error_quark, STORE_ERROR_CORRUPT,
		    "stop tribune, keep this file, and restore a backup" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(hints); i++)
		if (g_error_matches(error, hints[i].domain(), hints[i].code))
			return hints[i].hint;
	return NULL;
}

/* The exit code is that of the first fault. */
static void
say_bad(Check *self, const char *what, const GError *error)
{
	const char *hint = how_to_mend(error);
	g_autofree char *detail = g_strdup_printf(
	    "%s%s%s", error->message, hint ? "; " : "", hint ? hint : "");

	say(self, "BAD", what, detail);
	if (!self->context->exit_code)
		self->context->exit_code = cli_exit_code(error);
}

static void
check_rules(Check *self)
{
	const CoreConfig *config = self->context->config;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rules = filter_rules_load(config, &error);
	g_autofree char *detail = NULL;

	if (!rules) {
		say_bad(self, "rules", error);
		return;
	}
	detail = g_strdup_printf("%u in %s", rules->len, config->rules);
	say(self, rules->len ? "ok" : "note", "rules", detail);
}

/* A clock before the last mail's arrival was set back, or runs wrong. */
static void
check_clock(Check *self, Store *store)
{
	int64_t now = core_clock_now(&self->context->clock);
	g_autofree char *time = core_time_format(now);
	g_autoptr(GError) error = NULL;
	int64_t last_at = 0;

	if (store && !store_status_last_arrival(store, &last_at, &error)) {
		say_bad(self, "clock", error);
		return;
	}
	if (now + CLOCK_SLACK_S >= last_at) {
		say(self, "ok", "clock", time);
		return;
	}
	g_autofree char *last = core_time_format(last_at);
	g_set_error(&error, CORE_ERROR, CORE_ERROR_CONFIG,
	    "it is %s, but mail arrived at %s already: set the clock", time,
	    last);
	say_bad(self, "clock", error);
}

/* The nearest folder above @path that is there. */
static char *
existing_folder(const char *path)
{
	char *folder = g_path_get_dirname(path);

	while (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		char *above = g_path_get_dirname(folder);

		g_free(folder);
		folder = above;
	}
	return folder;
}

static void
check_disk(Check *self, Store *store)
{
	g_autofree char *folder =
	    existing_folder(self->context->config->database);
	g_autoptr(GError) error = NULL;
	CliDisk disk;

	if (access(folder, W_OK) != 0)
		g_set_error(&error, CORE_ERROR, CORE_ERROR_IO, "%s: %s", folder,
		    g_strerror(errno));
	if (error || !cli_disk_read(self->context, store, &disk, &error)) {
		say_bad(self, "disk", error);
		return;
	}
	g_autofree char *found = cli_disk_describe(&disk);
	g_autofree char *detail = g_strdup_printf("%s: %s", folder, found);
	if (!cli_disk_is_full(&disk)) {
		say(self, cli_disk_is_tight(&disk) ? "warn" : "ok", "disk",
		    detail);
		return;
	}
	g_set_error(&error, CORE_ERROR, CORE_ERROR_IO,
	    "%s, less than %d%%: no mail is taken; make room", detail,
	    disk.least_percent);
	say_bad(self, "disk", error);
}

static void
check_database(Check *self)
{
	const char *path = self->context->config->database;
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = NULL;

	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_autofree char *detail =
		    g_strdup_printf("%s will be made", path);
		say(self, "ok", "database", detail);
		check_clock(self, NULL);
		check_disk(self, NULL);
		return;
	}
	store = store_open(path, STORE_READ_ONLY, &error);
	if (store)
		say(self, "ok", "database", path);
	else
		say_bad(self, "database", error);
	check_clock(self, store);
	check_disk(self, store);
}

static void
say_server(Check *self, const CoreServer *server, const GError *error)
{
	g_autofree char *warning = NULL;
	g_autofree char *detail = g_strdup_printf("%s answers%s",
	    server->server, server->user ? " and lets us in" : "");

	if (error)
		say_bad(self, server->name, error);
	else
		say(self, "ok", server->name, detail);
	warning = net_secret_warning(server);
	if (warning)
		say(self, "note", server->name, warning);
}

static void
add_folder(GString *words, const IngestChosen *chosen)
{
	g_string_append(words, chosen->name);
	if (strcmp(chosen->name, chosen->meant) != 0)
		g_string_append_printf(words, " for %s", chosen->meant);
	g_string_append_printf(
	    words, " (%" G_GINT64_FORMAT ")", chosen->messages);
}

/* Which folders the config means, and how many mails each holds. */
static void
say_folders(Check *self, const char *mailbox, const IngestChoice *choice)
{
	g_autoptr(GString) reads = g_string_new(NULL);
	g_autoptr(GString) answers = g_string_new(NULL);

	for (unsigned i = 0; i < choice->folders->len; i++) {
		const IngestChosen *chosen = choice->folders->pdata[i];
		GString *words = chosen->answer ? answers : reads;

		if (words->len > 0)
			g_string_append(words, ", ");
		add_folder(words, chosen);
	}
	if (answers->len > 0)
		g_string_append_printf(reads, "%sour answers in %s",
		    reads->len > 0 ? "; " : "", answers->str);
	g_string_prepend(reads, "reads ");
	say(self, "ok", mailbox, reads->str);
}

static void
check_mailboxes(Check *self)
{
	const CoreConfig *config = self->context->config;

	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox =
		    g_ptr_array_index(config->mailboxes, i);
		g_autoptr(GError) error = NULL;
		g_autoptr(IngestChoice) choice = NULL;

		(void)ingest_check_mailbox(
		    mailbox, &config->limits, &choice, &error);
		say_server(self, &mailbox->server, error);
		if (choice)
			say_folders(self, mailbox->server.name, choice);
	}
	if (!config->mailboxes->len)
		say(self, "note", "mailboxes",
		    "none: only `tribune import` brings mail");
}

static void
check_send(Check *self)
{
	const CoreSend *send = self->context->config->send;
	g_autoptr(GError) error = NULL;

	if (!send) {
		say(self, "note", "send", "no [send]: nothing goes out");
		return;
	}
	(void)digest_smtp_check(send, &error);
	say_server(self, &send->server, error);
	if (send->only_to)
		say(self, "note", "send",
		    "only-to is set: every mail goes to that address alone");
}

static void
check_operator(Check *self)
{
	const char *address = self->context->config->operator_address;

	if (address)
		say(self, "ok", "operator", address);
	else
		say(self, "note", "operator",
		    "not set: nobody gets a mail when a login stops working");
}

bool
cli_cmd_check(CliContext *self, int argc, char **argv, GError **error)
{
	Check check = { .context = self };

	if (!cli_begin(self, NULL, 0, 0, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	check.colour = isatty(STDOUT_FILENO);
	check.results = self->json ? json_array() : NULL;
	say(&check, "ok", "config", self->config->path);
	check_rules(&check);
	check_database(&check);
	check_operator(&check);
	check_mailboxes(&check);
	check_send(&check);
	if (check.results) {
		json_dumpf(check.results, stdout, JSON_INDENT(2));
		putchar('\n');
		json_decref(check.results);
	}
	return true;
}
