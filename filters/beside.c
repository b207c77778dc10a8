#include "filters/beside.h"

#include "store/search-text.h"

/* Rules are looked for by one at a time, and signs are weighed meanwhile. */
#define THREADS 2

struct _FilterBeside {
	FilterTagger *tagger;
	GThread *threads[THREADS];
	GAsyncQueue
	    *given;        /* FilterGlance *, or @self: the end of one thread */
	GAsyncQueue *done; /* FilterGlance * */
	int ended;         /* atomic */
};

void
filter_findings_clear(FilterFindings *self)
{
	g_clear_pointer(&self->tags, g_ptr_array_unref);
	g_clear_pointer(&self->words, g_free);
}

static void
look(const FilterBeside *self, FilterGlance *glance)
{
	FilterSubject subject = { .message = glance->record,
		.received_at = glance->received_at,
		.size_bytes = glance->size_bytes };

	if (glance->record->origin == CORE_ORIGIN_PERSON &&
	    filter_tagger_needs_record_alone(self->tagger))
		glance->findings.tags = filter_tagger_run(
		    self->tagger, &subject, &glance->findings.limited);
	/* Whoever has less to do makes them. */
	if (g_async_queue_length(self->given) <= 0)
		glance->findings.words = store_search_text(glance->record);
}

static void *
look_at_all(void *data)
{
	FilterBeside *self = data;
	void *given;

	while ((given = g_async_queue_pop(self->given)) != self) {
		if (!g_atomic_int_get(&self->ended))
			look(self, given);
		g_async_queue_push(self->done, given);
	}
	return NULL;
}

FilterBeside *
filter_beside_new(FilterTagger *tagger)
{
	FilterBeside *self = g_new0(FilterBeside, 1);

	self->tagger = tagger;
	self->given = g_async_queue_new();
	self->done = g_async_queue_new();
	for (unsigned i = 0; i < THREADS; i++)
		self->threads[i] = g_thread_new("beside", look_at_all, self);
	return self;
}

void
filter_beside_free(FilterBeside *self)
{
	if (!self)
		return;
	g_atomic_int_set(&self->ended, 1);
	for (unsigned i = 0; i < THREADS; i++)
		g_async_queue_push(self->given, self);
	for (unsigned i = 0; i < THREADS; i++)
		g_thread_join(self->threads[i]);
	g_async_queue_unref(self->given);
	g_async_queue_unref(self->done);
	g_free(self);
}

void
filter_beside_give(FilterBeside *self, FilterGlance *glance)
{
	glance->is_away = true;
	g_async_queue_push(self->given, glance);
}

void
filter_beside_take(FilterBeside *self)
{
	FilterGlance *glance = g_async_queue_pop(self->done);

	glance->is_away = false;
}
