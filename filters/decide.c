#include "filters/decide.h"

#include "filters/origin.h"
#include "filters/ours.h"
#include "filters/people/contacts.h"
#include "filters/people/conversation.h"
#include "filters/people/promise.h"
#include "filters/people/standing.h"
#include "filters/rules/fingerprint.h"
#include "filters/rules/tagger.h"
#include "filters/source.h"
#include "store/answers.h"
#include "store/contacts.h"
#include "store/messages.h"

struct _FilterDecider {
	const CoreConfig *config;
	GPtrArray *rules;    /* FilterRule * */
	int64_t fingerprint; /* of @rules */
	FilterTagger *tagger;
	FilterSources *sources;
	GBytes *loop_key;
	CoreOffice office;
	FilterPromises *promises;
};

FilterDecider *
filter_decider_new(Store *store, const CoreConfig *config, GError **error)
{
	g_autoptr(FilterDecider) self = g_new0(FilterDecider, 1);
	g_autofree char *cache = g_strconcat(config->database, "-rules", NULL);
	FilterTaggerOptions tagging = {
		.cache = cache, .store = store, .guess = config->guess
	};

	self->config = config;
	self->rules = filter_rules_load(config, error);
	if (!self->rules)
		return NULL;
	self->fingerprint =
	    filter_rules_fingerprint(self->rules, config->guess);
	tagging.rules = self->rules;
	self->tagger = filter_tagger_new(&tagging, error);
	if (!self->tagger)
		return NULL;
	self->sources = filter_sources_new(config, error);
	if (!self->sources || !store_key(store, "loop", &self->loop_key, error))
		return NULL;
	core_office_init(
	    &self->office, &config->business, config->holidays, config->zone);
	self->promises = filter_promises_new(&self->office);
	return g_steal_pointer(&self);
}

void
filter_decider_free(FilterDecider *self)
{
	if (!self)
		return;
	filter_tagger_free(self->tagger);
	filter_sources_free(self->sources);
	g_clear_pointer(&self->rules, g_ptr_array_unref);
	g_clear_pointer(&self->loop_key, g_bytes_unref);
	filter_promises_free(self->promises);
	core_office_clear(&self->office);
	g_free(self);
}

FilterTagger *
filter_decider_tagger(const FilterDecider *self)
{
	return self->tagger;
}

/* All that is gathered about one message. */
typedef struct {
	FilterDecider *self;
	Store *store;
	const FilterRead *read;
	FilterSubject subject;
	char **mailboxes;
	CoreAddress *writer;   /* as written, or NULL for nobody */
	char *customer;        /* their lower-case address, or NULL */
	StoreContact *contact; /* as known before this mail, or NULL */
	GPtrArray *tags;       /* StoreTag * */
	FilterStanding shown;  /* by @tags */
	int64_t contact_id, conversation_id;
} Decision;

static void
decision_clear(Decision *self)
{
	g_strfreev(self->mailboxes);
	core_address_free(self->writer);
	g_free(self->customer);
	store_contact_free(self->contact);
	g_ptr_array_unref(self->tags);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Decision, decision_clear)

static bool
find_out_where(Decision *self, GError **error)
{
	CoreMessage *record = self->read->record;
	const char *answer = NULL;
	bool noted;

	if (!store_queue_mailboxes(
	        self->store, self->read->row->id, &self->mailboxes, error) ||
	    !store_answer_is_noted(
	        self->store, self->read->row->id, &noted, error))
		return false;
	self->subject.mailboxes = self->mailboxes;
	if (noted)
		answer = "from a folder of answers";
	else if (filter_is_blind_copy(self->self->config,
	             (const char *const *)self->mailboxes, record))
		answer = "a blind copy of one of us";
	return filter_origin_decide(
	    self->store, self->self->loop_key, answer, record, error);
}

static bool
find_out_who(Decision *self, GError **error)
{
	CoreMessage *record = self->read->record;

	self->writer =
	    filter_sources_apply(self->self->sources, &self->subject, record);
	if (record->origin != CORE_ORIGIN_PERSON)
		return true;
	self->customer = filter_contact_address(self->writer);
	if (!self->customer)
		return true;
	if (!store_contact_find(
	        self->store, self->customer, &self->contact, error))
		return false;
	if (self->contact) {
		self->subject.contact_type = self->contact->type;
		self->subject.contact_stage = self->contact->stage;
	}
	return true;
}

/* What was found holds unless a source has changed the record since. */
static void
find_tags(Decision *self)
{
	FilterFindings *findings = self->read->findings;
	bool limited = findings->limited;

	g_ptr_array_unref(self->tags);
	if (findings->tags && !self->read->record->source)
		self->tags = g_steal_pointer(&findings->tags);
	else
		self->tags = filter_tagger_run(
		    self->self->tagger, &self->subject, &limited);
	if (limited)
		core_message_flag(self->read->record, "regex-limit");
}

/* What this mail alone shows of its writer. */
static FilterStanding
shown_by(const GPtrArray *tags)
{
	g_autoptr(GPtrArray) names = g_ptr_array_sized_new(tags->len);
	FilterStanding shown = { 0 };

	for (unsigned i = 0; i < tags->len; i++)
		g_ptr_array_add(names, ((const StoreTag *)tags->pdata[i])->tag);
	filter_standing_add(&shown, names);
	return shown;
}

static bool
note_contact(Decision *self, GError **error)
{
	StoreContactSeen seen = { .address = self->customer,
		.seen_at = self->read->row->received_at,
		.type = self->shown.type,
		.stage = self->shown.stage };

	if (!self->customer)
		return true;
	g_autofree char *name = filter_contact_name(self->writer);
	seen.name = name;
	return store_contact_put(self->store, &seen, &self->contact_id, error);
}

static bool
join_conversation(Decision *self, GError **error)
{
	FilterThread thread = { self->self->config, self->read->record,
		self->read->row->received_at };

	return filter_conversation_join(
	    self->store, &thread, &self->conversation_id, error);
}

/* Returns: (transfer full): StorePromise *; none but of an answer that a person
 * wrote. */
static GPtrArray *
find_promises(const Decision *self)
{
	const CoreMessage *record = self->read->record;

	if (record->origin != CORE_ORIGIN_ANSWER || !record->own_words ||
	    g_ptr_array_find_with_equal_func(
	        record->flags, "automatic", g_str_equal, NULL))
		return g_ptr_array_new();
	return filter_promises_find(self->self->promises, record->own_words,
	    record->language, self->read->row->received_at);
}

/* How somebody stands is looked at over all their mails, and most of those move
 * nothing; the first one tells all. */
static bool
refresh_standing(const Decision *self, GError **error)
{
	return !self->contact ||
	       !filter_standing_moves(
	           &self->shown, self->contact->type, self->contact->stage) ||
	       filter_standing_refresh(self->store, self->contact_id, error);
}

static bool
save(const Decision *self, GError **error)
{
	g_autoptr(GPtrArray) promises = find_promises(self);
	StoreFiltered filtered = { .id = self->read->row->id,
		.epoch = self->read->epoch,
		.filtered_at = self->read->now,
		.record = self->read->record,
		.tags = self->tags,
		.promises = promises,
		.rules = self->self->fingerprint,
		.contact_id = self->contact_id,
		.conversation_id = self->conversation_id };

	return store_message_save(self->store, &filtered, error) &&
	       refresh_standing(self, error);
}

bool
filter_decide(
    FilterDecider *self, Store *store, const FilterRead *read, GError **error)
{
	CoreMessage *record = read->record;
	g_auto(Decision) decision = { .self = self,
		.store = store,
		.read = read,
		.subject = { .message = record,
		    .now = read->now,
		    .received_at = read->row->received_at,
		    .size_bytes = read->row->size_bytes },
		.tags = store_tags_new() };

	if (read->row->oversize)
		core_message_flag(record, "oversize");
	if (!find_out_where(&decision, error) ||
	    !find_out_who(&decision, error))
		return false;
	if (record->origin == CORE_ORIGIN_PERSON) {
		find_tags(&decision);
		decision.shown = shown_by(decision.tags);
		if (!note_contact(&decision, error))
			return false;
	}
	if ((record->origin == CORE_ORIGIN_PERSON ||
	        record->origin == CORE_ORIGIN_ANSWER) &&
	    !join_conversation(&decision, error))
		return false;
	return save(&decision, error);
}
