#include "cli/command.h"

#include "digest/error.h"
#include "digest/escalation.h"

#include <stdio.h>

#define LOCK_WAIT_MS 10000

static bool
preview(CliContext *self, int64_t now, GError **error)
{
	g_autoptr(DigestMail) mail = NULL;

	if (!digest_escalation_preview(
	        self->store, self->config, now, &mail, error))
		return false;
	printf("Subject: %s\n\n%s", mail->subject, mail->text);
	return true;
}

static bool
freeze(CliContext *self, int64_t now, GError **error)
{
	g_autoptr(StoreLock) lock = store_lock_take(
	    self->config->database, "digest", LOCK_WAIT_MS, error);
	g_autofree char *subject = NULL;

	if (!lock || !digest_escalation_freeze(
	                 self->store, self->config, now, &subject, error))
		return false;
	printf("%s\nis ready; `tribune send` mails it.\n", subject);
	return true;
}

bool
cli_cmd_escalate(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean is_preview = FALSE;
	const GOptionEntry entries[] = {
		{ "preview", 0, 0, G_OPTION_ARG_NONE, &is_preview,
		    "show it and keep nothing", NULL },
		{ 0 },
	};
	g_autoptr(GError) local = NULL;
	int64_t now;
	bool done;

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !cli_open_store(
	        self, is_preview ? STORE_READ_ONLY : STORE_CHANGE, error))
		return false;
	now = core_clock_now(&self->clock);
	done =
	    is_preview ? preview(self, now, &local) : freeze(self, now, &local);
	if (done)
		return true;
	if (g_error_matches(local, DIGEST_ERROR, DIGEST_ERROR_NOTHING)) {
		printf("%s\n", local->message);
		return true;
	}
	g_propagate_error(error, g_steal_pointer(&local));
	return false;
}
