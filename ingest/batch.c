#include "ingest/batch.h"

#include "core/sha256.h"
#include "mail/key.h"
#include "mail/received.h"
#include "store/arrivals.h"
#include "store/room.h"
#include "store/unfetched.h"

#include <inttypes.h>
#include <string.h>

/* So small that packing and writing go on while the next is fetched. */
#define BATCH_BYTES (1024 * 1024)

/* One listed UID. */
typedef struct {
	IngestListed listed;
	GBytes *raw; /* NULL: skipped, vanished, or packed */
	bool oversize, unfetched;
	int64_t received_at;
	char *content_key;
	StorePacked *packed; /* NULL: not yet packed, or without bytes */
	/* Skipped, or until it is committed with bytes: vanished. */
	StoreOutcome outcome;
} Item;

struct _IngestBatch {
	IngestJob job;
	IngestTarget *target;
	GArray *items;
	int64_t reach_uid;
	bool mends; /* its UIDs have their outcome */
};

static size_t pack(IngestJob *job, StorePacker *packer);
static bool write_down(IngestJob *job, Store *store, GError **error);
static void free_job(IngestJob *job);

static void
item_clear(void *data)
{
	Item *item = data;

	g_clear_pointer(&item->raw, g_bytes_unref);
	store_packed_free(item->packed);
	g_free(item->content_key);
}

IngestBatch *
ingest_batch_new(IngestTarget *target)
{
	IngestBatch *self = g_new0(IngestBatch, 1);

	self->job =
	    (IngestJob){ .pack = pack, .write = write_down, .free = free_job };
	self->target = target;
	self->items = g_array_new(FALSE, FALSE, sizeof(Item));
	g_array_set_clear_func(self->items, item_clear);
	return self;
}

void
ingest_batch_free(IngestBatch *self)
{
	if (!self)
		return;
	g_array_unref(self->items);
	g_free(self);
}

static void
free_job(IngestJob *job)
{
	ingest_batch_free((IngestBatch *)job);
}

void
ingest_batch_mend(IngestBatch *self)
{
	self->mends = true;
}

void
ingest_batch_add(
    IngestBatch *self, const IngestListed *listed, IngestFetched *fetched)
{
	Item item = { .listed = *listed,
		.outcome = fetched ? STORE_VANISHED : STORE_SKIPPED };

	if (fetched && fetched->raw) {
		item.raw = g_steal_pointer(&fetched->raw);
		item.oversize = fetched->oversize;
		item.unfetched = fetched->unfetched;
		self->job.bytes += g_bytes_get_size(item.raw);
	}
	g_array_append_val(self->items, item);
	self->reach_uid = listed->uid;
}

void
ingest_batch_add_packed(IngestBatch *self, const IngestListed *listed,
    StorePacked *packed, char *content_key, int64_t received_at)
{
	Item item = { .listed = *listed,
		.outcome = STORE_VANISHED,
		.received_at = received_at,
		.content_key = content_key,
		.packed = packed };

	g_array_append_val(self->items, item);
	self->reach_uid = listed->uid;
}

void
ingest_batch_reach(IngestBatch *self, int64_t uid)
{
	self->reach_uid = uid;
}

bool
ingest_batch_is_full(const IngestBatch *self)
{
	const CoreLimits *limits = self->target->poll->limits;
	int64_t bytes = (int64_t)self->job.bytes;

	return self->items->len >= limits->transaction_rows ||
	       bytes >= MIN(limits->transaction_bytes, BATCH_BYTES);
}

IngestJob *
ingest_batch_to_job(IngestBatch *self)
{
	return &self->job;
}

static int64_t
date_of(const Item *item, const void *bytes, size_t length, int64_t now_at)
{
	int64_t at;

	if (item->listed.received_at)
		return item->listed.received_at;
	return mail_received_at(bytes, length, &at) ? at : now_at;
}

/* A mail of which nothing came is like no other. */
static char *
key_of_nothing(const IngestBatch *self, const Item *item)
{
	const IngestSource *source = self->target->source;
	g_autofree char *text = g_strdup_printf("unfetched\n%s\n%s\n%" PRId64
	                                        " %" PRId64 " %" PRId64,
	    source->mailbox, source->name, item->listed.uid,
	    item->listed.size_bytes, item->listed.received_at);

	return core_sha256(text, strlen(text));
}

/* How large the whole mail is. */
static int64_t
size_of(const IngestBatch *self, const Item *item)
{
	const CoreLimits *limits = self->target->poll->limits;

	if (item->oversize)
		return MAX(item->listed.size_bytes, limits->message_bytes + 1);
	return item->unfetched ? item->listed.size_bytes
	                       : item->packed->raw_bytes;
}

static void
pack_item(const IngestBatch *self, Item *item, StorePacker *packer)
{
	const CoreClock *clock = self->target->poll->clock;
	g_autoptr(GBytes) raw = g_steal_pointer(&item->raw);
	size_t length;
	const void *bytes = g_bytes_get_data(raw, &length);

	item->content_key = length == 0 && item->unfetched
	                        ? key_of_nothing(self, item)
	                        : mail_key(bytes, length);
	item->packed = store_packer_pack(packer, bytes, length);
	item->received_at = date_of(item, bytes, length, core_clock_now(clock));
}

static size_t
pack(IngestJob *job, StorePacker *packer)
{
	const IngestBatch *self = (const void *)job;
	size_t bytes = 0;

	for (unsigned i = 0; i < self->items->len; i++) {
		Item *item = &g_array_index(self->items, Item, i);
		if (!item->raw)
			continue;
		pack_item(self, item, packer);
		bytes += store_packed_size(item->packed);
	}
	return bytes;
}

static bool
store_mail(const IngestBatch *self, Store *store, Item *item, GError **error)
{
	const IngestTarget *target = self->target;
	StoreArrival arrival = { .folder_id = target->folder.id,
		.uid = item->listed.uid,
		.packed = item->packed,
		.content_key = item->content_key,
		.size_bytes = size_of(self, item),
		.received_at = item->received_at,
		.arrived_at = core_clock_now(target->poll->clock),
		.answer = target->source->answer,
		.oversize = item->oversize,
		.unfetched = item->unfetched };

	return self->mends
	           ? store_unfetched_mend(store, &arrival, error)
	           : store_arrival_add(store, &arrival, &item->outcome, error);
}

static bool
store_items(Store *store, void *data, GError **error)
{
	const IngestBatch *self = data;
	const IngestTarget *target = self->target;

	for (unsigned i = 0; i < self->items->len; i++) {
		Item *item = &g_array_index(self->items, Item, i);
		StoreMiss miss = { .folder_id = target->folder.id,
			.uid = item->listed.uid,
			.outcome = item->outcome,
			.arrived_at = core_clock_now(target->poll->clock) };
		if (!(item->packed ? store_mail(self, store, item, error)
		        : self->mends
		            ? store_unfetched_forget(
		                  store, miss.folder_id, miss.uid, error)
		            : store_arrival_miss(store, &miss, error)))
			return false;
	}
	return self->mends || store_folder_advance(store, target->folder.id,
	                          self->reach_uid, error);
}

static void
count(const IngestBatch *self)
{
	IngestTarget *target = self->target;
	const IngestPoll *poll = target->poll;
	IngestStep step = { .mailbox = target->source->mailbox,
		.folder = target->source->name,
		.messages = target->messages };

	for (unsigned i = 0; i < self->items->len; i++) {
		const Item *item = &g_array_index(self->items, Item, i);
		target->counts->mended += self->mends && item->packed;
		if (self->mends)
			continue;
		target->counts->outcomes[item->outcome]++;
		target->counts->oversize += item->oversize;
		target->counts->unfetched += item->unfetched;
	}
	step.taken = target->taken += self->mends ? 0 : self->items->len;
	if (poll->progress)
		poll->progress(&step, poll->data);
}

static bool
write_down(IngestJob *job, Store *store, GError **error)
{
	IngestBatch *self = (IngestBatch *)job;
	const CoreLimits *limits = self->target->poll->limits;

	if (!store_has_room(store, limits->free_space_percent, error) ||
	    !store_transact(store, store_items, self, error))
		return false;
	count(self);
	return true;
}
