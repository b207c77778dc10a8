#include "filters/batch.h"

#include "store/error.h"
#include "store/search-index.h"
#include "store/search-text.h"

/* The children are looked after so often, that they need not wait long. */
#define TEND_EACH 16

typedef struct {
	const FilterBatch *batch;
	GArray *items; /* FilterItem */
	unsigned from, to;
	int64_t filtered, quarantined;
} Work;

static bool
save_item(Store *store, Work *work, FilterItem *item, GError **error)
{
	const FilterBatch *batch = work->batch;
	FilterRead read = { &item->row, item->record, &item->glance.findings,
		filter_intake_epoch(batch->intake), batch->now };

	if (!item->record) {
		work->quarantined++;
		return store_queue_quarantine(
		    store, item->row.id, batch->now, item->fault, error);
	}
	work->filtered++;
	return filter_decide(batch->decider, store, &read, error);
}

static char *
words_of(FilterItem *item)
{
	/* A source may have changed the record since it was looked at. */
	if (item->glance.findings.words && !item->record->source)
		return g_steal_pointer(&item->glance.findings.words);
	return store_search_text(item->record);
}

/* Returns: (transfer full): char * by id. */
static GHashTable *
all_words(const Work *work)
{
	GHashTable *words =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);

	for (unsigned i = work->from; i < work->to; i++) {
		FilterItem *item = &g_array_index(work->items, FilterItem, i);

		if (item->record)
			g_hash_table_insert(
			    words, &item->row.id, words_of(item));
	}
	return words;
}

static bool
save_items(Store *store, void *data, GError **error)
{
	Work *work = data;
	g_autoptr(GHashTable) words = NULL;
	int64_t indexed;

	for (unsigned i = work->from; i < work->to; i++)
		if ((i % TEND_EACH == 0 &&
		        !filter_intake_tend(work->batch->intake, error)) ||
		    !save_item(store, work,
		        &g_array_index(work->items, FilterItem, i), error))
			return false;
	words = all_words(work);
	return store_search_catch_up(
	    store, work->to - work->from, words, &indexed, error);
}

static bool
save_alone(Work *work, unsigned i, GError **error)
{
	FilterItem *item = &g_array_index(work->items, FilterItem, i);
	g_autoptr(GError) cause = NULL;
	Work before = *work;

	work->from = i;
	work->to = i + 1;
	if (store_transact(work->batch->store, save_items, work, &cause))
		return true;
	*work = before;
	if (!g_error_matches(cause, STORE_ERROR, STORE_ERROR_FAILED) ||
	    !item->record) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	g_clear_pointer(&item->record, core_message_free);
	item->fault = g_strdup_printf("cannot be saved: %s", cause->message);
	return save_alone(work, i, error);
}

/* All together, or, when one of them cannot be saved, each alone. */
static bool
save_all(Work *work, GError **error)
{
	g_autoptr(GError) cause = NULL;

	work->to = work->items->len;
	if (store_transact(work->batch->store, save_items, work, &cause))
		return true;
	if (!g_error_matches(cause, STORE_ERROR, STORE_ERROR_FAILED)) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	work->filtered = work->quarantined = 0;
	for (unsigned i = 0; i < work->items->len; i++)
		if (!save_alone(work, i, error))
			return false;
	return true;
}

bool
filter_batch_run(const FilterBatch *self, int64_t *ret_filtered,
    int64_t *ret_quarantined, GError **error)
{
	g_autoptr(GArray) items = NULL;
	Work work = { .batch = self };

	if (!filter_intake_next(self->intake, self->now, &items, error))
		return false;
	work.items = items;
	if (items->len > 0 && !save_all(&work, error))
		return false;
	*ret_filtered = work.filtered;
	*ret_quarantined = work.quarantined;
	return true;
}
