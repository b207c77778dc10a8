#include "ingest/writer.h"

#include <malloc.h>

#define QUEUE_BYTES (8 * 1024 * 1024)
#define PACKERS_MAX 4
#define MMAP_BYTES (1024 * 1024)

struct _IngestWriter {
	Store *store;
	int64_t chunk_bytes;
	GThread *thread;
	GThread *packers[PACKERS_MAX];
	unsigned n_packers;
	/* The lock is for all below, for entries and for lanes. */
	GMutex lock;
	GCond changed;  /* something below is not what it was */
	GQueue waiting; /* Entry *, in the order of their writing */
	GQueue to_pack; /* those of them that nobody packs yet; borrowed */
	size_t bytes;   /* held by all jobs */
	bool is_closing;
};

struct _IngestLane {
	IngestWriter *writer;
	unsigned n_jobs; /* not yet written */
	GError *error;   /* of the first that failed since the last flush */
};

typedef struct {
	IngestJob *job;
	IngestLane *lane;
	bool is_packed;
} Entry;

static void *write_all(void *data);
static void *pack_all(void *data);

IngestWriter *
ingest_writer_new(Store *store, int64_t chunk_bytes)
{
	IngestWriter *self = g_new0(IngestWriter, 1);

	/* Parts of mails go from thread to thread: without this glibc keeps
	 * what was once needed for them in an arena of each. */
	(void)mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
	self->store = store;
	self->chunk_bytes = chunk_bytes;
	g_mutex_init(&self->lock);
	g_cond_init(&self->changed);
	g_queue_init(&self->waiting);
	g_queue_init(&self->to_pack);
	self->n_packers = MIN(g_get_num_processors(), PACKERS_MAX);
	self->thread = g_thread_new("writer", write_all, self);
	for (unsigned i = 0; i < self->n_packers; i++)
		self->packers[i] = g_thread_new("packer", pack_all, self);
	return self;
}

void
ingest_writer_free(IngestWriter *self)
{
	if (!self)
		return;
	g_mutex_lock(&self->lock);
	self->is_closing = true;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->lock);
	g_thread_join(self->thread);
	for (unsigned i = 0; i < self->n_packers; i++)
		g_thread_join(self->packers[i]);
	g_assert(g_queue_is_empty(&self->waiting));
	g_cond_clear(&self->changed);
	g_mutex_clear(&self->lock);
	g_free(self);
}

/* With the lock held: waits for the next that nobody packs. Returns: NULL at
 * the end. */
static Entry *
next_to_pack(IngestWriter *self)
{
	Entry *entry;

	while (!(entry = g_queue_pop_head(&self->to_pack)) && !self->is_closing)
		g_cond_wait(&self->changed, &self->lock);
	return entry;
}

static void *
pack_all(void *data)
{
	IngestWriter *self = data;
	g_autoptr(StorePacker) packer = store_packer_new(self->chunk_bytes);
	Entry *entry;

	g_mutex_lock(&self->lock);
	while ((entry = next_to_pack(self))) {
		g_mutex_unlock(&self->lock);
		size_t bytes = entry->job->pack(entry->job, packer);
		g_mutex_lock(&self->lock);
		self->bytes = self->bytes - entry->job->bytes + bytes;
		entry->job->bytes = bytes;
		entry->is_packed = true;
		g_cond_broadcast(&self->changed);
	}
	g_mutex_unlock(&self->lock);
	return NULL;
}

/* With the lock held: waits until the next in line is packed. Returns: NULL at
 * the end. */
static Entry *
next_to_write(IngestWriter *self)
{
	for (;;) {
		Entry *entry = g_queue_peek_head(&self->waiting);

		if (entry && entry->is_packed)
			return g_queue_pop_head(&self->waiting);
		if (!entry && self->is_closing)
			return NULL;
		g_cond_wait(&self->changed, &self->lock);
	}
}

static void *
write_all(void *data)
{
	IngestWriter *self = data;
	Entry *entry;

	g_mutex_lock(&self->lock);
	while ((entry = next_to_write(self))) {
		IngestLane *lane = entry->lane;
		IngestJob *job = entry->job;
		bool is_wanted = !lane->error;
		size_t bytes = job->bytes;
		GError *error = NULL;

		g_mutex_unlock(&self->lock);
		if (is_wanted)
			(void)job->write(job, self->store, &error);
		job->free(job);
		g_free(entry);
		g_mutex_lock(&self->lock);
		if (error)
			lane->error = error;
		lane->n_jobs--;
		self->bytes -= bytes;
		g_cond_broadcast(&self->changed);
	}
	g_mutex_unlock(&self->lock);
	return NULL;
}

IngestLane *
ingest_lane_new(IngestWriter *writer)
{
	IngestLane *self = g_new0(IngestLane, 1);

	self->writer = writer;
	return self;
}

void
ingest_lane_free(IngestLane *self)
{
	if (!self)
		return;
	/* Who wants to know of an error has flushed. */
	(void)ingest_lane_flush(self, NULL);
	g_free(self);
}

static void
add(IngestLane *self, IngestJob *job)
{
	IngestWriter *writer = self->writer;
	Entry *entry = g_new(Entry, 1);

	*entry = (Entry){ job, self, .is_packed = !job->pack };
	self->n_jobs++;
	writer->bytes += job->bytes;
	g_queue_push_tail(&writer->waiting, entry);
	if (job->pack)
		g_queue_push_tail(&writer->to_pack, entry);
	g_cond_broadcast(&writer->changed);
}

bool
ingest_lane_push(IngestLane *self, IngestJob *job, GError **error)
{
	IngestWriter *writer = self->writer;

	g_mutex_lock(&writer->lock);
	while (!self->error && writer->bytes > 0 &&
	       writer->bytes + job->bytes > QUEUE_BYTES)
		g_cond_wait(&writer->changed, &writer->lock);
	GError *failed = self->error ? g_error_copy(self->error) : NULL;
	if (!failed)
		add(self, job);
	g_mutex_unlock(&writer->lock);
	if (!failed)
		return true;
	job->free(job);
	g_propagate_error(error, failed);
	return false;
}

bool
ingest_lane_flush(IngestLane *self, GError **error)
{
	IngestWriter *writer = self->writer;

	g_mutex_lock(&writer->lock);
	while (self->n_jobs > 0)
		g_cond_wait(&writer->changed, &writer->lock);
	GError *failed = g_steal_pointer(&self->error);
	g_mutex_unlock(&writer->lock);
	if (!failed)
		return true;
	g_propagate_error(error, failed);
	return false;
}

/* A body that somebody waits for. */
typedef struct {
	IngestJob job;
	StoreBody body;
	void *data;
} Call;

static bool
write_call(IngestJob *job, Store *store, GError **error)
{
	const Call *self = (const void *)job;

	return self->body(store, self->data, error);
}

static void
free_call(IngestJob *job)
{
	(void)job; /* it is on the stack of who waits */
}

bool
ingest_writer_call(
    IngestWriter *self, StoreBody body, void *data, GError **error)
{
	IngestLane lane = { .writer = self };
	Call call = { .job = { .write = write_call, .free = free_call },
		.body = body,
		.data = data };

	return ingest_lane_push(&lane, &call.job, error) &&
	       ingest_lane_flush(&lane, error);
}
