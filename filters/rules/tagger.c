#include "filters/rules/tagger.h"

#include "filters/learn/kinds.h"
#include "filters/learn/learn.h"
#include "filters/rules/tags.h"

#include <string.h>

/* Below it a kind is too much of a guess: as measured by filters/rules/teach.c
 * on letters whose writers the model had not read. */
#define LIKELY_ENOUGH 0.3

struct _FilterTagger {
	FilterTaggerOptions options;
	FilterMatcher *matcher;
	FilterGuesser *guesser; /* NULL: there is no store */
	FilterKinds *kinds;     /* NULL: no rule is a sign */
};

static bool
has_signs(const GPtrArray *rules)
{
	for (unsigned i = 0; i < rules->len; i++)
		if (((const FilterRule *)rules->pdata[i])->is_sign)
			return true;
	return false;
}

FilterTagger *
filter_tagger_new(const FilterTaggerOptions *options, GError **error)
{
	g_autoptr(FilterTagger) self = g_new0(FilterTagger, 1);

	self->options = *options;
	self->matcher =
	    options->cache
	        ? filter_matcher_open(options->rules, options->cache, error)
	        : filter_matcher_new(options->rules, error);
	if (!self->matcher)
		return NULL;
	if (options->store) {
		self->guesser = filter_guesser_new(options->store, error);
		if (!self->guesser)
			return NULL;
	}
	if (options->guess && has_signs(options->rules))
		self->kinds = filter_kinds_shipped();
	return g_steal_pointer(&self);
}

void
filter_tagger_free(FilterTagger *self)
{
	if (!self)
		return;
	filter_matcher_free(self->matcher);
	filter_guesser_free(self->guesser);
	filter_kinds_free(self->kinds);
	g_free(self);
}

typedef struct {
	const FilterTagger *self;
	GPtrArray *tags;
} Guessing;

/* Returns: the tag, which @tags owns. */
static StoreTag *
add_guess(GPtrArray *tags, const char *name, double probability)
{
	StoreTag *tag = g_new0(StoreTag, 1);

	tag->tag = g_strdup(name);
	tag->by = STORE_BY_MODEL;
	tag->probability = probability;
	g_ptr_array_add(tags, tag);
	return tag;
}

static void
add_learnt(const char *name, double probability, void *data)
{
	const Guessing *guessing = data;
	StoreTag *tag = add_guess(guessing->tags, name, probability);

	tag->spans = g_new0(char *, 1);
	tag->departments =
	    filter_rules_departments(guessing->self->options.rules, name);
}

static bool
is_of_kind(const FilterRule *rule, const char *kind)
{
	size_t length = strlen(kind);

	return strncmp(rule->tag, kind, length) == 0 &&
	       strchr("/", rule->tag[length]);
}

/* The first sign of @kind that matched, or NULL. */
static const FilterMatch *
sign_of(const GPtrArray *matches, const char *kind)
{
	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];

		if (match->rule->is_sign && is_of_kind(match->rule, kind))
			return match;
	}
	return NULL;
}

/* Where a mail of @kind goes that none of the rules knows: to where the first
 * sign of it would send it. Returns: NULL: no rule is a sign of it. */
static const FilterRule *
rule_of(const GPtrArray *rules, const char *kind)
{
	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];

		if (rule->is_sign && is_of_kind(rule, kind))
			return rule;
	}
	return NULL;
}

static char **
spans_of(const FilterTagger *self, const CoreMessage *message,
    const FilterMatch *sign, const char *kind)
{
	g_autoptr(GStrvBuilder) spans = g_strv_builder_new();
	g_autofree char *sentence = NULL;

	for (char **span = sign ? sign->spans : NULL; span && *span; span++)
		g_strv_builder_add(spans, *span);
	if (message->own_words)
		sentence = filter_kinds_evidence(
		    self->kinds, message->own_words, kind);
	if (sentence)
		g_strv_builder_add(spans, sentence);
	return g_strv_builder_end(spans);
}

/* The kind that is likeliest by words and by all rules that matched. */
static void
add_kind(const FilterTagger *self, GPtrArray *tags, const GPtrArray *matches,
    const CoreMessage *message)
{
	g_auto(GStrv) names = filter_matches_tags(matches);
	FilterKind kind = filter_kinds_likeliest(
	    self->kinds, message->subject, message->own_words, names);
	const FilterMatch *sign = sign_of(matches, kind.name);
	const FilterRule *rule =
	    sign ? sign->rule : rule_of(self->options.rules, kind.name);
	StoreTag *tag;

	if (!rule || kind.probability < LIKELY_ENOUGH)
		return;
	tag = add_guess(tags, sign ? rule->tag : kind.name, kind.probability);
	tag->rule = sign ? g_strdup(rule->name) : NULL;
	tag->urgency = sign ? rule->urgency : STORE_URGENCY_NONE;
	tag->departments = g_strdupv(rule->departments);
	tag->spans = spans_of(self, message, sign, kind.name);
}

GPtrArray *
filter_tagger_run(
    FilterTagger *self, const FilterSubject *subject, bool *ret_limited)
{
	g_autoptr(GPtrArray) matches =
	    filter_matcher_match(self->matcher, subject, ret_limited);
	GPtrArray *tags = filter_tags_new(matches, !self->kinds);
	Guessing guessing = { self, tags };

	if (subject->message->origin != CORE_ORIGIN_PERSON)
		return tags;
	if (tags->len == 0 && self->guesser)
		filter_guesser_run(self->guesser, subject->message->subject,
		    subject->message->own_words, add_learnt, &guessing);
	if (tags->len == 0 && self->kinds)
		add_kind(self, tags, matches, subject->message);
	return tags;
}
