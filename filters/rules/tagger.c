#include "filters/rules/tagger.h"

#include "filters/rules/tags.h"

#include <string.h>

#define LIKELY_AT_ALL 0.1
#define NOTHING_LIKELY 0.6 /* of no kind; less is too much of a guess */
#define NOTHING_LIKELY_DESPITE_SIGNS 0.8

struct _FilterTagger {
	FilterTaggerOptions options;
	FilterMatcher *matcher;
	GMutex turn;            /* of who uses @matcher */
	FilterGuesser *guesser; /* NULL: there is no store */
	GRWLock learning;       /* of @guesser */
	FilterKinds *kinds;     /* NULL: no rule is a sign */
	bool needs_record_alone;
};

static bool
has_signs(const GPtrArray *rules)
{
	for (unsigned i = 0; i < rules->len; i++)
		if (((const FilterRule *)rules->pdata[i])->is_sign)
			return true;
	return false;
}

static bool
looks_beyond(const CoreQuery *query)
{
	if (query->field == CORE_FIELD_TYPE ||
	    query->field == CORE_FIELD_STAGE ||
	    query->field == CORE_FIELD_MAILBOX ||
	    query->field == CORE_FIELD_AGE)
		return true;
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		if (looks_beyond(query->children->pdata[i]))
			return true;
	return false;
}

static bool
need_record_alone(const GPtrArray *rules)
{
	for (unsigned i = 0; i < rules->len; i++)
		if (looks_beyond(((const FilterRule *)rules->pdata[i])->when))
			return false;
	return true;
}

FilterTagger *
filter_tagger_new(const FilterTaggerOptions *options, GError **error)
{
	g_autoptr(FilterTagger) self = g_new0(FilterTagger, 1);

	self->options = *options;
	self->needs_record_alone = need_record_alone(options->rules);
	g_mutex_init(&self->turn);
	g_rw_lock_init(&self->learning);
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
	g_mutex_clear(&self->turn);
	g_rw_lock_clear(&self->learning);
	g_free(self);
}

void
filter_tagger_learn(FilterTagger *self, FilterGuesser *guesser)
{
	g_autoptr(GRWLockWriterLocker) learning G_GNUC_UNUSED =
	    g_rw_lock_writer_locker_new(&self->learning);

	filter_guesser_free(self->guesser);
	self->guesser = guesser;
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

/* A mail that no rule is sure of. */
typedef struct {
	const FilterTagger *self;
	const GPtrArray *matches;
	GPtrArray *tags; /* StoreTag * */
	FilterHeard *heard;
	const char *kind; /* that @sentence speaks most for; NULL: none yet */
	char *sentence;
} Unsure;

static const char *
sentence_for(Unsure *unsure, const char *kind)
{
	if (unsure->kind != kind) {
		g_free(unsure->sentence);
		unsure->sentence = filter_kinds_evidence(
		    unsure->self->kinds, unsure->heard, kind);
		unsure->kind = kind;
	}
	return unsure->sentence;
}

/* The sentence goes with the words of the sign, so that a reader of either
 * sees why. */
static char **
spans_of(Unsure *unsure, char *const *of_sign, const char *kind)
{
	g_autoptr(GStrvBuilder) spans = g_strv_builder_new();
	const char *sentence = sentence_for(unsure, kind);

	for (; of_sign && *of_sign; of_sign++)
		g_strv_builder_add(spans, *of_sign);
	if (sentence)
		g_strv_builder_add(spans, sentence);
	return g_strv_builder_end(spans);
}

static void
add_sign(Unsure *unsure, const FilterMatch *sign, const FilterKind *kind)
{
	const FilterRule *rule = sign->rule;
	StoreTag *tag = filter_tags_find(unsure->tags, rule->tag);

	if (tag) {
		filter_tags_add_rule(tag, rule);
		return;
	}
	tag = add_guess(unsure->tags, rule->tag, kind->probability);
	tag->rule = g_strdup(rule->name);
	tag->urgency = rule->urgency;
	tag->departments = g_strdupv(rule->departments);
	tag->spans = spans_of(unsure, sign->spans, kind->name);
}

/* What sounds like @kind without a sign goes where its first sign would send
 * it; what no rule knows, nowhere. */
static void
add_bare(Unsure *unsure, const FilterKind *kind)
{
	const GPtrArray *rules = unsure->self->options.rules;

	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		StoreTag *tag;

		if (!rule->is_sign || !filter_rule_is_of(rule, kind->name))
			continue;
		tag = add_guess(unsure->tags, kind->name, kind->probability);
		tag->departments = g_strdupv(rule->departments);
		tag->spans = spans_of(unsure, NULL, kind->name);
		return;
	}
}

/* Adds the signs of @kind that matched. Returns: whether there was one. */
static bool
add_signs(Unsure *unsure, const FilterKind *kind, bool urgent_only)
{
	bool any = false;

	for (unsigned i = 0; i < unsure->matches->len; i++) {
		const FilterMatch *match = unsure->matches->pdata[i];
		const FilterRule *rule = match->rule;

		if (!rule->is_sign || !filter_rule_is_of(rule, kind->name) ||
		    (urgent_only && rule->urgency != STORE_URGENCY_NOW))
			continue;
		add_sign(unsure, match, kind);
		any = true;
	}
	return any;
}

static GArray *
guess(const FilterTagger *self, const FilterHeard *heard,
    const GPtrArray *matches)
{
	g_auto(GStrv) names = filter_tags_of_matches(matches);

	return filter_kinds_guess(self->kinds, heard, names);
}

static bool
has_sign(const GPtrArray *matches)
{
	for (unsigned i = 0; i < matches->len; i++)
		if (((const FilterMatch *)matches->pdata[i])->rule->is_sign)
			return true;
	return false;
}

static bool
is_nothing(const Unsure *unsure, const FilterKind *likeliest)
{
	return strcmp(likeliest->name, FILTER_KIND_NONE) == 0 &&
	       likeliest->probability >= (has_sign(unsure->matches)
	                                         ? NOTHING_LIKELY_DESPITE_SIGNS
	                                         : NOTHING_LIKELY);
}

/* The likeliest kind by words and by all rules that matched; where none is
 * likely enough, the likeliest that has a sign; and signs of what cannot wait,
 * if it may be so at all. */
static void
weigh_kinds(Unsure *unsure)
{
	g_autoptr(GArray) kinds =
	    guess(unsure->self, unsure->heard, unsure->matches);
	bool found = is_nothing(unsure, &g_array_index(kinds, FilterKind, 0));
	bool is_first = true;

	for (unsigned i = 0; i < kinds->len; i++) {
		const FilterKind *kind = &g_array_index(kinds, FilterKind, i);

		if (kind->probability < LIKELY_AT_ALL)
			return;
		if (strcmp(kind->name, FILTER_KIND_NONE) == 0)
			continue;
		if (add_signs(unsure, kind, found)) {
			found = true;
		} else if (is_first && !found &&
		           kind->probability >= FILTER_LIKELY_ENOUGH) {
			add_bare(unsure, kind);
			found = true;
		}
		is_first = false;
	}
}

static void
weigh(const FilterTagger *self, const GPtrArray *matches,
    const CoreMessage *message, GPtrArray *tags)
{
	g_autoptr(FilterHeard) heard =
	    filter_heard_new(self->kinds, message->subject, message->own_words);
	Unsure unsure = { self, matches, tags, heard, NULL, NULL };

	weigh_kinds(&unsure);
	g_free(unsure.sentence);
}

/* A rule, or a sign of what the model knows nothing of. */
static bool
is_sure(const FilterTagger *self, const FilterRule *rule)
{
	return !rule->is_sign || !self->kinds ||
	       !filter_kinds_knows(self->kinds, rule->tag);
}

static bool
has_kind(const FilterTagger *self, const GPtrArray *tags)
{
	for (unsigned i = 0; i < tags->len; i++)
		if (filter_kinds_knows(
		        self->kinds, ((StoreTag *)tags->pdata[i])->tag))
			return true;
	return false;
}

bool
filter_tagger_needs_record_alone(const FilterTagger *self)
{
	return self->needs_record_alone;
}

/* The matcher holds one mail at a time. */
static GPtrArray *
match(FilterTagger *self, const FilterSubject *subject, bool *ret_limited)
{
	g_autoptr(GMutexLocker) turn G_GNUC_UNUSED =
	    g_mutex_locker_new(&self->turn);

	return filter_matcher_match(self->matcher, subject, ret_limited);
}

static void
add_what_was_learnt(
    FilterTagger *self, const CoreMessage *message, GPtrArray *tags)
{
	g_autoptr(GRWLockReaderLocker) learning G_GNUC_UNUSED =
	    g_rw_lock_reader_locker_new(&self->learning);
	Guessing guessing = { self, tags };

	if (self->guesser)
		filter_guesser_run(self->guesser, message->subject,
		    message->own_words, add_learnt, &guessing);
}

GPtrArray *
filter_tagger_run(
    FilterTagger *self, const FilterSubject *subject, bool *ret_limited)
{
	g_autoptr(GPtrArray) matches = match(self, subject, ret_limited);
	GPtrArray *tags = store_tags_new();

	for (unsigned i = 0; i < matches->len; i++)
		if (is_sure(self, ((FilterMatch *)matches->pdata[i])->rule))
			filter_tags_add(tags, matches->pdata[i]);
	if (subject->message->origin != CORE_ORIGIN_PERSON)
		return tags;
	if (tags->len == 0)
		add_what_was_learnt(self, subject->message, tags);
	if (self->kinds && !has_kind(self, tags))
		weigh(self, matches, subject->message, tags);
	return tags;
}

GArray *
filter_tagger_kinds(FilterTagger *self, const FilterSubject *subject)
{
	g_autoptr(GPtrArray) matches = NULL;
	g_autoptr(FilterHeard) heard = NULL;

	if (!self->kinds)
		return NULL;
	matches = match(self, subject, NULL);
	heard = filter_heard_new(self->kinds, subject->message->subject,
	    subject->message->own_words);
	return guess(self, heard, matches);
}
