#include "mail/mime/content.h"

#include "mail/autoptr.h"

#include <string.h>

#define STEP_BYTES 4096 /* decoded at once */
#define ROOM_BYTES (STEP_BYTES + 4)

typedef struct {
	const MailPart *part;
	GMimeEncoding state;
	size_t done; /* of the part's content */
	bool is_padded;
	GMimeStream *stream; /* of what the state alone does not decode */
} Decoder;

static void
decoder_clear(Decoder *self)
{
	g_clear_object(&self->stream);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Decoder, decoder_clear)

/* A part that is uuencoded as a whole begins where a line says so. */
static GMimeStream *
open_uuencoded(const MailPart *part)
{
	g_autoptr(GMimeStream) source = g_mime_stream_mem_new_with_buffer(
	    part->content.start, part->content.length);
	GMimeStream *decoded = g_mime_stream_filter_new(source);
	GMimeFilter *decoder = g_mime_filter_basic_new(part->encoding, FALSE);

	g_mime_stream_filter_add(GMIME_STREAM_FILTER(decoded), decoder);
	g_object_unref(decoder);
	return decoded;
}

static Decoder
decoder_of(const MailPart *part)
{
	Decoder self = { .part = part };

	g_mime_encoding_init_decode(&self.state, part->encoding);
	if (part->encoding == GMIME_CONTENT_ENCODING_UUENCODE &&
	    part->content.length)
		self.stream = open_uuencoded(part);
	return self;
}

/* Decodes more into @buffer. Returns: how much; 0 is the end. */
static size_t
decode(Decoder *self, char buffer[ROOM_BYTES])
{
	const MailSpan *content = &self->part->content;
	size_t got = 0;

	if (self->stream) {
		ssize_t n =
		    g_mime_stream_read(self->stream, buffer, STEP_BYTES);

		return n > 0 ? (size_t)n : 0;
	}
	while (got == 0 && self->done < content->length) {
		size_t step = MIN(STEP_BYTES, content->length - self->done);

		got = g_mime_encoding_step(
		    &self->state, content->start + self->done, step, buffer);
		self->done += step;
	}
	if (got || self->is_padded ||
	    self->part->encoding != GMIME_CONTENT_ENCODING_BASE64)
		return got;
	/* the end of base64 may go without its padding, and GMime drops what is
	 * not padded; padding that is too much does no harm */
	self->is_padded = true;
	return g_mime_encoding_step(&self->state, "==", 2, buffer);
}

static bool
is_encoded(const MailPart *part)
{
	return part->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
	       part->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
	       part->encoding == GMIME_CONTENT_ENCODING_UUENCODE;
}

GString *
mail_content_read(const MailPart *part, size_t max_bytes, bool *ret_cut)
{
	size_t most = MIN(part->content.length, max_bytes), got;
	GString *bytes = g_string_sized_new(most + 1);
	g_auto(Decoder) decoder = decoder_of(part);
	char buffer[ROOM_BYTES];

	if (!is_encoded(part))
		g_string_append_len(bytes, part->content.start, (gssize)most);
	else
		while (bytes->len < max_bytes &&
		       (got = decode(&decoder, buffer)) > 0)
			g_string_append_len(bytes, buffer,
			    (gssize)MIN(got, max_bytes - bytes->len));
	*ret_cut = bytes->len == max_bytes;
	return bytes;
}

static const bool base64_digits[256] = {
	['0' ... '9'] = true,
	['A' ... 'Z'] = true,
	['a' ... 'z'] = true,
	['+'] = true,
	['/'] = true,
};

/* Up to the padding, whatever else is between the digits, as decoding takes it.
 */
static int64_t
measure_base64(const MailSpan *content)
{
	const char *start = content->start;
	const char *end =
	    content->length ? memchr(start, '=', content->length) : NULL;
	size_t length = end ? (size_t)(end - start) : content->length;
	size_t digits = 0;

	for (size_t i = 0; i < length; i++)
		digits += base64_digits[(unsigned char)start[i]];
	return (int64_t)(digits * 3 / 4);
}

int64_t
mail_content_measure(const MailPart *part)
{
	g_auto(Decoder) decoder = decoder_of(part);
	char buffer[ROOM_BYTES];
	int64_t total = 0;
	size_t got;

	if (!is_encoded(part))
		return (int64_t)part->content.length;
	if (part->encoding == GMIME_CONTENT_ENCODING_BASE64)
		return measure_base64(&part->content);
	while ((got = decode(&decoder, buffer)) > 0)
		total += (int64_t)got;
	return total;
}

int64_t
mail_content_measure_whole(const MailPart *part, size_t depth)
{
	int64_t total = part ? (int64_t)part->head_bytes : 0;

	if (!part || depth == 0)
		return total;
	total += (int64_t)part->fields_bytes + (int64_t)part->content.length;
	for (const MailPart *in = part->first; in; in = in->next)
		total += mail_content_measure_whole(in, depth - 1);
	return total;
}
