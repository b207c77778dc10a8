#include "mail/content.h"

#include "mail/autoptr.h"

/* The decoded content as a stream, from its start. (transfer full) */
static GMimeStream *
open_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream =
	    content ? g_mime_data_wrapper_get_stream(content) : NULL;
	GMimeFilter *decoder;

	if (!stream)
		return NULL;
	(void)g_mime_stream_reset(stream); /* a memory stream cannot fail */
	GMimeStream *decoded = g_mime_stream_filter_new(stream);
	decoder = g_mime_filter_basic_new(
	    g_mime_data_wrapper_get_encoding(content), FALSE);
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(decoded), decoder);
	g_object_unref(decoder);
	return decoded;
}

GString *
mail_content_read(GMimePart *part, size_t max_bytes, bool *ret_cut)
{
	g_autoptr(GMimeStream) stream = open_content(part);
	GString *bytes = g_string_new(NULL);
	char buffer[8192];
	ssize_t got = 0;

	while (stream && bytes->len < max_bytes &&
	       (got = g_mime_stream_read(stream, buffer, sizeof buffer)) > 0)
		g_string_append_len(
		    bytes, buffer, MIN(got, (ssize_t)(max_bytes - bytes->len)));
	*ret_cut = bytes->len == max_bytes;
	return bytes;
}

int64_t
mail_content_measure(GMimePart *part)
{
	g_autoptr(GMimeStream) stream = open_content(part);
	char buffer[8192];
	int64_t total = 0;
	ssize_t got;

	while (stream &&
	       (got = g_mime_stream_read(stream, buffer, sizeof buffer)) > 0)
		total += got;
	return total;
}
