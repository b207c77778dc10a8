#include "mail/content.h"

#include "mail/autoptr.h"

#include <string.h>

/* The end of base64 may go without its padding, and GMime drops what is not
 * padded; padding that is too much does no harm. (transfer full) */
static GMimeStream *
pad_base64(GMimeStream *stream)
{
	GMimeStream *padded = g_mime_stream_cat_new();
	g_autoptr(GMimeStream) padding =
	    g_mime_stream_mem_new_with_buffer("==", 2);

	(void)g_mime_stream_cat_add_source(GMIME_STREAM_CAT(padded), stream);
	(void)g_mime_stream_cat_add_source(GMIME_STREAM_CAT(padded), padding);
	return padded;
}

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
	GMimeContentEncoding encoding =
	    g_mime_data_wrapper_get_encoding(content);
	g_autoptr(GMimeStream) source =
	    encoding == GMIME_CONTENT_ENCODING_BASE64 ? pad_base64(stream)
	                                              : g_object_ref(stream);
	GMimeStream *decoded = g_mime_stream_filter_new(source);
	decoder = g_mime_filter_basic_new(encoding, FALSE);
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

static int64_t
headers_bytes(GMimeObject *entity)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(entity);
	int64_t total = 0;

	for (int i = 0; i < g_mime_header_list_get_count(headers); i++) {
		GMimeHeader *header =
		    g_mime_header_list_get_header_at(headers, i);
		const char *value = g_mime_header_get_raw_value(header);

		total += (int64_t)strlen(g_mime_header_get_raw_name(header)) +
		         (value ? (int64_t)strlen(value) : 0) + 1;
	}
	return total;
}

int64_t
mail_content_measure_entity(GMimeObject *entity, size_t depth)
{
	int64_t total = entity ? headers_bytes(entity) : 0;

	if (!entity || depth == 0)
		return total;
	if (GMIME_IS_MULTIPART(entity)) {
		GMimeMultipart *parts = GMIME_MULTIPART(entity);

		for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
			total += mail_content_measure_entity(
			    g_mime_multipart_get_part(parts, i), depth - 1);
	} else if (GMIME_IS_MESSAGE_PART(entity)) {
		GMimeMessage *inner =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));

		if (inner)
			total +=
			    headers_bytes(GMIME_OBJECT(inner)) +
			    mail_content_measure_entity(
			        g_mime_message_get_mime_part(inner), depth - 1);
	} else if (GMIME_IS_PART(entity)) {
		GMimeDataWrapper *content =
		    g_mime_part_get_content(GMIME_PART(entity));

		if (content)
			total += g_mime_stream_length(
			    g_mime_data_wrapper_get_stream(content));
	}
	return total;
}
