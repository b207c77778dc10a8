#include "core/pack.h"

#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define NO_STRING G_MAXUINT32 /* the length of one that is NULL */
#define NUMBERS 256           /* that most records do with */

/* What it all begins with; then come the lines, the texts and the numbers. */
typedef struct {
	uint32_t lines_bytes, numbers_bytes;
} Head;

void
core_pack_begin(CorePack *self, GByteArray *out)
{
	*self = (CorePack){ .out = out, .start = out->len };
	self->numbers =
	    g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), NUMBERS);
	g_byte_array_set_size(out, out->len + (guint)sizeof(Head));
}

void
core_pack_end(CorePack *self)
{
	size_t first = self->start + sizeof(Head);
	size_t end = self->texts ? self->texts : self->out->len;
	const Head head = {
		.lines_bytes = (uint32_t)(end - first),
		.numbers_bytes =
		    (uint32_t)(self->numbers->len * sizeof(uint32_t)),
	};

	memcpy(self->out->data + self->start, &head, sizeof head);
	g_byte_array_append(
	    self->out, (const guint8 *)self->numbers->data, head.numbers_bytes);
	g_array_unref(self->numbers);
}

void
core_pack_number(CorePack *self, uint32_t number)
{
	g_array_append_val(self->numbers, number);
}

void
core_pack_size(CorePack *self, int64_t number)
{
	core_pack_number(self, (uint32_t)((uint64_t)number >> 32));
	core_pack_number(self, (uint32_t)number);
}

static void
put_string(CorePack *self, const char *text)
{
	size_t length = text ? strlen(text) : 0;

	g_assert(length < NO_STRING);
	core_pack_number(self, text ? (uint32_t)length : NO_STRING);
	if (length)
		g_byte_array_append(
		    self->out, (const guint8 *)text, (guint)length);
}

void
core_pack_line(CorePack *self, const char *text)
{
	g_assert(!self->texts);
	put_string(self, text);
}

void
core_pack_text(CorePack *self, const char *text)
{
	if (!self->texts)
		self->texts = self->out->len;
	put_string(self, text);
}

bool
core_unpack_refuse(const CoreUnpack *self, const char *why)
{
	g_set_error(self->error, CORE_ERROR, CORE_ERROR_DATA, "%s %s",
	    self->field, why);
	return false;
}

static size_t
left(const CoreUnpackSpan *span)
{
	return (size_t)(span->end - span->at);
}

/* Most that comes is as it should be: it is looked through in one go, and only
 * what is not is looked at string by string, to name the one. */
static bool
are_clean(const CoreUnpack *self)
{
	const char *lines = self->lines.at;
	size_t length = left(&self->lines);

	return core_text_is_clean(lines, length + left(&self->texts)) &&
	       !memchr(lines, '\n', length) && !memchr(lines, '\t', length);
}

bool
core_unpack_begin(CoreUnpack *self, const void *bytes, size_t length,
    const char *field, GError **error)
{
	Head head;

	*self = (CoreUnpack){ .field = field, .error = error };
	if (length < sizeof head)
		return core_unpack_refuse(self, "is cut off");
	memcpy(&head, bytes, sizeof head);
	length -= sizeof head;
	if (head.lines_bytes > length ||
	    head.numbers_bytes > length - head.lines_bytes)
		return core_unpack_refuse(self, "is cut off");
	const char *lines = (const char *)bytes + sizeof head;
	const char *texts = lines + head.lines_bytes;
	const char *numbers = lines + length - head.numbers_bytes;
	self->lines = (CoreUnpackSpan){ lines, texts };
	self->texts = (CoreUnpackSpan){ texts, numbers };
	self->numbers = (CoreUnpackSpan){ numbers, lines + length };
	self->are_clean = are_clean(self);
	return true;
}

bool
core_unpack_end(const CoreUnpack *self)
{
	return (left(&self->numbers) == 0 && left(&self->lines) == 0 &&
	           left(&self->texts) == 0) ||
	       core_unpack_refuse(self, "is too long");
}

bool
core_unpack_number(CoreUnpack *self, int64_t max, uint32_t *ret_number)
{
	uint32_t number;

	if (left(&self->numbers) < sizeof number)
		return core_unpack_refuse(self, "is cut off");
	memcpy(&number, self->numbers.at, sizeof number);
	if (number > max)
		return core_unpack_refuse(self, "is over its limit");
	self->numbers.at += sizeof number;
	*ret_number = number;
	return true;
}

bool
core_unpack_size(CoreUnpack *self, int64_t max, int64_t *ret_number)
{
	uint32_t high, low;

	if (!core_unpack_number(self, G_MAXINT32, &high) ||
	    !core_unpack_number(self, G_MAXUINT32, &low))
		return false;
	int64_t number = ((int64_t)high << 32) | low;
	if (number > max)
		return core_unpack_refuse(self, "is over its limit");
	*ret_number = number;
	return true;
}

/* Whether a character begins at @at, or the span ends. */
static bool
is_between(const CoreUnpackSpan *span, const char *at)
{
	return at == span->end || ((unsigned char)*at & 0xC0) != 0x80;
}

/* Whether the next @length bytes of @span are clean. Every string before began
 * and ended between characters. */
static bool
is_clean(const CoreUnpack *self, const CoreUnpackSpan *span, size_t length)
{
	if (self->are_clean)
		return is_between(span, span->at + length);
	return core_text_is_clean(span->at, length) &&
	       (span == &self->texts || (!memchr(span->at, '\n', length) &&
	                                    !memchr(span->at, '\t', length)));
}

/* Takes the next string off @from. @ret_span: without start where there is
 * none. */
static bool
take_span(CoreUnpack *self, CoreUnpackSpan *from, int64_t max_bytes,
    CoreUnpackSpan *ret_span)
{
	uint32_t length;

	if (!core_unpack_number(self, NO_STRING, &length))
		return false;
	if (length == NO_STRING) {
		*ret_span = (CoreUnpackSpan){ NULL, NULL };
		return true;
	}
	if (length > max_bytes)
		return core_unpack_refuse(self, "is longer than its limit");
	if (length > left(from))
		return core_unpack_refuse(self, "is cut off");
	if (!is_clean(self, from, length))
		return core_unpack_refuse(
		    self, "holds a control or is not UTF-8");
	*ret_span = (CoreUnpackSpan){ from->at, from->at + length };
	from->at += length;
	return true;
}

static bool
take_copy(
    CoreUnpack *self, CoreUnpackSpan *from, int64_t max_bytes, char **ret_text)
{
	CoreUnpackSpan span;
	char *text = NULL;

	if (!take_span(self, from, max_bytes, &span))
		return false;
	if (span.at) {
		/* g_strndup() looks for a NUL in each byte */
		text = g_malloc(left(&span) + 1);
		memcpy(text, span.at, left(&span));
		text[left(&span)] = '\0';
	}
	*ret_text = text;
	return true;
}

bool
core_unpack_line(CoreUnpack *self, int64_t max_bytes, char **ret_text)
{
	return take_copy(self, &self->lines, max_bytes, ret_text);
}

bool
core_unpack_text(CoreUnpack *self, int64_t max_bytes, char **ret_text)
{
	return take_copy(self, &self->texts, max_bytes, ret_text);
}

bool
core_unpack_span(CoreUnpack *self, int64_t max_bytes, CoreUnpackSpan *ret_line)
{
	CoreUnpackSpan line;

	if (!take_span(self, &self->lines, max_bytes, &line))
		return false;
	if (!line.at)
		return core_unpack_refuse(self, "has no text");
	*ret_line = line;
	return true;
}
