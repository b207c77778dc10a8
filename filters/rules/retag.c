#include "filters/rules/retag.h"

#include "core/stop.h"
#include "filters/people/standing.h"
#include "filters/rules/fingerprint.h"
#include "filters/rules/headers.h"
#include "filters/rules/stored.h"
#include "filters/rules/tagger.h"
#include "store/retag.h"

#include <string.h>

/* One message of a batch. */
typedef struct {
	StoreRecord *record;
	GPtrArray *found; /* StoreTag *; NULL: it cannot be read */
} Item;

typedef struct {
	Store *store;
	const FilterRetagOptions *options;
	FilterTagger *tagger;
	FilterHeaders *headers; /* NULL: no rule looks at any */
	StoreRetagQuery query;
	int64_t total;
	FilterRetagTally tally;
} Retag;

static void
retag_clear(Retag *self)
{
	filter_tagger_free(self->tagger);
	filter_headers_free(self->headers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Retag, retag_clear)

static void
item_clear(void *data)
{
	Item *self = data;

	store_record_free(self->record);
	g_clear_pointer(&self->found, g_ptr_array_unref);
}

static bool
retag_open(Retag *self, GError **error)
{
	const FilterRetagOptions *options = self->options;

	FilterTaggerOptions tagging = { .rules = options->rules,
		.store = self->store,
		.guess = options->config->guess };

	self->tagger = filter_tagger_new(&tagging, error);
	if (!self->tagger)
		return false;
	if (filter_headers_are_wanted(options->rules)) {
		self->headers = filter_headers_new(
		    options->config, options->program, error);
		if (!self->headers)
			return false;
	}
	self->query = (StoreRetagQuery){ .since_at = options->since_at,
		.rules = filter_rules_fingerprint(
		    options->rules, options->config->guess),
		.max_rows = options->config->limits.transaction_rows };
	return store_retag_count(
	    self->store, &self->query, &self->total, error);
}

static bool
load(Retag *self, GArray *items, GError **error)
{
	g_autoptr(GArray) ids = NULL;

	if (!store_retag_list(self->store, &self->query, &ids, error))
		return false;
	for (unsigned i = 0; i < ids->len; i++) {
		Item item = { NULL, NULL };

		self->query.after_id = g_array_index(ids, int64_t, i);
		if (!store_record_get(
		        self->store, self->query.after_id, &item.record, error))
			return false;
		if (item.record)
			g_array_append_val(items, item);
	}
	return true;
}

/* Lends every record its headers; what has none to be had is not looked at. */
static bool
read_headers(Retag *self, GArray *items, GError **error)
{
	g_autoptr(GPtrArray) records = g_ptr_array_new();

	for (unsigned i = 0; i < items->len; i++)
		g_ptr_array_add(records, g_array_index(items, Item, i).record);
	return !self->headers ||
	       filter_headers_read(self->headers, self->store, records, error);
}

static bool
match(Retag *self, Item *item, GError **error)
{
	g_auto(FilterStored) stored = { 0 };

	if (!filter_stored_open(self->store, item->record, &stored, error))
		return false;
	item->found = filter_tagger_run(self->tagger, &stored.subject, NULL);
	return true;
}

static bool
is_same_tag(const StoreTag *a, const StoreTag *b)
{
	return strcmp(a->tag, b->tag) == 0 && a->urgency == b->urgency;
}

static bool
is_change(const StoreRecord *before, const StoreHeld *after)
{
	if (before->tags->len != after->tags->len ||
	    before->departments->len != after->departments->len)
		return true;
	for (unsigned i = 0; i < after->tags->len; i++)
		if (!is_same_tag(before->tags->pdata[i], after->tags->pdata[i]))
			return true;
	for (unsigned i = 0; i < after->departments->len; i++)
		if (strcmp(before->departments->pdata[i],
		        after->departments->pdata[i]) != 0)
			return true;
	return false;
}

static bool
is_same_kind(const char *a, const char *b)
{
	size_t length = strcspn(a, "/");

	return length == strcspn(b, "/") && strncmp(a, b, length) == 0;
}

static bool
has_kind(const GPtrArray *tags, const StoreTag *wanted)
{
	for (unsigned i = 0; i < tags->len; i++)
		if (is_same_kind(
		        ((const StoreTag *)tags->pdata[i])->tag, wanted->tag))
			return true;
	return false;
}

/* Whether one of @tags, @by whom, is of a kind that none of @others is of. */
static bool
has_kind_apart(const GPtrArray *tags, StoreBy by, const GPtrArray *others)
{
	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];

		if (tag->by == by && !has_kind(others, tag))
			return true;
	}
	return false;
}

/* Where a rule is sure, nothing is guessed, of whatever kind it was. */
static bool
is_guess_lost(const FilterChange *change)
{
	const GPtrArray *before = change->before->tags;
	const GPtrArray *after = change->after->tags;

	return has_kind_apart(before, STORE_BY_MODEL, after) &&
	       has_kind_apart(after, STORE_BY_RULE, before);
}

static bool
look_at(Retag *self, Item *item, GError **error)
{
	g_autoptr(StoreHeld) after = NULL;
	FilterChange change = { .before = item->record };

	self->tally.looked_at++;
	if (self->headers && item->record->record->headers->len == 0) {
		self->tally.unreadable++;
		return true;
	}
	if (!match(self, item, error) ||
	    !store_retag_preview(
	        self->store, item->record->id, item->found, &after, error))
		return false;
	if (!is_change(item->record, after))
		return true;
	self->tally.changed++;
	change.after = after;
	self->tally.guesses_lost += is_guess_lost(&change);
	if (self->options->changed)
		self->options->changed(&change, self->options->data);
	return true;
}

typedef struct {
	const GArray *items;
	int64_t rules;
} Save;

static bool
save_items(Store *store, void *data, GError **error)
{
	const Save *save = data;

	for (unsigned i = 0; i < save->items->len; i++) {
		const Item *item = &g_array_index(save->items, Item, i);
		StoreRetagged what = { .id = item->record->id,
			.filtered_at = item->record->filtered_at,
			.rules = save->rules,
			.found = item->found };

		if (item->found &&
		    (!store_retag_save(store, &what, error) ||
		        !filter_standing_refresh_writer(store, what.id, error)))
			return false;
	}
	return true;
}

static bool
do_batch(Retag *self, bool *ret_more, GError **error)
{
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
	Save save = { items, self->query.rules };
	int64_t after_id = self->query.after_id;

	g_array_set_clear_func(items, item_clear);
	if (!load(self, items, error) || !read_headers(self, items, error))
		return false;
	for (unsigned i = 0; i < items->len; i++)
		if (!look_at(self, &g_array_index(items, Item, i), error))
			return false;
	if (!self->options->dry_run && items->len > 0 &&
	    !store_transact(self->store, save_items, &save, error))
		return false;
	if (self->options->progress)
		self->options->progress(
		    self->tally.looked_at, self->total, self->options->data);
	*ret_more = self->query.after_id > after_id;
	return true;
}

bool
filter_retag(Store *store, const FilterRetagOptions *options,
    FilterRetagTally *ret_tally, GError **error)
{
	g_auto(Retag) self = { .store = store, .options = options };
	bool more;

	if (!retag_open(&self, error))
		return false;
	do {
		if (!do_batch(&self, &more, error))
			return false;
	} while (more && !core_stop_is_asked(options->stop));
	*ret_tally = self.tally;
	return true;
}
