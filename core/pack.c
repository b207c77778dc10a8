#include "core/pack.h"

#include "core/autoptr.h"
#include "core/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define DEPTH_MAX 8
#define KEY_MAX 255

typedef struct {
	const char *start, *at, *end;
} Reader;

static void
put_number(GByteArray *out, uint32_t number)
{
	uint32_t wire = GUINT32_TO_LE(number);

	g_byte_array_append(out, (const guint8 *)&wire, sizeof wire);
}

static void
put_integer(GByteArray *out, int64_t number)
{
	int64_t wire = GINT64_TO_LE(number);

	g_byte_array_append(out, (const guint8 *)&wire, sizeof wire);
}

static void put(GByteArray *out, const json_t *json);

static void
put_string(GByteArray *out, const char *text, size_t length)
{
	g_assert(length <= UINT32_MAX);
	put_number(out, (uint32_t)length);
	g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

static void
put_object(GByteArray *out, const json_t *json)
{
	/* jansson walks an object by an iterator that is not const */
	json_t *object = json_incref((json_t *)(uintptr_t)json);
	const char *key;
	json_t *value;

	put_number(out, (uint32_t)json_object_size(json));
	json_object_foreach(object, key, value)
	{
		g_assert(strlen(key) <= KEY_MAX);
		put_string(out, key, strlen(key));
		put(out, value);
	}
	json_decref(object);
}

static void
put_list(GByteArray *out, const json_t *json)
{
	size_t length = json_array_size(json);

	put_number(out, (uint32_t)length);
	for (size_t i = 0; i < length; i++)
		put(out, json_array_get(json, i));
}

static void
put(GByteArray *out, const json_t *json)
{
	static const char tags[] = { [JSON_OBJECT] = 'o',
		[JSON_ARRAY] = 'a',
		[JSON_STRING] = 's',
		[JSON_INTEGER] = 'i',
		[JSON_TRUE] = 't',
		[JSON_FALSE] = 'f',
		[JSON_NULL] = 'n' };
	char tag = tags[json_typeof(json)];

	g_assert(tag);
	g_byte_array_append(out, (const guint8 *)&tag, 1);
	if (tag == 'o')
		put_object(out, json);
	else if (tag == 'a')
		put_list(out, json);
	else if (tag == 's')
		put_string(
		    out, json_string_value(json), json_string_length(json));
	else if (tag == 'i')
		put_integer(out, json_integer_value(json));
}

GBytes *
core_pack(const json_t *json)
{
	GByteArray *out = g_byte_array_new();

	put(out, json);
	return g_byte_array_free_to_bytes(out);
}

static bool
take(Reader *self, void *ret_bytes, size_t length)
{
	if ((size_t)(self->end - self->at) < length)
		return false;
	memcpy(ret_bytes, self->at, length);
	self->at += length;
	return true;
}

static bool
take_number(Reader *self, uint32_t *ret_number)
{
	uint32_t wire;

	if (!take(self, &wire, sizeof wire))
		return false;
	*ret_number = GUINT32_FROM_LE(wire);
	return true;
}

static json_t *
take_string(Reader *self)
{
	uint32_t length;
	const char *text;

	if (!take_number(self, &length) ||
	    (size_t)(self->end - self->at) < length ||
	    memchr(self->at, '\0', length))
		return NULL;
	text = self->at;
	self->at += length;
	return json_stringn_nocheck(text, length);
}

static json_t *
take_integer(Reader *self)
{
	int64_t wire;

	return take(self, &wire, sizeof wire)
	           ? json_integer((json_int_t)GINT64_FROM_LE(wire))
	           : NULL;
}

static json_t *take_value(Reader *self, int depth);

static json_t *
take_list(Reader *self, int depth)
{
	g_autoptr(json_t) list = json_array();
	uint32_t count;

	if (!take_number(self, &count))
		return NULL;
	while (count-- > 0)
		if (json_array_append_new(list, take_value(self, depth)) != 0)
			return NULL;
	return g_steal_pointer(&list);
}

static json_t *
take_object(Reader *self, int depth)
{
	g_autoptr(json_t) object = json_object();
	uint32_t count;

	if (!take_number(self, &count))
		return NULL;
	while (count-- > 0) {
		g_autoptr(json_t) key = take_string(self);

		if (!key || json_string_length(key) > KEY_MAX ||
		    json_object_set_new(object, json_string_value(key),
		        take_value(self, depth)) != 0)
			return NULL;
	}
	return g_steal_pointer(&object);
}

/* Returns: NULL where the bytes are wrong, which jansson takes for a failure
 * of what they were to be put into. */
static json_t *
take_value(Reader *self, int depth)
{
	char tag;

	if (depth == 0 || !take(self, &tag, 1))
		return NULL;
	switch (tag) {
	case 'o':
		return take_object(self, depth - 1);
	case 'a':
		return take_list(self, depth - 1);
	case 's':
		return take_string(self);
	case 'i':
		return take_integer(self);
	case 't':
		return json_true();
	case 'f':
		return json_false();
	case 'n':
		return json_null();
	default:
		return NULL;
	}
}

json_t *
core_unpack(GBytes *bytes, GError **error)
{
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	Reader reader = { data, data, data ? data + length : data };
	g_autoptr(json_t) json = take_value(&reader, DEPTH_MAX);

	if (json && reader.at == reader.end)
		return g_steal_pointer(&json);
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "packed record: wrong before byte %zu",
	    (size_t)(reader.at - reader.start));
	return NULL;
}
