#include "ingest/place.h"

#include "store/answers.h"

/* A folder to be found in the database, there. */
typedef struct {
	const IngestPoll *poll;
	StoreFolderKey key;
	bool answer; /* what came from there before, too */
	StoreFolder folder;
} Finding;

static bool
find_folder(Store *store, void *data, GError **error)
{
	Finding *self = data;

	if (self->poll->dry_run)
		return store_folder_find(
		    store, &self->key, &self->folder, error);
	return store_folder_open(store, &self->key,
	           core_clock_now(self->poll->clock), &self->folder, error) &&
	       (!self->answer ||
	           store_answer_note_folder(store, self->folder.id, error));
}

static bool
begin_anew(Store *store, void *data, GError **error)
{
	Finding *self = data;
	int64_t now_at = core_clock_now(self->poll->clock);

	self->folder.cursor_uid = 0;
	return self->poll->dry_run ||
	       store_folder_restart(store, &self->folder, now_at, error);
}

bool
ingest_place_open(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestPlace *ret_place, GError **error)
{
	Finding finding = { .poll = poll,
		.key = { .mailbox = source->mailbox, .name = source->name },
		.answer = source->answer };
	IngestPlace place;

	if (!ingest_imap_examine(session, source->name, &place.there, error))
		return false;
	finding.key.uidvalidity = place.there.uidvalidity;
	if (!ingest_writer_call(poll->writer, find_folder, &finding, error))
		return false;
	/* Restored from a backup, say: below the cursor may be other mails. All
	 * is read again, and what is known by its content is known. */
	if (place.there.uid_next != 0 &&
	    place.there.uid_next <= finding.folder.cursor_uid &&
	    !ingest_writer_call(poll->writer, begin_anew, &finding, error))
		return false;
	place.folder = finding.folder;
	*ret_place = place;
	return true;
}
