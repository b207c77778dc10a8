#include "filters/source.h"

#include "filters/error.h"
#include "filters/query.h"
#include "mail/words.h"

#include <string.h>

/* One section; its rule's tag is the source's name. */
typedef struct {
	bool reply_to; /* the customer stands there */
	char *after;   /* the own words begin behind this, or NULL */
} Source;

struct _FilterSources {
	GPtrArray *rules;   /* FilterRule * */
	GPtrArray *sources; /* Source *, one a rule */
	FilterMatcher *matcher;
};

static void
source_free(void *data)
{
	Source *self = data;

	g_free(self->after);
	g_free(self);
}

/* after "Message:" */
static bool
parse_words(const CoreSource *config, Source *source, GError **error)
{
	static const char head[] = "after \"";
	const char *words = config->words;
	size_t length = words ? strlen(words) : 0;

	if (!words || strcmp(words, "all") == 0)
		return true;
	if (g_str_has_prefix(words, head) && length > sizeof head &&
	    words[length - 1] == '"') {
		source->after =
		    g_strndup(words + sizeof head - 1, length - sizeof head);
		return true;
	}
	g_set_error(error, FILTER_ERROR, FILTER_ERROR_RULES,
	    "[source %s] words: '%s' is not all or after \"TEXT\"",
	    config->name, words);
	return false;
}

static bool
add_source(FilterSources *self, const CoreSource *config, GError **error)
{
	Source *source = g_new0(Source, 1);
	CoreQuery *when;

	g_ptr_array_add(self->sources, source);
	source->reply_to = g_strcmp0(config->customer, "reply-to") == 0;
	if (!parse_words(config, source, error))
		return false;
	when = filter_query_parse(config->match, 1, error);
	if (!when) {
		g_prefix_error(error, "[source %s] match:", config->name);
		return false;
	}
	g_ptr_array_add(self->rules, filter_rule_new(config->name, when));
	return true;
}

FilterSources *
filter_sources_new(const CoreConfig *config, GError **error)
{
	g_autoptr(FilterSources) self = g_new0(FilterSources, 1);

	self->rules = g_ptr_array_new_with_free_func(filter_rule_free);
	self->sources = g_ptr_array_new_with_free_func(source_free);
	for (unsigned i = 0; i < config->sources->len; i++)
		if (!add_source(self, config->sources->pdata[i], error))
			return NULL;
	self->matcher = filter_matcher_new(self->rules, error);
	return self->matcher ? g_steal_pointer(&self) : NULL;
}

void
filter_sources_free(FilterSources *self)
{
	if (!self)
		return;
	filter_matcher_free(self->matcher);
	g_ptr_array_unref(self->sources);
	g_ptr_array_unref(self->rules);
	g_free(self);
}

/* A bounce, a spam or our own mail is nobody's word, whatever it matches. */
static bool
may_be_a_person(CoreOrigin origin)
{
	return origin == CORE_ORIGIN_PERSON || origin == CORE_ORIGIN_LIST ||
	       origin == CORE_ORIGIN_NOTIFICATION ||
	       origin == CORE_ORIGIN_AUTO_REPLY;
}

static void
cut_words(const Source *source, CoreMessage *message)
{
	const char *mark = NULL;
	g_autofree char *words = NULL;
	bool is_full;

	if (source->after && message->text)
		mark = strstr(message->text, source->after);
	if (!mark)
		return;
	words = mail_words(mark + strlen(source->after), &is_full);
	g_strstrip(words);
	/* Own words are never empty where there was text. */
	if (!*words)
		return;
	g_free(message->own_words);
	message->own_words = g_steal_pointer(&words);
}

static const Source *
find_source(const FilterSources *self, const FilterRule *rule)
{
	for (unsigned i = 0; i < self->rules->len; i++)
		if (self->rules->pdata[i] == rule)
			return self->sources->pdata[i];
	g_assert_not_reached();
}

const CoreAddress *
filter_sources_apply(
    FilterSources *self, const FilterSubject *subject, CoreMessage *message)
{
	g_autoptr(GPtrArray) matches = NULL;
	const FilterMatch *match;
	const Source *source;

	if (self->rules->len == 0 || !may_be_a_person(message->origin))
		return NULL;
	matches = filter_matcher_match(self->matcher, subject, NULL);
	if (matches->len == 0)
		return NULL;
	match = matches->pdata[0];
	source = find_source(self, match->rule);
	message->origin = CORE_ORIGIN_PERSON;
	g_free(message->origin_reason);
	message->origin_reason = g_strdup_printf("source %s", match->rule->tag);
	g_free(message->source);
	message->source = g_strdup(match->rule->tag);
	cut_words(source, message);
	return source->reply_to && message->reply_to->len > 0
	           ? message->reply_to->pdata[0]
	           : NULL;
}
