#include "cli/picture.h"

#include "core/units.h"
#include "filters/rules/rules.h"
#include "store/folders.h"
#include "store/outbox.h"

#include <inttypes.h>
#include <string.h>

#define OVERDUE_S (15 * 60)    /* beyond three intervals between polls */
#define LONG_QUEUE_S (60 * 60) /* that filters are behind */
#define LONG_WAL_BYTES (INT64_C(256) << 20)

typedef struct {
	const CliContext *context;
	CliPicture picture;
} Reading;

static bool
read_all(Store *store, void *data, GError **error)
{
	Reading *self = data;
	CliPicture *picture = &self->picture;

	cli_picture_clear(picture);
	return store_mailboxes(store, &picture->mailboxes, error) &&
	       store_folder_sums(store, &picture->folders, error) &&
	       store_status_read(store, &picture->counts, error) &&
	       cli_disk_read(self->context, store, &picture->disk, error);
}

/* Its first line: where it is, and what it is. */
static char *
find_rules_fault(const CoreConfig *config)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rules = filter_rules_load(config, &error);

	return rules ? NULL
	             : g_strndup(error->message, strcspn(error->message, "\n"));
}

bool
cli_picture_read(
    const CliContext *context, CliPicture *ret_picture, GError **error)
{
	Reading reading = { .context = context,
		.picture = { .now = core_clock_now(&context->clock) } };

	if (!store_snapshot(context->store, read_all, &reading, error)) {
		cli_picture_clear(&reading.picture);
		return false;
	}
	reading.picture.rules_fault = find_rules_fault(context->config);
	*ret_picture = reading.picture;
	return true;
}

void
cli_picture_clear(CliPicture *self)
{
	g_clear_pointer(&self->mailboxes, g_ptr_array_unref);
	g_clear_pointer(&self->folders, g_ptr_array_unref);
	g_clear_pointer(&self->rules_fault, g_free);
}

const StoreMailbox *
cli_picture_mailbox(const CliPicture *self, const char *name)
{
	for (unsigned i = 0; i < self->mailboxes->len; i++) {
		const StoreMailbox *row = g_ptr_array_index(self->mailboxes, i);

		if (strcmp(row->mailbox, name) == 0)
			return row;
	}
	return NULL;
}

int64_t
cli_picture_queue_age_s(const CliPicture *self)
{
	int64_t oldest_at = self->counts.oldest_queued_at;

	return oldest_at ? MAX(self->now - oldest_at, 0) : 0;
}

G_GNUC_PRINTF(2, 3)
static void
add(GPtrArray *faults, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	g_ptr_array_add(faults, g_strdup_vprintf(format, list));
	va_end(list);
}

static void
judge_mailbox(const CliPicture *self, const CoreMailbox *mailbox,
    const StoreMailbox *row, GPtrArray *faults)
{
	const char *name = mailbox->server.name;
	int64_t since_at =
	    row->refused_since ? row->refused_since : row->failing_since;
	g_autofree char *since = core_time_format(since_at);
	g_autofree char *tried = core_time_format(row->tried_at);

	if (since_at)
		add(faults, "mailbox %s: %s since %s: %s", name,
		    row->refused_since ? "login refused" : "failing", since,
		    row->error);
	else if (row->tried_at + 3 * (int64_t)mailbox->interval_s + OVERDUE_S <
	         self->now)
		add(faults,
		    "mailbox %s: no poll has ended since %s: is `tribune run`"
		    " at work?",
		    name, tried);
}

static void
judge_disk(const CliPicture *self, GPtrArray *faults)
{
	g_autofree char *disk = cli_disk_describe(&self->disk);
	g_autofree char *wal = core_size_format(self->disk.wal_bytes);

	if (cli_disk_is_full(&self->disk))
		add(faults, "disk: no mail is taken below %d%%: %s",
		    self->disk.least_percent, disk);
	else if (cli_disk_is_tight(&self->disk))
		add(faults, "disk: make room soon: %s", disk);
	if (self->disk.wal_bytes > LONG_WAL_BYTES)
		add(faults,
		    "write-ahead log: %s: something has read the database for"
		    " very long",
		    wal);
}

static void
judge_queue(const CliPicture *self, GPtrArray *faults)
{
	const StoreStatus *counts = &self->counts;
	int64_t unsent = counts->outbox[STORE_OUTBOX_FAILED] +
	                 counts->outbox[STORE_OUTBOX_EXPIRED];
	g_autofree char *queued =
	    core_count_format(counts->queued, "mail waits", "mails wait");
	g_autofree char *waits =
	    core_duration_format(cli_picture_queue_age_s(self));
	g_autofree char *quarantined =
	    core_count_format(counts->quarantined, "mail", "mails");
	g_autofree char *failed = core_count_format(unsent, "mail", "mails");

	if (cli_picture_queue_age_s(self) > LONG_QUEUE_S)
		add(faults,
		    "queue: %s to be read, the oldest for %s: is `tribune run`"
		    " at work?",
		    queued, waits);
	if (counts->quarantined)
		add(faults,
		    "quarantine: %s could not be read; `tribune quarantine`"
		    " lists what",
		    quarantined);
	if (unsent)
		add(faults,
		    "outbox: %s could not be sent; `tribune send --unsent`"
		    " lists what",
		    failed);
}

GPtrArray *
cli_picture_faults(const CliPicture *self, const CoreConfig *config)
{
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);

	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox =
		    g_ptr_array_index(config->mailboxes, i);
		const StoreMailbox *row =
		    cli_picture_mailbox(self, mailbox->server.name);
		if (row)
			judge_mailbox(self, mailbox, row, faults);
		else
			add(faults,
			    "mailbox %s: no poll has ended yet: is `tribune"
			    " run` at work?",
			    mailbox->server.name);
	}
	judge_disk(self, faults);
	judge_queue(self, faults);
	if (self->rules_fault)
		add(faults, "rules: those read before stay in force: %s",
		    self->rules_fault);
	return faults;
}
