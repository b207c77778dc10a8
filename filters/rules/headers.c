#include "filters/rules/headers.h"

#include "filters/parse-pool.h"
#include "filters/rules/rule.h"
#include "store/error.h"
#include "store/raw.h"
#include "store/records.h"

struct _FilterHeaders {
	FilterParsePool *pool;
	int64_t max_bytes; /* of a mail */
	int64_t pending_bytes, max_pending_bytes;
};

static bool
looks_at_header(const CoreQuery *query)
{
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		if (looks_at_header(query->children->pdata[i]))
			return true;
	return !query->children && query->field == CORE_FIELD_HEADER;
}

bool
filter_headers_are_wanted(const GPtrArray *rules)
{
	for (unsigned i = 0; i < rules->len; i++)
		if (looks_at_header(
		        ((const FilterRule *)rules->pdata[i])->when))
			return true;
	return false;
}

FilterHeaders *
filter_headers_new(
    const CoreConfig *config, const char *program, GError **error)
{
	MailReadOptions reading = { .limits = config->limits,
		.domains = config->domains,
		.authserv_id = config->authserv_id };
	FilterParsePool *pool =
	    filter_parse_pool_new(program, &reading, 0, error);
	FilterHeaders *self;

	if (!pool)
		return NULL;
	self = g_new0(FilterHeaders, 1);
	self->pool = pool;
	self->max_bytes = config->limits.message_bytes;
	self->max_pending_bytes = config->limits.transaction_bytes;
	return self;
}

void
filter_headers_free(FilterHeaders *self)
{
	if (!self)
		return;
	filter_parse_pool_free(self->pool);
	g_free(self);
}

static bool
submit(FilterHeaders *self, Store *store, const GPtrArray *records, unsigned i,
    GError **error)
{
	const StoreRecord *record = records->pdata[i];
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(GError) cause = NULL;

	if (!store_raw_get(store, record->id, self->max_bytes, &raw, &cause)) {
		if (g_error_matches(cause, STORE_ERROR, STORE_ERROR_CORRUPT) ||
		    g_error_matches(cause, STORE_ERROR, STORE_ERROR_FAILED))
			return true;
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (!raw)
		return true;
	self->pending_bytes += (int64_t)g_bytes_get_size(raw);
	filter_parse_pool_submit(self->pool, i, raw);
	return true;
}

/* Takes in what was submitted. */
static bool
collect(FilterHeaders *self, const GPtrArray *records, GError **error)
{
	self->pending_bytes = 0;
	while (filter_parse_pool_pending(self->pool) > 0) {
		g_auto(FilterParsed) parsed = { 0 };

		if (!filter_parse_pool_collect(self->pool, &parsed, error))
			return false;
		if (!parsed.record)
			continue;
		CoreMessage *message =
		    ((StoreRecord *)records->pdata[parsed.id])->record;
		GPtrArray *none = message->headers;
		message->headers = parsed.record->headers;
		parsed.record->headers = none;
	}
	return true;
}

bool
filter_headers_read(
    FilterHeaders *self, Store *store, const GPtrArray *records, GError **error)
{
	for (unsigned i = 0; i < records->len; i++)
		if (!submit(self, store, records, i, error) ||
		    (self->pending_bytes > self->max_pending_bytes &&
		        !collect(self, records, error)))
			return false;
	return collect(self, records, error);
}
