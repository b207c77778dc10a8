#include "filters/index.h"

#include "core/stop.h"
#include "store/search-index.h"

#define IDLE_US G_USEC_PER_SEC

static bool
is_stopped(const FilterOptions *options)
{
	return core_stop_is_asked(options->stop);
}

typedef struct {
	int64_t limit, done;
} Batch;

static bool
put_in(Store *store, void *data, GError **error)
{
	Batch *batch = data;

	return store_search_catch_up(
	    store, batch->limit, NULL, &batch->done, error);
}

/* Until @end_us. @ret_done: all are in. */
static bool
catch_up(Store *store, const FilterOptions *options, int64_t end_us,
    bool *ret_done, GError **error)
{
	Batch batch = { .limit = options->config->limits.transaction_rows };
	int64_t total, sum = 0;

	*ret_done = false;
	if (!store_search_backlog(store, &total, error))
		return false;
	while (sum < total && !is_stopped(options) &&
	       g_get_monotonic_time() < end_us) {
		if (!store_transact(store, put_in, &batch, error))
			return false;
		sum += batch.done;
		if (options->indexing)
			options->indexing(sum, total, options->data);
	}
	*ret_done = sum >= total;
	return true;
}

bool
filter_index_all(Store *store, const FilterOptions *options, GError **error)
{
	bool done;

	return catch_up(store, options, INT64_MAX, &done, error);
}

bool
filter_index_idle(
    Store *store, const FilterOptions *options, bool *ret_done, GError **error)
{
	int64_t end_us = g_get_monotonic_time() + IDLE_US;
	bool done, more = true;

	if (!catch_up(store, options, end_us, &done, error))
		return false;
	while (done && more && !is_stopped(options) &&
	       g_get_monotonic_time() < end_us)
		if (!store_search_merge(store, &more, error))
			return false;
	*ret_done = done && !more;
	return true;
}
