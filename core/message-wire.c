#include "core/message-json.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"

#include <stddef.h>
#include <string.h>

#define WORD_MAX_BYTES 255
#define SIZE_MAX_BYTES (INT64_C(1) << 50)

/* Taking a record apart: what is allowed, and where we are. */
typedef struct {
	const CoreLimits *limits;
	const char *field;
	GError **error;
} Reader;

typedef bool (*FromJson)(const Reader *reader, json_t *json, void *field);

typedef struct {
	const char *key;
	size_t offset; /* in CoreMessage */
	FromJson from_json;
} Field;

static bool
refuse(const Reader *reader, const char *why)
{
	g_set_error(reader->error, CORE_ERROR, CORE_ERROR_DATA, "record: %s %s",
	    reader->field, why);
	return false;
}

/* @lines: whether newlines and tabs are allowed. */
static bool
take_string(const Reader *reader, json_t *json, int64_t max_bytes, bool lines,
    char **ret_text)
{
	if (!json_is_string(json))
		return refuse(reader, "is no string");
	const char *text = json_string_value(json);
	size_t length = json_string_length(json);
	if ((int64_t)length > max_bytes)
		return refuse(reader, "is longer than its limit");
	if (strlen(text) != length || !core_text_is_clean(text, length) ||
	    (!lines && strpbrk(text, "\n\t")))
		return refuse(reader, "holds a control or is not UTF-8");
	*ret_text = g_strdup(text);
	return true;
}

/* Whether @json is an object that has just the @n keys of @keys. */
static bool
has_only(const Reader *reader, json_t *json, const char *const *keys, size_t n)
{
	if (!json_is_object(json))
		return refuse(reader, "is no object");
	size_t known = 0;
	for (size_t i = 0; i < n; i++)
		known += json_object_get(json, keys[i]) != NULL;
	return known == json_object_size(json) ||
	       refuse(reader, "has a key that is not known");
}

static bool
is_list(const Reader *reader, json_t *json, int64_t max)
{
	if (!json_is_array(json))
		return refuse(reader, "is no list");
	return (int64_t)json_array_size(json) <= max ||
	       refuse(reader, "has more entries than its limit");
}

static bool
line_from_json(const Reader *reader, json_t *json, void *field)
{
	return take_string(
	    reader, json, reader->limits->headers_bytes, false, field);
}

static bool
word_from_json(const Reader *reader, json_t *json, void *field)
{
	return take_string(reader, json, WORD_MAX_BYTES, false, field);
}

static bool
text_from_json(const Reader *reader, json_t *json, void *field)
{
	return take_string(
	    reader, json, reader->limits->text_bytes, true, field);
}

static bool
strings_from_json(const Reader *reader, json_t *json, void *field)
{
	GPtrArray *strings = *(GPtrArray **)field;
	json_t *item;
	size_t i;

	if (!is_list(reader, json, CORE_MESSAGE_LIST_MAX))
		return false;
	json_array_foreach(json, i, item)
	{
		char *text;

		if (!line_from_json(reader, item, &text))
			return false;
		g_ptr_array_add(strings, text);
	}
	return true;
}

static bool
flags_from_json(const Reader *reader, json_t *json, void *field)
{
	return is_list(reader, json, CORE_MESSAGE_FLAGS_MAX) &&
	       strings_from_json(reader, json, field);
}

static bool
date_from_json(const Reader *reader, json_t *json, void *field)
{
	g_autofree char *text = NULL;

	if (!word_from_json(reader, json, &text))
		return false;
	return core_time_parse(text, field, NULL) ||
	       refuse(reader, "is no time");
}

static bool
address_from_json(const Reader *reader, json_t *json, void *field)
{
	static const char *const keys[] = { "name", "address" };
	g_autofree char *name = NULL, *address = NULL;

	if (!has_only(reader, json, keys, G_N_ELEMENTS(keys)) ||
	    !line_from_json(reader, json_object_get(json, "name"), &name) ||
	    !line_from_json(reader, json_object_get(json, "address"), &address))
		return false;
	*(CoreAddress **)field = core_address_new(name, address);
	return true;
}

static bool
addresses_from_json(const Reader *reader, json_t *json, void *field)
{
	GPtrArray *addresses = *(GPtrArray **)field;
	json_t *item;
	size_t i;

	if (!is_list(reader, json, CORE_MESSAGE_LIST_MAX))
		return false;
	json_array_foreach(json, i, item)
	{
		CoreAddress *address;

		if (!address_from_json(reader, item, &address))
			return false;
		g_ptr_array_add(addresses, address);
	}
	return true;
}

static bool
origin_from_json(const Reader *reader, json_t *json, void *field)
{
	g_autofree char *word = NULL;

	if (!word_from_json(reader, json, &word))
		return false;
	return core_origin_parse(word, field) ||
	       refuse(reader, "is no known origin");
}

static bool
truth_from_json(const Reader *reader, json_t *json, void *field)
{
	if (!json_is_boolean(json))
		return refuse(reader, "is neither true nor false");
	*(CoreTruth *)field = json_is_true(json) ? CORE_YES : CORE_NO;
	return true;
}

static CoreAttachment *
attachment_from_json(const Reader *reader, json_t *json)
{
	static const char *const keys[] = { "name", "type", "size" };
	g_autofree char *name = NULL, *type = NULL;

	if (!has_only(reader, json, keys, G_N_ELEMENTS(keys)) ||
	    !take_string(reader, json_object_get(json, "name"),
	        reader->limits->attachment_name_bytes, false, &name) ||
	    !word_from_json(reader, json_object_get(json, "type"), &type))
		return NULL;
	json_t *size = json_object_get(json, "size");
	if (!json_is_integer(size) || json_integer_value(size) < 0 ||
	    json_integer_value(size) > SIZE_MAX_BYTES) {
		refuse(reader, "has a size that is none");
		return NULL;
	}
	return core_attachment_new(name, type, json_integer_value(size));
}

static bool
attachments_from_json(const Reader *reader, json_t *json, void *field)
{
	GPtrArray *attachments = *(GPtrArray **)field;
	json_t *item;
	size_t i;

	if (!is_list(reader, json, reader->limits->mime_parts))
		return false;
	json_array_foreach(json, i, item)
	{
		CoreAttachment *attachment = attachment_from_json(reader, item);

		if (!attachment)
			return false;
		g_ptr_array_add(attachments, attachment);
	}
	return true;
}

static bool
bounce_from_json(const Reader *reader, json_t *json, void *field)
{
	static const char *const keys[] = { "recipients", "hard", "status" };

	if (!has_only(reader, json, keys, G_N_ELEMENTS(keys)))
		return false;
	json_t *status = json_object_get(json, "status");
	json_t *hard = json_object_get(json, "hard");
	if (!json_is_boolean(hard))
		return refuse(reader, "is neither hard nor not");
	CoreBounce *bounce = core_bounce_new();
	*(CoreBounce **)field = bounce;
	bounce->hard = json_is_true(hard);
	return (!status || word_from_json(reader, status, &bounce->status)) &&
	       strings_from_json(reader, json_object_get(json, "recipients"),
	           &bounce->recipients);
}

static bool
headers_from_json(const Reader *reader, json_t *json, void *field)
{
	GPtrArray *headers = *(GPtrArray **)field;
	json_t *item;
	size_t i;

	if (!is_list(reader, json, reader->limits->headers))
		return false;
	json_array_foreach(json, i, item)
	{
		g_autofree char *name = NULL, *value = NULL;

		if (!json_is_array(item) || json_array_size(item) != 2)
			return refuse(reader, "is no list of pairs");
		if (!line_from_json(reader, json_array_get(item, 0), &name) ||
		    !line_from_json(reader, json_array_get(item, 1), &value))
			return false;
		g_ptr_array_add(headers, core_header_new(name, value));
	}
	return true;
}

CoreMessage *
core_message_from_wire(
    const json_t *json, const CoreLimits *limits, GError **error)
{
	static const Field fields[] = {
		{ "message_id", offsetof(CoreMessage, message_id),
		    line_from_json },
		{ "in_reply_to", offsetof(CoreMessage, in_reply_to),
		    strings_from_json },
		{ "references", offsetof(CoreMessage, references),
		    strings_from_json },
		{ "date", offsetof(CoreMessage, date_at), date_from_json },
		{ "from", offsetof(CoreMessage, from), address_from_json },
		{ "to", offsetof(CoreMessage, to), addresses_from_json },
		{ "cc", offsetof(CoreMessage, cc), addresses_from_json },
		{ "reply_to", offsetof(CoreMessage, reply_to),
		    addresses_from_json },
		{ "subject", offsetof(CoreMessage, subject), line_from_json },
		{ "origin", offsetof(CoreMessage, origin), origin_from_json },
		{ "origin_reason", offsetof(CoreMessage, origin_reason),
		    line_from_json },
		{ "source", offsetof(CoreMessage, source), word_from_json },
		{ "forwarded_by", offsetof(CoreMessage, forwarded_by),
		    line_from_json },
		{ "verified", offsetof(CoreMessage, verified),
		    truth_from_json },
		{ "language", offsetof(CoreMessage, language), word_from_json },
		{ "text", offsetof(CoreMessage, text), text_from_json },
		{ "own_words", offsetof(CoreMessage, own_words),
		    text_from_json },
		{ "attachments", offsetof(CoreMessage, attachments),
		    attachments_from_json },
		{ "flags", offsetof(CoreMessage, flags), flags_from_json },
		{ "bounce", offsetof(CoreMessage, bounce), bounce_from_json },
		{ "loop", offsetof(CoreMessage, loop), line_from_json },
		{ "headers", offsetof(CoreMessage, headers),
		    headers_from_json },
	};
	g_autoptr(CoreMessage) self = core_message_new();
	size_t known = 0;

	for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
		json_t *value = json_object_get(json, fields[i].key);
		const Reader reader = { limits, fields[i].key, error };

		known += value != NULL;
		if (value && !fields[i].from_json(&reader, value,
		                 (char *)self + fields[i].offset))
			return NULL;
	}
	if (known != json_object_size(json) ||
	    !json_object_get(json, "origin")) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "record: is no object with an origin and known keys only");
		return NULL;
	}
	return g_steal_pointer(&self);
}
