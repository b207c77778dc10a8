#include "filters/rules/seek.h"

#include "filters/rules/headers.h"
#include "filters/rules/match.h"

struct _FilterSeek {
	FilterSeekOptions options; /* whose query its rule owns */
	GPtrArray *rules;          /* one, of the query */
	FilterMatcher *matcher;
	FilterHeaders *headers; /* NULL: it looks at none */
};

FilterSeek *
filter_seek_new(const FilterSeekOptions *options, GError **error)
{
	g_autoptr(FilterSeek) self = g_new0(FilterSeek, 1);

	self->options = *options;
	self->rules = g_ptr_array_new_with_free_func(filter_rule_free);
	g_ptr_array_add(self->rules, filter_rule_new("search", options->query));
	self->matcher = filter_matcher_new(self->rules, error);
	if (!self->matcher)
		return NULL;
	if (filter_headers_are_wanted(self->rules)) {
		self->headers = filter_headers_new(
		    options->config, options->program, error);
		if (!self->headers)
			return NULL;
	}
	return g_steal_pointer(&self);
}

void
filter_seek_free(FilterSeek *self)
{
	if (!self)
		return;
	filter_headers_free(self->headers);
	filter_matcher_free(self->matcher);
	g_ptr_array_unref(self->rules);
	g_free(self);
}

const CoreQuery *
filter_seek_query(const FilterSeek *self)
{
	return self->options.query;
}

void
filter_sought_clear(FilterSought *self)
{
	store_record_free(self->record);
	g_strfreev(self->spans);
}

static bool
read_headers(FilterSeek *self, StoreRecord *record, GError **error)
{
	g_autoptr(GPtrArray) records = g_ptr_array_new();

	if (!self->headers)
		return true;
	g_ptr_array_add(records, record);
	return filter_headers_read(
	    self->headers, self->options.store, records, error);
}

static void
hold_against(FilterSeek *self, FilterSought *sought)
{
	const StoreRecord *record = sought->record;
	g_autoptr(GPtrArray) mailboxes = g_ptr_array_new();
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	g_autoptr(GPtrArray) matches = NULL;
	FilterSubject subject = { .message = record->record,
		.now = self->options.now,
		.received_at = record->received_at,
		.size_bytes = record->size_bytes,
		.tags = tags,
		.contact_type = record->contact_type,
		.contact_stage = record->contact_stage };

	for (unsigned i = 0; i < record->arrivals->len; i++) {
		const StoreRecordArrival *arrival = record->arrivals->pdata[i];

		g_ptr_array_add(mailboxes, arrival->mailbox);
	}
	g_ptr_array_add(mailboxes, NULL);
	subject.mailboxes = (char **)mailboxes->pdata;
	for (unsigned i = 0; i < record->tags->len; i++) {
		const StoreTag *tag = record->tags->pdata[i];

		g_ptr_array_add(tags, tag->tag);
	}
	matches =
	    filter_matcher_match(self->matcher, &subject, &sought->limited);
	sought->holds = matches->len > 0;
	if (sought->holds) {
		const FilterMatch *match = matches->pdata[0];

		sought->spans = g_strdupv(match->spans);
	}
}

bool
filter_seek_look(
    FilterSeek *self, int64_t id, FilterSought *ret_sought, GError **error)
{
	g_auto(FilterSought) sought = { 0 };

	if (!store_record_get(self->options.store, id, &sought.record, error))
		return false;
	if (sought.record) {
		if (!read_headers(self, sought.record, error))
			return false;
		hold_against(self, &sought);
	}
	*ret_sought = sought;
	sought = (FilterSought){ 0 };
	return true;
}
