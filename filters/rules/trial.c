#include "filters/rules/trial.h"

#include "filters/parse-pool.h"
#include "filters/rules/tagger.h"
#include "filters/source.h"
#include "store/held.h"

struct _FilterTrial {
	FilterTagger *tagger;
	FilterSources *sources;
	FilterParsePool *pool;
	int64_t now;
};

FilterTrial *
filter_trial_new(const CoreConfig *config, const GPtrArray *rules,
    const char *program, int64_t now, GError **error)
{
	g_autoptr(FilterTrial) self = g_new0(FilterTrial, 1);
	MailReadOptions reading = { .limits = config->limits,
		.domains = config->domains,
		.authserv_id = config->authserv_id };
	FilterTaggerOptions tagging = { .rules = rules,
		.guess = config->guess };

	self->now = now;
	self->tagger = filter_tagger_new(&tagging, error);
	if (!self->tagger)
		return NULL;
	self->sources = filter_sources_new(config, error);
	if (!self->sources)
		return NULL;
	self->pool = filter_parse_pool_new(program, &reading, 1, error);
	return self->pool ? g_steal_pointer(&self) : NULL;
}

void
filter_trial_free(FilterTrial *self)
{
	if (!self)
		return;
	filter_parse_pool_free(self->pool);
	filter_sources_free(self->sources);
	filter_tagger_free(self->tagger);
	g_free(self);
}

void
filter_tried_clear(FilterTried *self)
{
	core_message_free(self->record);
	g_clear_pointer(&self->tags, g_ptr_array_unref);
	g_clear_pointer(&self->departments, g_ptr_array_unref);
	g_clear_pointer(&self->kinds, g_array_unref);
}

static CoreMessage *
read_mail(FilterTrial *self, GBytes *raw, GError **error)
{
	g_auto(FilterParsed) parsed = { 0 };

	filter_parse_pool_submit(self->pool, 0, raw);
	if (!filter_parse_pool_collect(self->pool, &parsed, error))
		return NULL;
	if (parsed.fault)
		g_propagate_error(error, g_steal_pointer(&parsed.fault));
	return g_steal_pointer(&parsed.record);
}

static GPtrArray *
try_rules(
    FilterTrial *self, CoreMessage *record, size_t size, GArray **ret_kinds)
{
	FilterSubject subject = { .message = record,
		.now = self->now,
		.received_at = record->date_at ? record->date_at : self->now,
		.size_bytes = (int64_t)size };
	CoreAddress *writer =
	    filter_sources_apply(self->sources, &subject, record);
	GPtrArray *tags;
	bool limited = false;

	core_address_free(writer);
	if (record->origin != CORE_ORIGIN_PERSON)
		return store_tags_new();
	tags = filter_tagger_run(self->tagger, &subject, &limited);
	if (limited)
		core_message_flag(record, "regex-limit");
	*ret_kinds = filter_tagger_kinds(self->tagger, &subject);
	return tags;
}

bool
filter_trial_run(
    FilterTrial *self, GBytes *raw, FilterTried *ret_tried, GError **error)
{
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GPtrArray) labels = g_ptr_array_new();
	g_autoptr(StoreHeld) held = NULL;
	CoreMessage *record = read_mail(self, raw, error);
	GArray *kinds = NULL;

	if (!record)
		return false;
	found = try_rules(self, record, g_bytes_get_size(raw), &kinds);
	held = store_held_new(found, labels);
	ret_tried->record = record;
	ret_tried->tags = g_ptr_array_ref(held->tags);
	ret_tried->departments = g_ptr_array_ref(held->departments);
	ret_tried->kinds = kinds;
	return true;
}
