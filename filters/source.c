#include "filters/source.h"

#include "core/config-marks.h"
#include "core/text.h"
#include "filters/error.h"
#include "filters/rules/query.h"
#include "mail/words/words.h"

#include <string.h>

/* Where a section says that the customer stands. */
typedef enum { IN_FROM, IN_REPLY_TO, NOWHERE, IN_TEXT } Place;

/* One section; its rule's tag is the source's name. */
typedef struct {
	Place customer;
	CoreConfigMarks address; /* IN_TEXT */
	CoreConfigMarks words;   /* `after` NULL: all */
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

	core_config_marks_clear(&self->address);
	core_config_marks_clear(&self->words);
	g_free(self);
}

static bool
parse_customer(const CoreSource *config, Source *source, GError **error)
{
	static const char *const places[] = { "from", "reply-to", "none" };
	const char *customer = config->customer ? config->customer : "from";

	for (unsigned i = 0; i < G_N_ELEMENTS(places); i++)
		if (strcmp(customer, places[i]) == 0) {
			source->customer = (Place)i;
			return true;
		}
	source->customer = IN_TEXT;
	if (core_config_marks_parse(customer, &source->address))
		return true;
	g_set_error(error, FILTER_ERROR, FILTER_ERROR_RULES,
	    "[source %s] customer: '%s' is none of from, reply-to, none,"
	    " after \"TEXT\"",
	    config->name, customer);
	return false;
}

static bool
parse_words(const CoreSource *config, Source *source, GError **error)
{
	const char *words = config->words ? config->words : "all";

	if (strcmp(words, "all") == 0 ||
	    core_config_marks_parse(words, &source->words))
		return true;
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
	if (!parse_customer(config, source, error) ||
	    !parse_words(config, source, error))
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

/* @customer: who wrote them, or NULL. */
static void
cut_words(
    const Source *source, const CoreAddress *customer, CoreMessage *message)
{
	g_autofree char *words =
	    source->words.after
	        ? core_config_marks_find(&source->words, message->text)
	        : NULL;
	bool is_full;

	/* Own words are never empty where there was text. */
	if (!words)
		return;
	g_free(message->own_words);
	message->own_words =
	    mail_words(words, customer ? customer->name : NULL, &is_full);
}

/* Without what surrounds an address in a text. */
static char *
strip_signs(char *word)
{
	size_t length;

	word += strspn(word, "'.");
	length = strlen(word);
	while (length && strchr("'.", word[length - 1]))
		word[--length] = '\0';
	return word;
}

/* Whether @word is an address, whose domain may be in any script. */
static bool
is_address(const char *word)
{
	const char *at = strrchr(word, '@');
	g_autofree char *domain = at ? g_hostname_to_ascii(at + 1) : NULL;
	g_autofree char *ascii =
	    domain ? g_strdup_printf("%.*s@%s", (int)(at - word), word, domain)
	           : NULL;

	return ascii && core_address_is_plain(ascii);
}

/* The first address on @line, or NULL. */
static CoreAddress *
address_on(const char *line, size_t length)
{
	g_autofree char *text = g_strndup(line, length);
	g_auto(GStrv) words = g_strsplit_set(text, " \t<>()[]\",;:?", -1);

	for (char **word = words; *word; word++) {
		const char *address = strip_signs(*word);

		if (is_address(address))
			return core_address_new("", address);
	}
	return NULL;
}

/* The first address on the line of the source's mark. Where nothing else stands
 * there, on the next filled one, unless that has a mark of its own. */
static CoreAddress *
address_in_text(const Source *source, const CoreMessage *message)
{
	const char *field =
	    core_config_marks_start(&source->address, message->text);
	const char *line = field ? field + strspn(field, " \t") : "";

	if (*line == '\n') {
		line += strspn(line, " \t\n");
		if (memchr(line, ':', strcspn(line, "\n@")))
			return NULL;
	}
	return address_on(line, strcspn(line, "\n"));
}

static CoreAddress *
copy(const CoreAddress *address)
{
	return address ? core_address_new(address->name, address->address)
	               : NULL;
}

static CoreAddress *
customer_of(const Source *source, const CoreMessage *message)
{
	CoreAddress *customer = NULL;

	switch (source->customer) {
	case IN_FROM:
		break;
	case IN_REPLY_TO:
		if (message->reply_to->len)
			customer = copy(message->reply_to->pdata[0]);
		break;
	case IN_TEXT:
		customer = address_in_text(source, message);
		break;
	case NOWHERE:
		return NULL;
	}
	return customer ? customer : copy(message->from);
}

static const Source *
find_source(const FilterSources *self, const FilterRule *rule)
{
	for (unsigned i = 0; i < self->rules->len; i++)
		if (self->rules->pdata[i] == rule)
			return self->sources->pdata[i];
	g_assert_not_reached();
}

CoreAddress *
filter_sources_apply(
    FilterSources *self, const FilterSubject *subject, CoreMessage *message)
{
	g_autoptr(GPtrArray) matches = NULL;
	const FilterMatch *match;
	const Source *source;

	if (self->rules->len == 0 || !may_be_a_person(message->origin))
		return copy(message->from);
	matches = filter_matcher_match(self->matcher, subject, NULL);
	if (matches->len == 0)
		return copy(message->from);
	match = matches->pdata[0];
	source = find_source(self, match->rule);
	message->origin = CORE_ORIGIN_PERSON;
	g_free(message->origin_reason);
	message->origin_reason = g_strdup_printf("source %s", match->rule->tag);
	g_free(message->source);
	message->source = g_strdup(match->rule->tag);
	CoreAddress *customer = customer_of(source, message);
	cut_words(source, customer, message);
	return customer;
}
