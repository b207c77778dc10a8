#include "core/pack.h"

#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define NO_STRING G_MAXUINT32 /* the length of one that is NULL */

void
core_pack_number(GByteArray *out, uint32_t number)
{
	g_byte_array_append(out, (const guint8 *)&number, sizeof number);
}

void
core_pack_size(GByteArray *out, int64_t number)
{
	g_byte_array_append(out, (const guint8 *)&number, sizeof number);
}

void
core_pack_string(GByteArray *out, const char *text)
{
	size_t length = text ? strlen(text) : 0;

	g_assert(length < NO_STRING);
	core_pack_number(out, text ? (uint32_t)length : NO_STRING);
	g_byte_array_append(
	    out, (const guint8 *)(text ? text : ""), (guint)length);
}

bool
core_unpack_refuse(const CoreUnpack *self, const char *why)
{
	g_set_error(self->error, CORE_ERROR, CORE_ERROR_DATA, "%s %s",
	    self->field, why);
	return false;
}

static bool
take(CoreUnpack *self, void *ret_bytes, size_t length)
{
	if ((size_t)(self->end - self->at) < length)
		return core_unpack_refuse(self, "is cut off");
	memcpy(ret_bytes, self->at, length);
	self->at += length;
	return true;
}

bool
core_unpack_number(CoreUnpack *self, int64_t max, uint32_t *ret_number)
{
	uint32_t number;

	if (!take(self, &number, sizeof number))
		return false;
	if (number > max)
		return core_unpack_refuse(self, "is over its limit");
	*ret_number = number;
	return true;
}

bool
core_unpack_size(CoreUnpack *self, int64_t max, int64_t *ret_number)
{
	int64_t number;

	if (!take(self, &number, sizeof number))
		return false;
	if (number < 0 || number > max)
		return core_unpack_refuse(self, "is over its limit");
	*ret_number = number;
	return true;
}

/* g_strndup() looks for a NUL in each byte. */
static char *
copy(const char *text, size_t length)
{
	char *made = g_malloc(length + 1);

	memcpy(made, text, length);
	made[length] = '\0';
	return made;
}

static bool
take_text(CoreUnpack *self, int64_t max_bytes, bool lines, char **ret_text)
{
	const char *text;
	uint32_t length;

	if (!take(self, &length, sizeof length))
		return false;
	text = self->at;
	if (length == NO_STRING) {
		*ret_text = NULL;
		return true;
	}
	if (length > max_bytes)
		return core_unpack_refuse(self, "is longer than its limit");
	if (length > (size_t)(self->end - text))
		return core_unpack_refuse(self, "is cut off");
	if (!core_text_is_clean(text, length) ||
	    (!lines &&
	        (memchr(text, '\n', length) || memchr(text, '\t', length))))
		return core_unpack_refuse(
		    self, "holds a control or is not UTF-8");
	*ret_text = copy(text, length);
	self->at += length;
	return true;
}

bool
core_unpack_line(CoreUnpack *self, int64_t max_bytes, char **ret_text)
{
	return take_text(self, max_bytes, false, ret_text);
}

bool
core_unpack_lines(CoreUnpack *self, int64_t max_bytes, char **ret_text)
{
	return take_text(self, max_bytes, true, ret_text);
}
