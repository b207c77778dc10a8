#include "ingest/folder.h"

#include "core/fault.h"
#include "ingest/error.h"
#include "mail/key.h"
#include "mail/received.h"
#include "net/error.h"
#include "store/folders.h"

#include <inttypes.h>

#define BATCH_MESSAGES 500

/* One listed UID on its way into the store. */
typedef struct {
	IngestListed listed;
	GBytes *raw; /* NULL: skipped or vanished */
	bool oversize;
	/* Skipped, or until it is committed with bytes: vanished. */
	StoreOutcome outcome;
} Item;

typedef struct {
	const IngestPoll *poll;
	IngestImap *session;
	const IngestSource *source;
	IngestCounts *counts;
	StorePacker *packer;
	StoreFolder folder;
	int64_t taken, messages; /* for those who watch */
} Reader;

static bool open_folder(Reader *self, IngestFolder *ret_there, GError **error);
static bool take_slice(
    Reader *self, const GArray *listed, int64_t last_uid, GError **error);

bool
ingest_folder_read(const IngestPoll *poll, IngestImap *session,
    const IngestSource *source, IngestCounts *counts, GError **error)
{
	g_autoptr(StorePacker) packer =
	    store_packer_new(poll->limits->fetch_bytes);
	Reader self = { .poll = poll,
		.packer = packer,
		.session = session,
		.source = source,
		.counts = counts };
	IngestFolder there;

	if (!open_folder(&self, &there, error))
		return false;
	self.messages = there.messages;
	while (self.folder.cursor_uid < there.last_uid) {
		g_autoptr(GArray) listed = NULL;
		int64_t last_uid;
		if (!ingest_imap_list(session, self.folder.cursor_uid + 1,
		        &listed, &last_uid, error) ||
		    !take_slice(&self, listed, last_uid, error))
			return false;
		self.folder.cursor_uid = last_uid;
	}
	return true;
}

static bool
open_folder(Reader *self, IngestFolder *ret_there, GError **error)
{
	const IngestSource *source = self->source;
	StoreFolderKey key = { .mailbox = source->mailbox,
		.name = source->name };

	if (!ingest_imap_examine(self->session, source->name, ret_there, error))
		return false;
	key.uidvalidity = ret_there->uidvalidity;
	if (!(self->poll->dry_run ? store_folder_find(self->poll->store, &key,
	                                &self->folder, error)
	                          : store_folder_open(self->poll->store, &key,
	                                core_clock_now(self->poll->clock),
	                                &self->folder, error)))
		return false;
	if (ret_there->uid_next == 0 || ret_there->messages == 0 ||
	    ret_there->uid_next > self->folder.cursor_uid)
		return true;
	g_set_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL,
	    "%s: the next UID is %" PRId64 ", but up to %" PRId64
	    " was read already, and UIDVALIDITY has not changed",
	    source->name, ret_there->uid_next, self->folder.cursor_uid);
	return false;
}

static bool
is_too_old(const Reader *self, const IngestListed *listed)
{
	return listed->received_at != 0 &&
	       listed->received_at < self->source->since_at;
}

static void
item_clear(void *data)
{
	g_clear_pointer(&((Item *)data)->raw, g_bytes_unref);
}

/* How many of the @n at @listed make the next batch: what they bring fits one
 * command, or is one mail. */
static size_t
batch_length(const Reader *self, const IngestListed *listed, size_t n)
{
	int64_t bytes = 0;
	size_t fetched = 0, i = 0;

	for (; i < n && i < BATCH_MESSAGES; i++) {
		if (is_too_old(self, &listed[i]))
			continue;
		bytes += listed[i].size_bytes;
		if (fetched > 0 && bytes > self->poll->limits->fetch_bytes)
			break;
		fetched++;
	}
	return i;
}

/* Brings the bytes of @items, as far as they are wanted and there. */
static bool
fetch_items(Reader *self, GArray *items, GError **error)
{
	g_autoptr(GArray) wanted =
	    g_array_new(FALSE, FALSE, sizeof(IngestListed));
	g_autoptr(GArray) fetched = NULL;
	unsigned next = 0;

	for (unsigned i = 0; i < items->len; i++) {
		const Item *item = &g_array_index(items, Item, i);
		if (item->outcome != STORE_SKIPPED)
			g_array_append_val(wanted, item->listed);
	}
	if (wanted->len == 0)
		return true;
	if (!ingest_imap_fetch(self->session, (const void *)wanted->data,
	        wanted->len, &fetched, error))
		return false;
	for (unsigned i = 0; i < items->len; i++) {
		Item *item = &g_array_index(items, Item, i);
		if (item->outcome == STORE_SKIPPED)
			continue;
		IngestFetched *got =
		    &g_array_index(fetched, IngestFetched, next++);
		item->raw = g_steal_pointer(&got->raw);
		item->oversize = got->oversize;
	}
	return true;
}

/* A run of items that go into one transaction. */
typedef struct {
	const Reader *reader;
	Item *items;
	size_t n;
	int64_t reach_uid; /* with them, all up to here is dealt with */
} Run;

static int64_t
received_at(const Item *item, int64_t now_at)
{
	size_t length;
	const void *bytes = g_bytes_get_data(item->raw, &length);
	int64_t at;

	if (item->listed.received_at)
		return item->listed.received_at;
	return mail_received_at(bytes, length, &at) ? at : now_at;
}

static bool
store_mail(const Reader *self, Store *store, Item *item, GError **error)
{
	size_t length;
	const void *bytes = g_bytes_get_data(item->raw, &length);
	g_autofree char *key = mail_key(bytes, length);
	g_autoptr(StorePacked) packed =
	    store_packer_pack(self->packer, bytes, length);
	const CoreLimits *limits = self->poll->limits;
	int64_t now_at = core_clock_now(self->poll->clock);
	StoreArrival arrival = { .folder_id = self->folder.id,
		.uid = item->listed.uid,
		.packed = packed,
		.content_key = key,
		.size_bytes = item->oversize ? MAX(item->listed.size_bytes,
		                                   limits->message_bytes + 1)
		                             : (int64_t)length,
		.received_at = received_at(item, now_at),
		.arrived_at = now_at,
		.answer = self->source->answer,
		.oversize = item->oversize };

	return store_arrival_add(store, &arrival, &item->outcome, error);
}

static bool
store_run(Store *store, void *data, GError **error)
{
	const Run *run = data;
	const Reader *reader = run->reader;

	for (size_t i = 0; i < run->n; i++) {
		Item *item = &run->items[i];
		StoreMiss miss = { .folder_id = reader->folder.id,
			.uid = item->listed.uid,
			.outcome = item->outcome,
			.arrived_at = core_clock_now(reader->poll->clock) };
		if (!(item->raw ? store_mail(reader, store, item, error)
		                : store_arrival_miss(store, &miss, error)))
			return false;
	}
	return store_folder_advance(
	    store, reader->folder.id, run->reach_uid, error);
}

static void
count(Reader *self, const Item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_pending =
		    self->poll->dry_run && items[i].outcome != STORE_SKIPPED;
		self->counts->pending += is_pending;
		self->counts->outcomes[items[i].outcome] += !is_pending;
		self->counts->oversize += items[i].oversize;
	}
	self->taken += (int64_t)n;
	if (self->poll->progress)
		self->poll->progress(self->source->name, self->taken,
		    self->messages, self->poll->data);
}

static bool
commit(Reader *self, Run *run, GError **error)
{
	if (!self->poll->dry_run) {
		CORE_FAULT_POINT();
		if (!store_transact(self->poll->store, store_run, run, error))
			return false;
		CORE_FAULT_POINT();
	}
	count(self, run->items, run->n);
	return true;
}

/* How many of the @n at @items fit one transaction: at least one. */
static size_t
run_length(const Reader *self, const Item *items, size_t n)
{
	const CoreLimits *limits = self->poll->limits;
	size_t bytes = 0, i = 0;

	for (; i < n && (int64_t)i < limits->transaction_rows; i++) {
		bytes += items[i].raw ? g_bytes_get_size(items[i].raw) : 0;
		if (i > 0 && (int64_t)bytes > limits->transaction_bytes)
			break;
	}
	return MAX(i, 1);
}

/* Commits a batch, with its last run up to @reach_uid. */
static bool
commit_batch(Reader *self, GArray *items, int64_t reach_uid, GError **error)
{
	for (size_t done = 0; done < items->len;) {
		Run run = { .reader = self,
			.items = &g_array_index(items, Item, done) };
		run.n = run_length(self, run.items, items->len - done);
		done += run.n;
		run.reach_uid = done < items->len
		                    ? run.items[run.n - 1].listed.uid
		                    : reach_uid;
		if (!commit(self, &run, error))
			return false;
	}
	return true;
}

static bool
take_batch(Reader *self, const IngestListed *listed, size_t n,
    int64_t reach_uid, GError **error)
{
	g_autoptr(GArray) items =
	    g_array_sized_new(FALSE, TRUE, sizeof(Item), (unsigned)n);

	g_array_set_clear_func(items, item_clear);
	for (size_t i = 0; i < n; i++) {
		Item item = { .listed = listed[i],
			.outcome = is_too_old(self, &listed[i])
			               ? STORE_SKIPPED
			               : STORE_VANISHED };
		g_array_append_val(items, item);
	}
	return (self->poll->dry_run || fetch_items(self, items, error)) &&
	       commit_batch(self, items, reach_uid, error);
}

/* Takes all of a slice, which reaches to @last_uid. */
static bool
take_slice(Reader *self, const GArray *listed, int64_t last_uid, GError **error)
{
	const IngestListed *at = (const void *)listed->data;
	size_t left = listed->len;
	Run nothing = { .reader = self, .reach_uid = last_uid };

	if (left == 0)
		return commit(self, &nothing, error);
	while (left > 0) {
		size_t n = batch_length(self, at, left);
		if (self->poll->stop && *self->poll->stop) {
			g_set_error_literal(
			    error, NET_ERROR, NET_ERROR_NETWORK, "stopped");
			return false;
		}
		left -= n;
		if (!take_batch(self, at, n,
		        left > 0 ? at[n - 1].uid : last_uid, error))
			return false;
		at += n;
	}
	return true;
}
