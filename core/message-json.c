#include "core/message-json.h"

#include "core/clock.h"

#include <stddef.h>

/* Returns: (transfer full): NULL where the value is unknown. */
typedef json_t *(*ToJson)(const void *field);

typedef struct {
	const char *key;
	size_t offset; /* in CoreMessage */
	ToJson to_json;
} Field;

static json_t *
line_to_json(const void *field)
{
	const char *text = *(char *const *)field;

	return text ? json_string(text) : NULL;
}

static json_t *
strings_to_json(const void *field)
{
	const GPtrArray *strings = *(GPtrArray *const *)field;
	json_t *json = json_array();

	for (unsigned i = 0; i < strings->len; i++)
		json_array_append_new(
		    json, json_string(g_ptr_array_index(strings, i)));
	return json;
}

static json_t *
date_to_json(const void *field)
{
	int64_t at = *(const int64_t *)field;

	if (at <= 0)
		return NULL;
	g_autofree char *text = core_time_format(at);
	return json_string(text);
}

static json_t *
address_object(const CoreAddress *address)
{
	return json_pack(
	    "{s:s, s:s}", "name", address->name, "address", address->address);
}

static json_t *
address_to_json(const void *field)
{
	const CoreAddress *address = *(CoreAddress *const *)field;

	return address ? address_object(address) : NULL;
}

static json_t *
addresses_to_json(const void *field)
{
	const GPtrArray *addresses = *(GPtrArray *const *)field;
	json_t *json = json_array();

	for (unsigned i = 0; i < addresses->len; i++)
		json_array_append_new(
		    json, address_object(g_ptr_array_index(addresses, i)));
	return json;
}

static json_t *
origin_to_json(const void *field)
{
	return json_string(core_origin_name(*(const CoreOrigin *)field));
}

static json_t *
truth_to_json(const void *field)
{
	CoreTruth truth = *(const CoreTruth *)field;

	return truth == CORE_UNKNOWN ? NULL : json_boolean(truth == CORE_YES);
}

static json_t *
attachments_to_json(const void *field)
{
	const GPtrArray *attachments = *(GPtrArray *const *)field;
	json_t *json = json_array();

	for (unsigned i = 0; i < attachments->len; i++) {
		const CoreAttachment *attachment =
		    g_ptr_array_index(attachments, i);

		json_array_append_new(
		    json, json_pack("{s:s, s:s, s:I}", "name", attachment->name,
		              "type", attachment->type, "size",
		              (json_int_t)attachment->size_bytes));
	}
	return json;
}

static json_t *
bounce_to_json(const void *field)
{
	const CoreBounce *bounce = *(CoreBounce *const *)field;

	if (!bounce)
		return NULL;
	json_t *json = json_object();
	json_object_set_new(
	    json, "recipients", strings_to_json(&bounce->recipients));
	if (bounce->status)
		json_object_set_new(
		    json, "status", json_string(bounce->status));
	json_object_set_new(json, "hard", json_boolean(bounce->hard));
	return json;
}

json_t *
core_message_to_json(const CoreMessage *self)
{
	static const Field fields[] = {
		{ "message_id", offsetof(CoreMessage, message_id),
		    line_to_json },
		{ "in_reply_to", offsetof(CoreMessage, in_reply_to),
		    strings_to_json },
		{ "references", offsetof(CoreMessage, references),
		    strings_to_json },
		{ "date", offsetof(CoreMessage, date_at), date_to_json },
		{ "from", offsetof(CoreMessage, from), address_to_json },
		{ "to", offsetof(CoreMessage, to), addresses_to_json },
		{ "cc", offsetof(CoreMessage, cc), addresses_to_json },
		{ "reply_to", offsetof(CoreMessage, reply_to),
		    addresses_to_json },
		{ "subject", offsetof(CoreMessage, subject), line_to_json },
		{ "origin", offsetof(CoreMessage, origin), origin_to_json },
		{ "origin_reason", offsetof(CoreMessage, origin_reason),
		    line_to_json },
		{ "source", offsetof(CoreMessage, source), line_to_json },
		{ "forwarded_by", offsetof(CoreMessage, forwarded_by),
		    line_to_json },
		{ "verified", offsetof(CoreMessage, verified), truth_to_json },
		{ "language", offsetof(CoreMessage, language), line_to_json },
		{ "text", offsetof(CoreMessage, text), line_to_json },
		{ "own_words", offsetof(CoreMessage, own_words), line_to_json },
		{ "attachments", offsetof(CoreMessage, attachments),
		    attachments_to_json },
		{ "flags", offsetof(CoreMessage, flags), strings_to_json },
		{ "bounce", offsetof(CoreMessage, bounce), bounce_to_json },
	};
	json_t *json = json_object();

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		json_t *value =
		    fields[i].to_json((const char *)self + fields[i].offset);

		if (value)
			json_object_set_new(json, fields[i].key, value);
	}
	return json;
}
