#include "cli/status-json.h"

#include "cli/json.h"
#include "store/folders.h"

static void
set_int(json_t *object, const char *key, int64_t value)
{
	json_object_set_new(object, key, json_integer(value));
}

static json_t *
mailboxes_to_json(const CliPicture *self)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < self->mailboxes->len; i++) {
		const StoreMailbox *row = g_ptr_array_index(self->mailboxes, i);
		json_t *object = json_pack("{s:s}", "mailbox", row->mailbox);

		cli_json_set_time(object, "tried_at", row->tried_at);
		cli_json_set_time(
		    object, "complete_until", row->complete_until);
		cli_json_set_time(object, "failing_since", row->failing_since);
		cli_json_set_time(object, "refused_since", row->refused_since);
		cli_json_set_time(object, "alarmed_at", row->alarmed_at);
		if (row->error)
			json_object_set_new(
			    object, "error", json_string(row->error));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
folder_to_json(const StoreFolderSums *sums)
{
	json_t *object = json_pack(
	    "{s:s, s:s}", "mailbox", sums->mailbox, "folder", sums->folder);
	int64_t listed = 0;

	for (int i = 0; i < STORE_OUTCOMES; i++) {
		set_int(object, store_outcome_name(i), sums->outcomes[i]);
		listed += sums->outcomes[i];
	}
	set_int(object, "listed", listed);
	set_int(object, "quarantined", sums->quarantined);
	set_int(object, "readings", sums->readings);
	return object;
}

static json_t *
folders_to_json(const CliPicture *self)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < self->folders->len; i++)
		json_array_append_new(
		    array, folder_to_json(g_ptr_array_index(self->folders, i)));
	return array;
}

static json_t *
disk_to_json(const CliDisk *disk)
{
	json_t *object = json_object();

	set_int(object, "free_bytes", disk->room.free_bytes);
	set_int(object, "all_bytes", disk->room.all_bytes);
	set_int(object, "free_percent", store_room_percent(&disk->room));
	set_int(object, "least_percent", disk->least_percent);
	set_int(object, "growth_days", disk->growth.days);
	set_int(object, "bytes_a_day", disk->growth.bytes_a_day);
	if (disk->days_left >= 0)
		set_int(object, "days_left", disk->days_left);
	return object;
}

static json_t *
outbox_to_json(const StoreStatus *counts)
{
	json_t *object = json_object();

	for (int i = 0; i < STORE_OUTBOX_STATES; i++)
		set_int(object, store_outbox_state_name(i), counts->outbox[i]);
	return object;
}

static void
set_counts(json_t *object, const CliPicture *self)
{
	const StoreStatus *counts = &self->counts;

	set_int(object, "messages", counts->messages);
	set_int(object, "queued", counts->queued);
	cli_json_set_time(object, "oldest_queued_at", counts->oldest_queued_at);
	set_int(object, "queue_age_s", cli_picture_queue_age_s(self));
	set_int(object, "quarantined", counts->quarantined);
	set_int(object, "unfetched", counts->unfetched);
	cli_json_set_time(object, "unfetched_next_at", counts->unfetched_at);
	set_int(object, "contacts", counts->contacts);
	set_int(object, "patterns", counts->patterns);
	set_int(object, "digests", counts->digests);
	set_int(object, "database_bytes", counts->database_bytes);
	set_int(object, "wal_bytes", self->disk.wal_bytes);
}

json_t *
cli_status_to_json(const CliPicture *picture, const GPtrArray *faults)
{
	json_t *wrong = json_array();
	json_t *root =
	    json_pack("{s:b, s:o}", "well", faults->len == 0, "wrong", wrong);

	for (unsigned i = 0; i < faults->len; i++)
		json_array_append_new(
		    wrong, json_string(g_ptr_array_index(faults, i)));
	cli_json_set_time(root, "now", picture->now);
	json_object_set_new(root, "mailboxes", mailboxes_to_json(picture));
	json_object_set_new(root, "folders", folders_to_json(picture));
	set_counts(root, picture);
	json_object_set_new(root, "outbox", outbox_to_json(&picture->counts));
	json_object_set_new(root, "disk", disk_to_json(&picture->disk));
	return root;
}
