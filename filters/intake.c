#include "filters/intake.h"

#include "filters/parse-pool.h"
#include "store/error.h"
#include "store/raw.h"

/* Far longer than two batches take: 200 mails that each hang for a parse limit.
 */
#define LEASE_S 7200

struct _FilterIntake {
	Store *store;
	const CoreConfig *config;
	FilterParsePool *pool;
	FilterBeside *beside; /* NULL: nobody looks at records */
	int64_t epoch;
	GArray *current; /* FilterItem: the batch that is to be handed out, */
	GArray *ahead;   /* and the one behind it; NULL: none is claimed */
	int64_t ended;   /* mails before those of @current, by the pool's ids */
};

static void
item_clear(void *data)
{
	FilterItem *self = data;

	core_message_free(self->record);
	g_free(self->fault);
	filter_findings_clear(&self->glance.findings);
}

FilterIntake *
filter_intake_new(
    Store *store, const CoreConfig *config, const char *program, GError **error)
{
	g_autoptr(FilterIntake) self = g_new0(FilterIntake, 1);
	MailReadOptions reading = { .limits = config->limits,
		.domains = config->domains,
		.authserv_id = config->authserv_id };

	self->store = store;
	self->config = config;
	self->pool = filter_parse_pool_new(program, &reading, 0, error);
	if (!self->pool ||
	    !store_epoch_begin(store, "filter", &self->epoch, error))
		return NULL;
	return g_steal_pointer(&self);
}

void
filter_intake_free(FilterIntake *self)
{
	if (!self)
		return;
	filter_beside_free(self->beside);
	filter_parse_pool_free(self->pool);
	g_clear_pointer(&self->current, g_array_unref);
	g_clear_pointer(&self->ahead, g_array_unref);
	g_free(self);
}

/* Has what was read looked at. */
static void
show(FilterIntake *self, FilterItem *item)
{
	FilterGlance *glance = &item->glance;

	if (!self->beside || !item->record)
		return;
	glance->record = item->record;
	glance->received_at = item->row.received_at;
	glance->size_bytes = item->row.size_bytes;
	filter_beside_give(self->beside, glance);
}

void
filter_intake_look_by(FilterIntake *self, FilterTagger *tagger)
{
	g_clear_pointer(&self->beside, filter_beside_free);
	if (tagger)
		self->beside = filter_beside_new(tagger);
	for (unsigned i = 0; self->ahead && i < self->ahead->len; i++) {
		FilterItem *item = &g_array_index(self->ahead, FilterItem, i);

		filter_findings_clear(&item->glance.findings);
		item->glance.is_away = false;
		show(self, item);
	}
}

int64_t
filter_intake_epoch(const FilterIntake *self)
{
	return self->epoch;
}

/* Bytes that are damaged or not there are that mail's fault alone. */
static bool
is_about_one_mail(const GError *error)
{
	return g_error_matches(error, STORE_ERROR, STORE_ERROR_CORRUPT) ||
	       g_error_matches(error, STORE_ERROR, STORE_ERROR_FAILED);
}

/* @id: of @item, for the pool. */
static bool
submit(FilterIntake *self, FilterItem *item, int64_t id, GError **error)
{
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
		filter_parse_pool_submit(self->pool, id, raw);
	else
		item->fault = g_strdup("its bytes are missing");
	return true;
}

/* Of the mails from number @first on. */
typedef struct {
	FilterIntake *intake;
	GArray *items;
	int64_t first;
} Submission;

static bool
submit_all(Store *store, void *data, GError **error)
{
	const Submission *self = data;

	(void)store;
	for (unsigned i = 0; i < self->items->len; i++)
		if (!submit(self->intake,
		        &g_array_index(self->items, FilterItem, i),
		        self->first + i, error))
			return false;
	return true;
}

/* Claims a batch whose first mail has the number @first; *@ret_items is NULL
 * where there is none. */
static bool
claim(FilterIntake *self, StoreClaim request, int64_t first, GArray **ret_items,
    GError **error)
{
	g_autoptr(GArray) rows = NULL;
	g_autoptr(GArray) items = NULL;

	if (!store_queue_claim(self->store, &request, &rows, error))
		return false;
	if (rows->len == 0)
		return true;
	items = g_array_sized_new(FALSE, TRUE, sizeof(FilterItem), rows->len);
	g_array_set_clear_func(items, item_clear);
	g_array_set_size(items, rows->len);
	for (unsigned i = 0; i < rows->len; i++)
		g_array_index(items, FilterItem, i).row =
		    g_array_index(rows, StoreQueued, i);
	Submission submission = { self, items, first };
	if (!store_snapshot(self->store, submit_all, &submission, error))
		return false;
	*ret_items = g_steal_pointer(&items);
	return true;
}

/* What was ahead is at hand now, and what is behind it goes ahead. */
static bool
advance(FilterIntake *self, int64_t now, GError **error)
{
	const CoreLimits *limits = &self->config->limits;
	StoreClaim request = { .epoch = self->epoch,
		.now = now,
		.lease_s = LEASE_S,
		.max_rows = limits->transaction_rows,
		.max_bytes = limits->transaction_bytes };

	self->current = g_steal_pointer(&self->ahead);
	if (!self->current &&
	    !claim(self, request, self->ended, &self->current, error))
		return false;
	if (!self->current)
		return true;
	request.ahead = true;
	return claim(self, request, self->ended + self->current->len,
	    &self->ahead, error);
}

static FilterItem *
item_at(const FilterIntake *self, int64_t id)
{
	int64_t i = id - self->ended;
	int64_t current = self->current ? self->current->len : 0;

	return i < current
	           ? &g_array_index(self->current, FilterItem, i)
	           : &g_array_index(self->ahead, FilterItem, i - current);
}

static bool
collect_one(FilterIntake *self, GError **error)
{
	g_auto(FilterParsed) parsed = { 0 };

	if (!filter_parse_pool_collect(self->pool, &parsed, error))
		return false;
	FilterItem *item = item_at(self, parsed.id);
	item->record = g_steal_pointer(&parsed.record);
	if (parsed.fault)
		item->fault = g_strdup(parsed.fault->message);
	show(self, item);
	return true;
}

static bool
collect_all(FilterIntake *self, GError **error)
{
	while (filter_parse_pool_pending(self->pool) > 0)
		if (!collect_one(self, error))
			return false;
	return true;
}

/* A fault may have been a neighbour's doing: once more, with nobody near. */
static bool
read_again(FilterIntake *self, unsigned i, GError **error)
{
	FilterItem *item = &g_array_index(self->current, FilterItem, i);

	g_clear_pointer(&item->fault, g_free);
	return collect_all(self, error) &&
	       submit(self, item, self->ended + i, error) &&
	       collect_all(self, error);
}

static bool
read_current(FilterIntake *self, GError **error)
{
	for (unsigned i = 0; i < self->current->len; i++) {
		const FilterItem *item =
		    &g_array_index(self->current, FilterItem, i);

		while (!item->record && !item->fault)
			if (!collect_one(self, error))
				return false;
		if (item->fault && !read_again(self, i, error))
			return false;
		while (item->glance.is_away)
			filter_beside_take(self->beside);
	}
	return true;
}

bool
filter_intake_next(
    FilterIntake *self, int64_t now, GArray **ret_items, GError **error)
{
	if (!advance(self, now, error))
		return false;
	if (!self->current) {
		*ret_items = g_array_new(FALSE, FALSE, sizeof(FilterItem));
		return true;
	}
	if (!read_current(self, error))
		return false;
	self->ended += self->current->len;
	*ret_items = g_steal_pointer(&self->current);
	return true;
}

bool
filter_intake_tend(FilterIntake *self, GError **error)
{
	if (!filter_parse_pool_tend(self->pool, error))
		return false;
	while (filter_parse_pool_finished(self->pool) > 0)
		if (!collect_one(self, error))
			return false;
	return true;
}
