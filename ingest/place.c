#include "ingest/place.h"

#include "store/answers.h"

/* UIDs between the last mail and the cursor, all of mails that are gone. */
#define BEHIND_MOST 1000

/* A folder to be found in the database, there. */
typedef struct {
	const IngestPoll *poll;
	StoreFolderKey key;
	bool answer; /* what came from there before, too */
	IngestPlace *place;
} Finding;

static bool
find_folder(Store *store, void *data, GError **error)
{
	Finding *self = data;
	IngestPlace *place = self->place;
	StoreFolder *folder = &place->folder;
	int64_t now_at = core_clock_now(self->poll->clock);

	if (self->poll->dry_run
	        ? !store_folder_find(store, &self->key, folder, error)
	        : !store_folder_open(store, &self->key, now_at, folder, error))
		return false;
	return (!self->answer || self->poll->dry_run ||
	           store_answer_note_folder(store, folder->id, error)) &&
	       store_folder_last(store, folder->id, &place->known_uid,
	           &place->known_at, error);
}

static bool
begin_anew(Store *store, void *data, GError **error)
{
	Finding *self = data;
	IngestPlace *place = self->place;
	int64_t now_at = core_clock_now(self->poll->clock);

	place->folder.cursor_uid = place->known_uid = 0;
	return self->poll->dry_run ||
	       store_folder_restart(store, &place->folder, now_at, error);
}

bool
ingest_place_open(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestPlace *ret_place, GError **error)
{
	IngestPlace place = { 0 };
	Finding finding = { .poll = poll,
		.key = { .mailbox = source->mailbox, .name = source->name },
		.answer = source->answer,
		.place = &place };

	if (!ingest_imap_examine(session, source->name, &place.there, error))
		return false;
	finding.key.uidvalidity = place.there.uidvalidity;
	if (!ingest_writer_call(poll->writer, find_folder, &finding, error))
		return false;
	/* Restored from a backup, say: below the cursor may be other mails. All
	 * is read again, and what is known by its content is known. */
	if (place.there.uid_next != 0 &&
	    place.there.uid_next <= place.folder.cursor_uid &&
	    !ingest_place_restart(poll, &place, error))
		return false;
	*ret_place = place;
	return true;
}

bool
ingest_place_restart(const IngestPoll *poll, IngestPlace *self, GError **error)
{
	Finding finding = { .poll = poll, .place = self };

	return ingest_writer_call(poll->writer, begin_anew, &finding, error);
}

int64_t
ingest_place_first_uid(const IngestPlace *self, int64_t cursor_uid)
{
	return self->known_uid > 0 && cursor_uid - self->known_uid < BEHIND_MOST
	           ? self->known_uid
	           : cursor_uid + 1;
}

bool
ingest_place_pass(IngestPlace *self, int64_t cursor_uid, GArray *listed)
{
	bool is_known = true;
	unsigned n = 0;

	for (; n < listed->len; n++) {
		const IngestListed *at =
		    &g_array_index(listed, IngestListed, n);
		if (at->uid > cursor_uid)
			break;
		if (at->uid == self->known_uid && at->received_at != 0)
			is_known = at->received_at == self->known_at;
	}
	g_array_remove_range(listed, 0, n);
	self->known_uid = 0; /* it is not asked for again */
	return is_known;
}
