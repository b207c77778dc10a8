#include "ingest/large.h"

#include "core/sha256.h"
#include "mail/key.h"
#include "mail/received.h"
#include "store/parts.h"
#include "store/room.h"

struct _IngestLarge {
	IngestTarget *target;
	char *name; /* of its parts in the store */
	int64_t n_parts, bytes;
	CoreSha256 *sum;
	MailKey *key;
	int64_t received_at; /* as its header says, or now */
};

/* A part between the server and the store. */
typedef struct {
	IngestJob job;
	const CoreLimits *limits;
	char *name;
	int64_t number;
	GBytes *bytes; /* packed by pack() */
} Part;

IngestLarge *
ingest_large_new(IngestTarget *target, int64_t uid)
{
	IngestLarge *self = g_new0(IngestLarge, 1);

	self->target = target;
	self->name = store_parts_name(target->folder.id, uid);
	self->sum = core_sha256_new();
	self->key = mail_key_new();
	self->received_at = core_clock_now(target->poll->clock);
	return self;
}

void
ingest_large_free(IngestLarge *self)
{
	if (!self)
		return;
	g_free(self->name);
	core_sha256_free(self->sum);
	mail_key_free(self->key);
	g_free(self);
}

static size_t
pack_part(IngestJob *job, StorePacker *packer)
{
	Part *self = (Part *)job;
	g_autoptr(GBytes) raw = g_steal_pointer(&self->bytes);
	size_t length;
	const void *bytes = g_bytes_get_data(raw, &length);

	self->bytes = store_packer_frame(packer, bytes, length);
	return g_bytes_get_size(self->bytes);
}

static bool
store_part(Store *store, void *data, GError **error)
{
	const Part *self = data;
	const StorePart part = { self->name, self->number, self->bytes };

	return store_parts_add(store, &part, error);
}

static bool
write_part(IngestJob *job, Store *store, GError **error)
{
	const Part *self = (const void *)job;

	return store_has_room(store, self->limits->free_space_percent, error) &&
	       store_transact(store, store_part, job, error);
}

static void
free_part(IngestJob *job)
{
	Part *self = (Part *)job;

	g_free(self->name);
	g_bytes_unref(self->bytes);
	g_free(self);
}

IngestJob *
ingest_large_add(IngestLarge *self, GBytes *part)
{
	Part *job = g_new0(Part, 1);
	size_t length;
	const void *bytes = g_bytes_get_data(part, &length);

	if (self->n_parts == 0)
		(void)mail_received_at(bytes, length, &self->received_at);
	core_sha256_add(self->sum, bytes, length);
	mail_key_add(self->key, bytes, length);
	self->bytes += (int64_t)length;
	job->job = (IngestJob){ .bytes = length,
		.pack = pack_part,
		.write = write_part,
		.free = free_part };
	job->limits = self->target->poll->limits;
	job->name = g_strdup(self->name);
	job->number = self->n_parts++;
	job->bytes = g_bytes_ref(part);
	return &job->job;
}

void
ingest_large_finish(
    IngestLarge *self, const IngestListed *listed, IngestBatch *batch)
{
	StorePacked *packed = g_new0(StorePacked, 1);

	packed->sha256 = core_sha256_finish(self->sum);
	packed->raw_bytes = self->bytes;
	packed->frames =
	    g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	packed->parts_name = g_strdup(self->name);
	ingest_batch_add_packed(batch, listed, packed,
	    mail_key_finish(self->key),
	    listed->received_at ? listed->received_at : self->received_at);
}
