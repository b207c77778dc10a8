#include "cli/command.h"

#include "cli/picture.h"
#include "cli/status-json.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "store/folders.h"
#include "store/outbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

/* The first lines: what a person, or a monitoring system, must know. */
static void
print_verdict(const GPtrArray *faults)
{
	for (unsigned i = 0; i < faults->len; i++)
		printf(
		    "look: %s\n", (const char *)g_ptr_array_index(faults, i));
	if (faults->len == 0)
		puts("all is well");
}

static void
print_mailbox(const char *name, const StoreMailbox *row)
{
	g_autofree char *until = row && row->complete_until
	                             ? core_time_format(row->complete_until)
	                             : NULL;
	g_autofree char *tried = row ? core_time_format(row->tried_at) : NULL;
	g_autofree char *since = row && row->failing_since
	                             ? core_time_format(row->failing_since)
	                             : NULL;

	printf("mailbox %s: %s%s%s%s\n", name,
	    until ? "complete until " : "never read whole", until ? until : "",
	    tried ? ", last poll " : "", tried ? tried : "");
	if (since)
		printf("  failing since %s: %s\n", since, row->error);
	if (since && row->alarmed_at >= row->failing_since) {
		g_autofree char *told = core_time_format(row->alarmed_at);
		printf("  the operator was told at %s\n", told);
	}
}

static void
print_mailboxes(const CliPicture *self, const CoreConfig *config)
{
	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox =
		    g_ptr_array_index(config->mailboxes, i);
		const char *name = mailbox->server.name;

		print_mailbox(name, cli_picture_mailbox(self, name));
	}
}

static void
print_folder(const StoreFolderSums *sums)
{
	int64_t listed = 0;

	for (int i = 0; i < STORE_OUTCOMES; i++)
		listed += sums->outcomes[i];
	printf("%s/%s: listed %" PRIi64, sums->mailbox, sums->folder, listed);
	for (int i = 0; i < STORE_OUTCOMES; i++)
		printf(" %c %" PRIi64 " %s", i ? '+' : '=', sums->outcomes[i],
		    store_outcome_name(i));
	if (sums->quarantined)
		printf(
		    " (%" PRIi64 " of the new quarantined)", sums->quarantined);
	if (sums->readings > 1) {
		g_autofree char *at = core_time_format(sums->opened_at);
		printf("; numbered anew by its server, last seen %s", at);
	}
	putchar('\n');
}

static void
print_unfetched(const StoreStatus *counts)
{
	g_autofree char *at = counts->unfetched_at
	                          ? core_time_format(counts->unfetched_at)
	                          : NULL;

	if (counts->unfetched > 0)
		printf("not handed over by their servers: %" PRIi64 "; %s%s\n",
		    counts->unfetched,
		    at ? "asked for again from " : "not asked for any more",
		    at ? at : "");
}

static void
print_counts(const CliPicture *self)
{
	const StoreStatus *counts = &self->counts;
	g_autofree char *people =
	    core_count_format(counts->contacts, "person", "people");
	g_autofree char *patterns =
	    core_count_format(counts->patterns, "pattern", "patterns");
	g_autofree char *waits =
	    core_duration_format(cli_picture_queue_age_s(self));

	printf("messages: %" PRIi64 ", of them %" PRIi64 " queued",
	    counts->messages, counts->queued);
	if (counts->queued)
		printf(" (the oldest for %s)", waits);
	printf(" and %" PRIi64 " quarantined; %s, %s\n", counts->quarantined,
	    people, patterns);
	printf("digests: %" PRIi64 "; outbox:", counts->digests);
	for (int i = 0; i < STORE_OUTBOX_STATES; i++)
		if (counts->outbox[i] || i == STORE_OUTBOX_READY)
			printf(" %" PRIi64 " %s", counts->outbox[i],
			    store_outbox_state_name(i));
	putchar('\n');
}

static void
print_disk(const CliPicture *self)
{
	g_autofree char *size = core_size_format(self->counts.database_bytes);
	g_autofree char *wal = core_size_format(self->disk.wal_bytes);
	g_autofree char *disk = cli_disk_describe(&self->disk);

	printf("database: %s, and %s of write-ahead log\ndisk: %s\n", size, wal,
	    disk);
}

static void
print_text(
    const CliPicture *self, const CoreConfig *config, const GPtrArray *faults)
{
	print_verdict(faults);
	print_mailboxes(self, config);
	for (unsigned i = 0; i < self->folders->len; i++)
		print_folder(g_ptr_array_index(self->folders, i));
	print_unfetched(&self->counts);
	print_counts(self);
	print_disk(self);
}

bool
cli_cmd_status(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(CliPicture) picture = { 0 };
	g_autoptr(GPtrArray) faults = NULL;

	if (!cli_begin(self, NULL, 0, 0, &argc, &argv, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error) ||
	    !cli_picture_read(self, &picture, error))
		return false;
	faults = cli_picture_faults(&picture, self->config);
	if (self->json) {
		g_autoptr(json_t) json = cli_status_to_json(&picture, faults);

		(void)json_dumpf(json, stdout, JSON_INDENT(2));
		putchar('\n');
	} else {
		print_text(&picture, self->config, faults);
	}
	if (faults->len > 0)
		self->exit_code = EX_TEMPFAIL;
	return true;
}
