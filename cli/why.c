#include "cli/why.h"

#include "cli/quote.h"
#include "core/nearest.h"
#include "filters/rules/fingerprint.h"
#include "filters/rules/headers.h"
#include "filters/rules/rules.h"
#include "filters/rules/stored.h"

#include <string.h>

#define QUOTES_MAX 4

static void
free_tried(void *data)
{
	CliWhyRule *self = data;

	filter_explained_free(self->tree);
	g_free(self);
}

void
cli_why_free(CliWhy *self)
{
	if (!self)
		return;
	store_record_free(self->record);
	g_clear_pointer(&self->denied, g_ptr_array_unref);
	g_clear_pointer(&self->labels, g_ptr_array_unref);
	g_clear_pointer(&self->tried, g_ptr_array_unref);
	g_clear_pointer(&self->kinds, g_array_unref);
	filter_tagger_free(self->tagger);
	g_clear_pointer(&self->rules, g_ptr_array_unref);
	g_free(self);
}

static bool
look_up(CliWhy *self, Store *store, int64_t id, GError **error)
{
	self->denied = store_tags_new();
	if (!store_record_get(store, id, &self->record, error) ||
	    !store_labels_list(store, id, &self->labels, error) ||
	    !store_tags_denied(store, id, self->denied, error))
		return false;
	if (self->record && self->record->state == STORE_STATE_DONE)
		return true;
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    self->record ? "message %" G_GINT64_FORMAT " is not read"
	                 : "there is no message %" G_GINT64_FORMAT,
	    id);
	return false;
}

static bool
is_asked_for(const FilterRule *rule, const char *name)
{
	return strcmp(rule->name, name) == 0 || filter_rule_is_of(rule, name);
}

/* The tags that the rules above @rule set, by what matches now. */
static GPtrArray *
tags_above(
    const GPtrArray *rules, const FilterRule *rule, const GPtrArray *matches)
{
	GPtrArray *tags = g_ptr_array_new();
	unsigned next = 0;

	for (unsigned i = 0; i < rules->len && rules->pdata[i] != rule; i++) {
		const FilterMatch *match =
		    next < matches->len ? matches->pdata[next] : NULL;

		if (!match || match->rule != rules->pdata[i])
			continue;
		g_ptr_array_add(tags, match->rule->tag);
		next++;
	}
	return tags;
}

static bool
try_rule(CliWhy *self, const FilterRule *rule, const FilterSubject *subject,
    const GPtrArray *matches, GError **error)
{
	g_autoptr(GPtrArray) tags = tags_above(self->rules, rule, matches);
	FilterExplained *tree = filter_explain(rule, tags, subject, error);
	CliWhyRule *tried;

	if (!tree)
		return false;
	tried = g_new(CliWhyRule, 1);
	tried->rule = rule;
	tried->tree = tree;
	g_ptr_array_add(self->tried, tried);
	return true;
}

static bool
read_headers(CliWhy *self, CliContext *context, GError **error)
{
	g_autoptr(GPtrArray) records = g_ptr_array_new();
	g_autoptr(FilterHeaders) headers = NULL;

	if (!filter_headers_are_wanted(self->rules))
		return true;
	g_ptr_array_add(records, self->record);
	headers = filter_headers_new(context->config, NULL, error);
	return headers &&
	       filter_headers_read(headers, context->store, records, error);
}

static bool
fail_name(const CliWhy *self, const char *name, GError **error)
{
	g_auto(GStrv) tags = filter_rules_tags(self->rules);
	const char *nearest = core_nearest(name, (const char *const *)tags);

	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "there is no rule or kind '%s'%s%s%s", name,
	    nearest ? "; did you mean '" : "", nearest ? nearest : "",
	    nearest ? "'?" : "");
	return false;
}

static bool
try_rules(CliWhy *self, CliContext *context, const char *name, GError **error)
{
	g_auto(FilterStored) stored = { 0 };
	g_autoptr(FilterMatcher) matcher = NULL;
	g_autoptr(GPtrArray) matches = NULL;

	matcher = filter_matcher_new(self->rules, error);
	if (!matcher || !read_headers(self, context, error) ||
	    !filter_stored_open(context->store, self->record, &stored, error))
		return false;
	matches = filter_matcher_match(matcher, &stored.subject, NULL);
	for (unsigned i = 0; i < self->rules->len; i++)
		if (is_asked_for(self->rules->pdata[i], name) &&
		    !try_rule(self, self->rules->pdata[i], &stored.subject,
		        matches, error))
			return false;
	return self->tried->len > 0 || fail_name(self, name, error);
}

/* What the model makes of a mail that it left alone. */
static bool
ask_model(CliWhy *self, CliContext *context, GError **error)
{
	FilterTaggerOptions options = { .rules = self->rules,
		.guess = context->config->guess };
	g_auto(FilterStored) stored = { 0 };

	if (self->record->tags->len + self->denied->len > 0 ||
	    self->record->record->origin != CORE_ORIGIN_PERSON)
		return true;
	self->tagger = filter_tagger_new(&options, error);
	if (!self->tagger || !read_headers(self, context, error) ||
	    !filter_stored_open(context->store, self->record, &stored, error))
		return false;
	self->kinds = filter_tagger_kinds(self->tagger, &stored.subject);
	return true;
}

CliWhy *
cli_why_new(CliContext *context, int64_t id, const char *rule, GError **error)
{
	g_autoptr(CliWhy) self = g_new0(CliWhy, 1);

	self->tried = g_ptr_array_new_with_free_func(free_tried);
	if (!look_up(self, context->store, id, error))
		return NULL;
	self->rules = filter_rules_load(context->config, error);
	if (!self->rules)
		return NULL;
	self->weighs_signs = context->config->guess;
	self->is_same =
	    self->record->rules ==
	    filter_rules_fingerprint(self->rules, context->config->guess);
	if (!ask_model(self, context, error) ||
	    (rule && !try_rules(self, context, rule, error)))
		return NULL;
	return g_steal_pointer(&self);
}

const FilterRule *
cli_why_rule(const CliWhy *self, const StoreTag *tag)
{
	for (unsigned i = 0; i < self->rules->len; i++) {
		const FilterRule *rule = self->rules->pdata[i];

		if (g_strcmp0(rule->name, tag->rule) == 0)
			return rule;
	}
	return NULL;
}

static void
add_quotes(GPtrArray *quotes, const char *where, const char *text,
    const StoreTag *tag, bool bright)
{
	g_autoptr(GPtrArray) found = NULL;

	if (quotes->len >= QUOTES_MAX)
		return;
	found = cli_quote(text, tag->spans, QUOTES_MAX - quotes->len, bright);
	for (unsigned i = 0; i < found->len; i++)
		g_ptr_array_add(
		    quotes, g_strconcat(where, (char *)found->pdata[i], NULL));
}

static void
add_address_quotes(GPtrArray *quotes, const char *where,
    const CoreAddress *address, const StoreTag *tag, bool bright)
{
	g_autofree char *text = NULL;

	if (!address)
		return;
	text = g_strdup_printf("%s <%s>", address->name, address->address);
	add_quotes(quotes, where, text, tag, bright);
}

GPtrArray *
cli_why_quotes(const CliWhy *self, const StoreTag *tag, bool bright)
{
	const CoreMessage *message = self->record->record;
	GPtrArray *quotes = g_ptr_array_new_with_free_func(g_free);

	add_quotes(quotes, "subject: ", message->subject, tag, bright);
	add_quotes(quotes, "", message->own_words, tag, bright);
	if (quotes->len > 0)
		return quotes;
	add_address_quotes(quotes, "from: ", message->from, tag, bright);
	for (unsigned i = 0; i < message->attachments->len; i++) {
		const CoreAttachment *attachment =
		    message->attachments->pdata[i];

		add_quotes(
		    quotes, "attachment: ", attachment->name, tag, bright);
	}
	add_quotes(quotes, "quoted: ", message->text, tag, bright);
	return quotes;
}

char *
cli_why_department(const CliWhy *self, const char *department)
{
	GString *why = g_string_new(NULL);

	for (unsigned i = self->labels->len; i-- > 0;) {
		const StoreLabel *label = self->labels->pdata[i];

		if (label->tag)
			continue;
		if (label->holds)
			g_string_append(why, label->author);
		break;
	}
	for (unsigned i = 0; i < self->record->tags->len; i++) {
		const StoreTag *tag = self->record->tags->pdata[i];

		if (g_strv_contains(
		        (const char *const *)tag->departments, department))
			g_string_append_printf(
			    why, "%s%s", why->len ? ", " : "", tag->tag);
	}
	return g_string_free(why, FALSE);
}
