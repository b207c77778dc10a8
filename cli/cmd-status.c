#include "cli/command.h"

#include "core/autoptr.h"
#include "core/units.h"
#include "store/folders.h"
#include "store/mailboxes.h"
#include "store/outbox.h"
#include "store/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

typedef struct {
	GPtrArray *mailboxes; /* StoreMailbox * */
	GPtrArray *folders;   /* StoreFolderSums * */
	StoreStatus counts;
} Picture;

static bool
read_picture(Store *store, void *data, GError **error)
{
	Picture *self = data;

	return store_mailboxes(store, &self->mailboxes, error) &&
	       store_folder_sums(store, &self->folders, error) &&
	       store_status_read(store, &self->counts, error);
}

static void
clear_picture(Picture *self)
{
	g_clear_pointer(&self->mailboxes, g_ptr_array_unref);
	g_clear_pointer(&self->folders, g_ptr_array_unref);
}

static const StoreMailbox *
find_mailbox(const Picture *self, const char *name)
{
	for (unsigned i = 0; i < self->mailboxes->len; i++) {
		const StoreMailbox *row = g_ptr_array_index(self->mailboxes, i);

		if (strcmp(row->mailbox, name) == 0)
			return row;
	}
	return NULL;
}

static int64_t
listed(const StoreFolderSums *sums)
{
	int64_t all = 0;

	for (int i = 0; i < STORE_OUTCOMES; i++)
		all += sums->outcomes[i];
	return all;
}

/* Whether somebody should look: the same conditions as in the manual. */
static bool
is_well(const Picture *self)
{
	const StoreStatus *counts = &self->counts;

	for (unsigned i = 0; i < self->mailboxes->len; i++) {
		const StoreMailbox *row = g_ptr_array_index(self->mailboxes, i);

		if (row->failing_since)
			return false;
	}
	return !counts->quarantined && !counts->outbox[STORE_OUTBOX_FAILED] &&
	       !counts->outbox[STORE_OUTBOX_EXPIRED];
}

static void
set_time(json_t *object, const char *key, int64_t at)
{
	g_autofree char *text = at ? core_time_format(at) : NULL;

	if (text)
		json_object_set_new(object, key, json_string(text));
}

static json_t *
mailboxes_to_json(const Picture *self)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < self->mailboxes->len; i++) {
		const StoreMailbox *row = g_ptr_array_index(self->mailboxes, i);
		json_t *object = json_pack("{s:s}", "mailbox", row->mailbox);

		set_time(object, "tried_at", row->tried_at);
		set_time(object, "complete_until", row->complete_until);
		set_time(object, "failing_since", row->failing_since);
		if (row->error)
			json_object_set_new(
			    object, "error", json_string(row->error));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
folders_to_json(const Picture *self)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < self->folders->len; i++) {
		const StoreFolderSums *sums =
		    g_ptr_array_index(self->folders, i);
		json_t *object = json_pack("{s:s, s:s, s:I, s:I}", "mailbox",
		    sums->mailbox, "folder", sums->folder, "listed",
		    (json_int_t)listed(sums), "quarantined",
		    (json_int_t)sums->quarantined);

		for (int k = 0; k < STORE_OUTCOMES; k++)
			json_object_set_new(object, store_outcome_name(k),
			    json_integer(sums->outcomes[k]));
		json_array_append_new(array, object);
	}
	return array;
}

static void
print_json(const Picture *self)
{
	const StoreStatus *counts = &self->counts;
	g_autoptr(json_t) root = json_pack(
	    "{s:b, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "well",
	    is_well(self), "mailboxes", mailboxes_to_json(self), "folders",
	    folders_to_json(self), "messages", (json_int_t)counts->messages,
	    "queued", (json_int_t)counts->queued, "quarantined",
	    (json_int_t)counts->quarantined, "contacts",
	    (json_int_t)counts->contacts, "patterns",
	    (json_int_t)counts->patterns, "digests",
	    (json_int_t)counts->digests, "database_bytes",
	    (json_int_t)counts->database_bytes);
	json_t *outbox = json_object();

	for (int i = 0; i < STORE_OUTBOX_STATES; i++)
		json_object_set_new(outbox, store_outbox_state_name(i),
		    json_integer(counts->outbox[i]));
	json_object_set_new(root, "outbox", outbox);
	json_dumpf(root, stdout, JSON_INDENT(2));
	putchar('\n');
}

static void
print_mailboxes(const Picture *self, const CoreConfig *config)
{
	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox =
		    g_ptr_array_index(config->mailboxes, i);
		const char *name = mailbox->server.name;
		const StoreMailbox *row = find_mailbox(self, name);
		g_autofree char *until =
		    row && row->complete_until
		        ? core_time_format(row->complete_until)
		        : NULL;
		g_autofree char *since =
		    row && row->failing_since
		        ? core_time_format(row->failing_since)
		        : NULL;

		printf("mailbox %s: %s%s\n", name,
		    until ? "complete until " : "never read whole",
		    until ? until : "");
		if (since)
			printf("  failing since %s: %s\n", since, row->error);
	}
}

static void
print_folders(const Picture *self)
{
	for (unsigned i = 0; i < self->folders->len; i++) {
		const StoreFolderSums *sums =
		    g_ptr_array_index(self->folders, i);

		printf("%s/%s: listed %" PRIi64, sums->mailbox, sums->folder,
		    listed(sums));
		for (int k = 0; k < STORE_OUTCOMES; k++)
			printf(" %c %" PRIi64 " %s", k ? '+' : '=',
			    sums->outcomes[k], store_outcome_name(k));
		if (sums->quarantined)
			printf(" (%" PRIi64 " of the new quarantined)",
			    sums->quarantined);
		putchar('\n');
	}
}

static void
print_counts(const StoreStatus *counts)
{
	g_autofree char *size = core_size_format(counts->database_bytes);

	printf("messages: %" PRIi64 ", of them %" PRIi64 " queued and %" PRIi64
	       " quarantined; %" PRIi64 " people, %" PRIi64 " patterns\n",
	    counts->messages, counts->queued, counts->quarantined,
	    counts->contacts, counts->patterns);
	printf("digests: %" PRIi64 "; outbox:", counts->digests);
	for (int i = 0; i < STORE_OUTBOX_STATES; i++)
		if (counts->outbox[i] || i == STORE_OUTBOX_READY)
			printf(" %" PRIi64 " %s", counts->outbox[i],
			    store_outbox_state_name(i));
	printf("\ndatabase: %s\n", size);
}

bool
cli_cmd_status(CliContext *self, int argc, char **argv, GError **error)
{
	Picture picture = { 0 };
	bool done;

	if (!cli_begin(self, NULL, 0, 0, &argc, &argv, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error))
		return false;
	done = store_snapshot(self->store, read_picture, &picture, error);
	if (done && self->json) {
		print_json(&picture);
	} else if (done) {
		print_mailboxes(&picture, self->config);
		print_folders(&picture);
		print_counts(&picture.counts);
	}
	if (done && !is_well(&picture))
		self->exit_code = EX_TEMPFAIL;
	clear_picture(&picture);
	return done;
}
