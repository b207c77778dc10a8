#include "filters/rules/fields.h"

#include "core/query-value.h"

#include <string.h>

bool
filter_field_is_text(CoreField field)
{
	return field < CORE_FIELD_LANG;
}

static void
give(const char *value, FilterFieldText text, void *data)
{
	if (value && *value)
		text(value, data);
}

static void
give_address(const CoreAddress *address, FilterFieldText text, void *data)
{
	if (!address)
		return;
	give(address->name, text, data);
	give(address->address, text, data);
}

static void
give_addresses(const GPtrArray *addresses, FilterFieldText text, void *data)
{
	for (unsigned i = 0; i < addresses->len; i++)
		give_address(addresses->pdata[i], text, data);
}

static void
give_headers(const CoreMessage *message, const char *name, FilterFieldText text,
    void *data)
{
	for (unsigned i = 0; i < message->headers->len; i++) {
		const CoreHeader *header = message->headers->pdata[i];

		if (g_ascii_strcasecmp(header->name, name) == 0)
			give(header->value, text, data);
	}
}

static void
give_attachments(const CoreMessage *message, FilterFieldText text, void *data)
{
	for (unsigned i = 0; i < message->attachments->len; i++) {
		const CoreAttachment *attachment =
		    message->attachments->pdata[i];

		give(attachment->name, text, data);
		give(attachment->type, text, data);
	}
}

void
filter_field_foreach_text(const CoreMessage *message, CoreField field,
    const char *header, FilterFieldText text, void *data)
{
	switch ((int)field) {
	case CORE_FIELD_ANY:
		give(message->subject, text, data);
		give(message->own_words, text, data);
		break;
	case CORE_FIELD_SUBJECT:
		give(message->subject, text, data);
		break;
	case CORE_FIELD_BODY:
		give(message->text, text, data);
		break;
	case CORE_FIELD_FROM:
		give_address(message->from, text, data);
		break;
	case CORE_FIELD_TO:
		give_addresses(message->to, text, data);
		break;
	case CORE_FIELD_CC:
		give_addresses(message->cc, text, data);
		break;
	case CORE_FIELD_HEADER:
		give_headers(message, header, text, data);
		break;
	case CORE_FIELD_ATTACHMENT:
		give_attachments(message, text, data);
		break;
	default:
		g_assert_not_reached();
	}
}

/* "@example.com" holds for its subdomains too. */
static bool
is_at_domain(const char *address, const char *domain)
{
	const char *at = strrchr(address, '@');
	size_t have, want = strlen(domain);

	if (!at)
		return false;
	have = strlen(++at);
	return have >= want &&
	       g_ascii_strcasecmp(at + have - want, domain) == 0 &&
	       (have == want || at[have - want - 1] == '.');
}

static bool
is_address(const CoreAddress *address, const CoreQuery *term)
{
	size_t length = strlen(term->text);

	if (!address || !address->address)
		return false;
	if (term->text[0] == '@')
		return is_at_domain(address->address, term->text + 1);
	if (term->kind == CORE_QUERY_PREFIX)
		return g_ascii_strncasecmp(
		           address->address, term->text, length) == 0;
	return g_ascii_strcasecmp(address->address, term->text) == 0;
}

bool
filter_field_has_address(const CoreMessage *message, const CoreQuery *term)
{
	const GPtrArray *list;

	if (term->field == CORE_FIELD_FROM)
		return is_address(message->from, term);
	list = term->field == CORE_FIELD_TO ? message->to : message->cc;
	for (unsigned i = 0; i < list->len; i++)
		if (is_address(list->pdata[i], term))
			return true;
	return false;
}

bool
filter_field_has_tag(const GPtrArray *tags, const CoreQuery *term)
{
	for (unsigned i = 0; i < tags->len; i++)
		if (core_query_holds(term, tags->pdata[i]))
			return true;
	return false;
}

static bool
has_mailbox(char **mailboxes, const CoreQuery *term)
{
	for (; mailboxes && *mailboxes; mailboxes++)
		if (core_query_holds(term, *mailboxes))
			return true;
	return false;
}

static bool
is_beyond(int64_t value, const CoreQuery *term)
{
	return term->kind == CORE_QUERY_ABOVE ? value > term->number
	                                      : value < term->number;
}

bool
filter_field_is(
    const FilterSubject *subject, const CoreQuery *term, const GPtrArray *tags)
{
	const CoreMessage *message = subject->message;

	switch ((int)term->field) {
	case CORE_FIELD_LANG:
		return core_query_holds(term, message->language);
	case CORE_FIELD_ORIGIN:
		return core_query_holds(
		    term, core_origin_name(message->origin));
	case CORE_FIELD_SOURCE:
		return core_query_holds(term, message->source);
	case CORE_FIELD_TYPE:
		return core_query_holds(term, subject->contact_type);
	case CORE_FIELD_STAGE:
		return core_query_holds(term, subject->contact_stage);
	case CORE_FIELD_TAG:
		return filter_field_has_tag(tags, term);
	case CORE_FIELD_MAILBOX:
		return has_mailbox(subject->mailboxes, term);
	case CORE_FIELD_SIZE:
		return is_beyond(subject->size_bytes, term);
	case CORE_FIELD_AGE:
		return is_beyond(subject->now - subject->received_at, term);
	default:
		g_assert_not_reached();
	}
}
