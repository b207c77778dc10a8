#include "filters/batch.h"

#include "filters/error.h"
#include "store/error.h"
#include "store/raw.h"
#include "store/search-index.h"

/* Far longer than a batch takes: 100 mails that each hang for a parse limit. */
#define LEASE_S 3600

/* A row on its way: neither @record nor @fault until it is read. */
typedef struct {
	StoreQueued row;
	CoreMessage *record;
	char *fault; /* why it is to be quarantined */
} Item;

typedef struct {
	const FilterBatch *batch;
	GArray *items; /* Item */
	unsigned from, to;
	int64_t filtered, quarantined;
} Work;

static void
item_clear(void *data)
{
	Item *self = data;

	core_message_free(self->record);
	g_free(self->fault);
}

static bool
claim(const FilterBatch *self, GArray *items, GError **error)
{
	const CoreLimits *limits = &self->config->limits;
	StoreClaim request = { .epoch = self->epoch,
		.now = self->now,
		.lease_s = LEASE_S,
		.max_rows = limits->transaction_rows,
		.max_bytes = limits->transaction_bytes };
	g_autoptr(GArray) rows = NULL;

	if (!store_queue_claim(self->store, &request, &rows, error))
		return false;
	for (unsigned i = 0; i < rows->len; i++) {
		Item item = { .row = g_array_index(rows, StoreQueued, i) };

		g_array_append_val(items, item);
	}
	return true;
}

/* Bytes that are damaged or not there are that mail's fault alone. */
static bool
is_about_one_mail(const GError *error)
{
	return g_error_matches(error, STORE_ERROR, STORE_ERROR_CORRUPT) ||
	       g_error_matches(error, STORE_ERROR, STORE_ERROR_FAILED);
}

static bool
submit(const FilterBatch *self, GArray *items, unsigned i, GError **error)
{
	Item *item = &g_array_index(items, Item, i);
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(GError) cause = NULL;

	if (!store_raw_get(self->store, item->row.id,
	        self->config->limits.message_bytes, &raw, &cause)) {
		if (!is_about_one_mail(cause)) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return false;
		}
		item->fault = g_strdup(cause->message);
		return true;
	}
	if (raw)
		filter_parse_pool_submit(self->pool, i, raw);
	else
		item->fault = g_strdup("its bytes are missing");
	return true;
}

static bool
collect(const FilterBatch *self, GArray *items, GError **error)
{
	while (filter_parse_pool_pending(self->pool) > 0) {
		g_auto(FilterParsed) parsed = { 0 };
		Item *item;

		if (!filter_parse_pool_collect(self->pool, &parsed, error))
			return false;
		item = &g_array_index(items, Item, parsed.id);
		item->record = g_steal_pointer(&parsed.record);
		if (parsed.fault)
			item->fault = g_strdup(parsed.fault->message);
	}
	return true;
}

/* A fault may have been a neighbour's doing: once more, with nobody near. */
static bool
read_again(const FilterBatch *self, GArray *items, unsigned i, GError **error)
{
	Item *item = &g_array_index(items, Item, i);

	if (!item->fault)
		return true;
	g_clear_pointer(&item->fault, g_free);
	return submit(self, items, i, error) && collect(self, items, error);
}

static bool
read_all(const FilterBatch *self, GArray *items, GError **error)
{
	for (unsigned i = 0; i < items->len; i++)
		if (!submit(self, items, i, error))
			return false;
	if (!collect(self, items, error))
		return false;
	for (unsigned i = 0; i < items->len; i++)
		if (!read_again(self, items, i, error))
			return false;
	return true;
}

static bool
save_item(Store *store, Work *work, const Item *item, GError **error)
{
	const FilterBatch *batch = work->batch;
	FilterRead read = { &item->row, item->record, batch->epoch,
		batch->now };

	if (!item->record) {
		work->quarantined++;
		return store_queue_quarantine(
		    store, item->row.id, batch->now, item->fault, error);
	}
	work->filtered++;
	return filter_decide(batch->decider, store, &read, error);
}

static bool
save_items(Store *store, void *data, GError **error)
{
	Work *work = data;
	int64_t indexed;

	for (unsigned i = work->from; i < work->to; i++)
		if (!save_item(store, work,
		        &g_array_index(work->items, Item, i), error))
			return false;
	return store_search_catch_up(
	    store, work->to - work->from, &indexed, error);
}

static bool
save_alone(Work *work, unsigned i, GError **error)
{
	Item *item = &g_array_index(work->items, Item, i);
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
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
	Work work = { .batch = self, .items = items };

	g_array_set_clear_func(items, item_clear);
	if (!claim(self, items, error) || !read_all(self, items, error))
		return false;
	if (items->len > 0 && !save_all(&work, error))
		return false;
	*ret_filtered = work.filtered;
	*ret_quarantined = work.quarantined;
	return true;
}
