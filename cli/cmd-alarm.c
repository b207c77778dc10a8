#include "cli/command.h"

#include "core/error.h"
#include "digest/outage-alarm.h"

#include <stdio.h>

#define LOCK_WAIT_MS 10000

static bool
preview(CliContext *self, const DigestOutageQuery *query, GError **error)
{
	g_autoptr(GPtrArray) mails = NULL;

	if (!digest_outage_preview(self->store, query, &mails, error))
		return false;
	for (unsigned i = 0; i < mails->len; i++) {
		const DigestMail *mail = mails->pdata[i];
		printf("%sSubject: %s\n\n%s", i ? "\n" : "", mail->subject,
		    mail->text);
	}
	if (mails->len == 0)
		puts("no mailbox has been failing for long");
	return true;
}

static bool
freeze(CliContext *self, const DigestOutageQuery *query, GError **error)
{
	g_autoptr(StoreLock) lock = store_lock_take(
	    self->config->database, "digest", LOCK_WAIT_MS, error);
	g_autoptr(GPtrArray) mailboxes = NULL;

	if (!lock ||
	    !digest_outage_alarm(self->store, query, &mailboxes, error))
		return false;
	for (unsigned i = 0; i < mailboxes->len; i++)
		printf("An alarm about mailbox %s is ready; `tribune send`"
		       " mails it.\n",
		    (const char *)mailboxes->pdata[i]);
	if (mailboxes->len == 0)
		puts("no alarm is due");
	return true;
}

bool
cli_cmd_alarm(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean is_preview = FALSE;
	const GOptionEntry entries[] = {
		{ "preview", 0, 0, G_OPTION_ARG_NONE, &is_preview,
		    "show them, due or not, and keep nothing", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !cli_open_store(
	        self, is_preview ? STORE_READ_ONLY : STORE_CHANGE, error))
		return false;
	const DigestOutageQuery query = { .config = self->config,
		.now = core_clock_now(&self->clock) };
	if (is_preview)
		return preview(self, &query, error);
	if (self->config->send && self->config->operator_address)
		return freeze(self, &query, error);
	g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
	    "%s: an alarm needs [send], and operator in [tribune]",
	    self->config->path);
	return false;
}
