#include "mail/mime/tree.h"

#include "mail/autoptr.h"
#include "mail/header/head.h"
#include "mail/mime/plain.h"

#include <string.h>

struct _MailTree {
	MailPart *root;
	GMimeMessage *message; /* from which @root borrows, or NULL */
	GMimeStream *stream;   /* in which the bytes of its parts are */
};

static MailPart *convert(GMimeObject *entity);

/* 8-bit header text is read as the first of these that it is valid in, so that
 * the machine's locale does not decide. */
static GMimeParserOptions *
parser_options(void)
{
	const char *charsets[] = { "utf-8", "windows-1252", NULL };
	GMimeParserOptions *options = g_mime_parser_options_new();

	g_mime_parser_options_set_fallback_charsets(options, charsets);
	g_mime_parser_options_set_allow_addresses_without_domain(options, TRUE);
	return options;
}

static MailSpan
span_of(const char *text)
{
	return (MailSpan){ text, text ? strlen(text) : 0 };
}

static MailSpan
raw_header(GMimeObject *entity, const char *name)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(entity);
	GMimeHeader *header = g_mime_header_list_get_header(headers, name);

	return span_of(header ? g_mime_header_get_raw_value(header) : NULL);
}

static size_t
headers_bytes(GMimeObject *entity)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(entity);
	size_t total = 0;

	for (int i = 0; i < g_mime_header_list_get_count(headers); i++) {
		GMimeHeader *header =
		    g_mime_header_list_get_header_at(headers, i);
		const char *value = g_mime_header_get_raw_value(header);

		total += strlen(g_mime_header_get_raw_name(header)) +
		         (value ? strlen(value) : 0) + 1;
	}
	return total;
}

static MailPart *
convert_head(GMimeObject *entity, MailPartKind kind)
{
	MailPart *self = mail_part_new(kind);
	GMimeContentType *type = g_mime_object_get_content_type(entity);
	const struct {
		const char *name;
		MailSpan *place;
	} parameters[] = {
		{ "charset", &self->charset },
		{ "format", &self->format },
		{ "delsp", &self->delsp },
		{ "method", &self->method },
		{ "report-type", &self->report_type },
	};

	self->type = span_of(g_mime_content_type_get_media_type(type));
	self->subtype = span_of(g_mime_content_type_get_media_subtype(type));
	for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++)
		*parameters[i].place =
		    span_of(g_mime_object_get_content_type_parameter(
		        entity, parameters[i].name));
	self->disposition = span_of(g_mime_object_get_disposition(entity));
	self->id = span_of(g_mime_object_get_content_id(entity));
	self->raw_type = raw_header(entity, "Content-Type");
	self->raw_disposition = raw_header(entity, "Content-Disposition");
	self->raw_description = raw_header(entity, "Content-Description");
	self->head_bytes = headers_bytes(entity);
	return self;
}

/* The bytes that GMime has found to be those of @part, in the mail. */
static MailSpan
content_of(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream =
	    content ? g_mime_data_wrapper_get_stream(content) : NULL;

	if (!stream)
		return (MailSpan){ NULL, 0 };
	const GByteArray *bytes =
	    g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	return (MailSpan){ (const char *)bytes->data + stream->bound_start,
		(size_t)g_mime_stream_length(stream) };
}

static MailPart *
convert_message(GMimeMessagePart *entity)
{
	MailPart *self = convert_head(GMIME_OBJECT(entity), MAIL_PART_MESSAGE);
	GMimeMessage *inner = g_mime_message_part_get_message(entity);

	if (!inner)
		return self;
	self->fields = mail_head_of(inner);
	self->fields_bytes = headers_bytes(GMIME_OBJECT(inner));
	self->first = convert(g_mime_message_get_mime_part(inner));
	return self;
}

static MailPart *
convert_multipart(GMimeMultipart *entity)
{
	MailPart *self =
	    convert_head(GMIME_OBJECT(entity), MAIL_PART_MULTIPART);
	MailPart **place = &self->first;

	for (int i = 0; i < g_mime_multipart_get_count(entity); i++) {
		*place = convert(g_mime_multipart_get_part(entity, i));
		if (*place)
			place = &(*place)->next;
	}
	return self;
}

/* Some programs write more than the word: "base64;", and quotes. */
static GMimeContentEncoding
encoding_of(GMimePart *part)
{
	GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
	MailSpan raw =
	    raw_header(GMIME_OBJECT(part), "Content-Transfer-Encoding");

	if (encoding != GMIME_CONTENT_ENCODING_DEFAULT || !raw.start)
		return encoding;
	const char *word = raw.start + strspn(raw.start, "\"' \t\r\n");
	g_autofree char *name = g_strndup(word, strcspn(word, "\"';( \t\r\n"));
	return g_mime_content_encoding_from_string(name);
}

static MailPart *
convert(GMimeObject *entity)
{
	if (GMIME_IS_MULTIPART(entity))
		return convert_multipart(GMIME_MULTIPART(entity));
	if (GMIME_IS_MESSAGE_PART(entity))
		return convert_message(GMIME_MESSAGE_PART(entity));
	if (!GMIME_IS_PART(entity))
		return NULL;
	MailPart *self = convert_head(entity, MAIL_PART_LEAF);
	GMimePart *part = GMIME_PART(entity);

	self->encoding = encoding_of(part);
	self->content = content_of(part);
	return self;
}

/* Some programs say of the multipart what they mean of the text in it. */
static void
spread_charset(MailPart *part, MailSpan outer)
{
	const MailSpan none = { NULL, 0 };

	for (; part; part = part->next) {
		part->outer_charset = outer;
		if (part->kind == MAIL_PART_MULTIPART)
			spread_charset(part->first,
			    part->charset.start ? part->charset : outer);
		else
			spread_charset(part->first, none);
	}
}

MailTree *
mail_tree_parse(const GArray *fields, MailSpan body)
{
	MailTree *self = g_new0(MailTree, 1);
	g_autoptr(GMimeParserOptions) options = parser_options();

	self->stream = g_mime_stream_mem_new_with_byte_array(
	    mail_head_reduce(fields, &body));
	g_autoptr(GMimeParser) parser =
	    g_mime_parser_new_with_stream(self->stream);
	g_mime_parser_set_persist_stream(parser, TRUE);
	self->message = g_mime_parser_construct_message(parser, options);
	if (self->message)
		self->root =
		    convert(g_mime_message_get_mime_part(self->message));
	spread_charset(self->root, (MailSpan){ NULL, 0 });
	return self;
}

MailTree *
mail_tree_new(const GArray *fields, MailSpan body)
{
	MailPart *root = mail_plain_read(fields, body);

	if (!root)
		return mail_tree_parse(fields, body);
	MailTree *self = g_new0(MailTree, 1);
	self->root = root;
	spread_charset(root, (MailSpan){ NULL, 0 });
	return self;
}

void
mail_tree_free(MailTree *self)
{
	if (!self)
		return;
	mail_part_free(self->root);
	g_clear_object(&self->message);
	g_clear_object(&self->stream);
	g_free(self);
}

const MailPart *
mail_tree_root(const MailTree *self)
{
	return self->root;
}
