#include "mail/body.h"

#include "core/text.h"
#include "mail/charset.h"
#include "mail/content.h"
#include "mail/flowed.h"
#include "mail/html.h"

#include <string.h>

/* Markup, and charsets of two bytes a character, take more room than text. */
#define RAW_PER_TEXT 4

typedef struct {
	const CoreLimits *limits;
	CoreMessage *record;
	GString *text;
	GMimeMessage *embedded; /* the first message inside; borrowed */
	bool only_attachments;  /* the words were found in another alternative
	                         */
} Reader;

static void read_entity(Reader *self, GMimeObject *entity, size_t depth);

bool
mail_body_is_blank(const char *text)
{
	while (text && *text) {
		if (!g_unichar_isspace(g_utf8_get_char(text)))
			return false;
		text += g_utf8_skip[(unsigned char)*text];
	}
	return true;
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

/* About the size of a message inside, which must not be written out again to
 * learn it (GMime issue 165). */
static int64_t
entity_bytes(GMimeObject *entity, size_t depth)
{
	int64_t total = entity ? headers_bytes(entity) : 0;

	if (!entity || depth == 0)
		return total;
	if (GMIME_IS_MULTIPART(entity)) {
		GMimeMultipart *parts = GMIME_MULTIPART(entity);

		for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
			total += entity_bytes(
			    g_mime_multipart_get_part(parts, i), depth - 1);
	} else if (GMIME_IS_MESSAGE_PART(entity)) {
		GMimeMessage *inner =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));

		if (inner)
			total +=
			    headers_bytes(GMIME_OBJECT(inner)) +
			    entity_bytes(
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

static char *
type_name(GMimeObject *entity)
{
	GMimeContentType *type = g_mime_object_get_content_type(entity);
	g_autofree char *name = g_mime_content_type_get_mime_type(type);
	g_autofree char *lower = g_ascii_strdown(name, -1);

	return core_text_line(lower, strlen(lower), 255);
}

/* The last step of a path: names like C:\fakepath\a.pdf are sent. */
static const char *
base_name(const char *name)
{
	const char *base = name;

	for (const char *c = name; *c; c++)
		if ((*c == '/' || *c == '\\') && c[1])
			base = c + 1;
	return base;
}

static void
add_attachment(
    Reader *self, GMimeObject *entity, const char *name, int64_t size_bytes)
{
	size_t max_bytes = (size_t)self->limits->attachment_name_bytes;
	g_autofree char *type = type_name(entity);
	g_autofree char *line = core_text_line(
	    name ? name : "", name ? strlen(name) : 0, 4 * max_bytes);
	const char *base = base_name(line);
	g_autofree char *kept = core_text_line(base, strlen(base), max_bytes);

	if (strlen(base) > strlen(kept))
		core_message_flag(self->record, "names-cut");
	g_ptr_array_add(self->record->attachments,
	    core_attachment_new(kept, type, size_bytes));
}

static void
append_text(Reader *self, const char *text, size_t length)
{
	/* what is beyond the limit is cut at the end: not to be piled up */
	if (self->text->len > (size_t)self->limits->text_bytes)
		return;
	if (self->text->len)
		g_string_append(self->text, "\n\n");
	g_string_append_len(self->text, text, (gssize)length);
}

/* What <meta> says, where the header says nothing. */
static char *
meta_charset(const GString *bytes)
{
	size_t length = MIN(bytes->len, 2048);
	g_autofree char *head = g_ascii_strdown(bytes->str, (gssize)length);
	const char *at = strstr(head, "charset=");

	if (!at)
		return NULL;
	at += strlen("charset=");
	at += *at == '"' || *at == '\'';
	return g_strndup(at, strcspn(at, "\"' />;"));
}

static void
append_html(Reader *self, const GString *html)
{
	MailHtmlLimits limits = {
		.max_depth = (size_t)self->limits->html_depth,
		.max_bytes = (size_t)self->limits->text_bytes,
	};
	g_auto(MailHtml) read = { .text = NULL };

	mail_html_read(html->str, html->len, &limits, &read);
	append_text(self, read.text, strlen(read.text));
	if (read.has_hidden)
		core_message_flag(self->record, "html-hidden-text");
	if (read.is_cut)
		core_message_flag(self->record, "text-cut");
	if (read.is_flattened)
		core_message_flag(self->record, "structure-cut");
}

static bool
parameter_is(GMimeObject *entity, const char *name, const char *value)
{
	const char *found =
	    g_mime_object_get_content_type_parameter(entity, name);

	return found && g_ascii_strcasecmp(found, value) == 0;
}

static void
flag_faults(CoreMessage *record, const MailCharsetFaults *faults)
{
	if (faults->guessed)
		core_message_flag(record, "charset-guessed");
	if (faults->replaced)
		core_message_flag(record, "bytes-replaced");
}

static void
read_text(Reader *self, GMimePart *part, bool is_html)
{
	GMimeObject *entity = GMIME_OBJECT(part);
	MailCharsetFaults faults = { .guessed = false };
	bool is_cut;
	g_autoptr(GString) bytes = mail_content_read(
	    part, (size_t)self->limits->text_bytes * RAW_PER_TEXT, &is_cut);
	g_autofree char *charset = g_strdup(
	    g_mime_object_get_content_type_parameter(entity, "charset"));

	if (!charset && is_html)
		charset = meta_charset(bytes);
	g_autoptr(GString) text =
	    mail_charset_decode(bytes->str, bytes->len, charset, &faults);
	if (is_cut)
		core_message_flag(self->record, "text-cut");
	flag_faults(self->record, &faults);
	if (is_html) {
		append_html(self, text);
	} else if (parameter_is(entity, "format", "flowed")) {
		g_autoptr(GString) joined = mail_flowed_join(
		    text, parameter_is(entity, "delsp", "yes"));

		append_text(self, joined->str, joined->len);
	} else {
		append_text(self, text->str, text->len);
	}
}

static bool
is_attached(GMimeObject *entity)
{
	const char *disposition = g_mime_object_get_disposition(entity);

	return disposition &&
	       g_ascii_strcasecmp(disposition, "attachment") == 0;
}

static void
read_part(Reader *self, GMimePart *part)
{
	GMimeObject *entity = GMIME_OBJECT(part);
	GMimeContentType *type = g_mime_object_get_content_type(entity);
	const char *name = g_mime_part_get_filename(part);
	bool is_html = g_mime_content_type_is_type(type, "text", "html") ||
	               g_mime_content_type_is_type(type, "text", "enriched") ||
	               g_mime_content_type_is_type(type, "text", "richtext");
	bool is_text =
	    is_html || g_mime_content_type_is_type(type, "text", "plain");

	if (!is_text || is_attached(entity) ||
	    (name && self->text->len && !self->only_attachments)) {
		add_attachment(self, entity, name, mail_content_measure(part));
		return;
	}
	if (!self->only_attachments)
		read_text(self, part, is_html);
	if (name)
		add_attachment(self, entity, name, mail_content_measure(part));
}

/* The first that says something gives the words: plain text is put first
 * (RFC 2046 5.1.4). */
static void
read_alternatives(Reader *self, GMimeMultipart *parts, size_t depth)
{
	bool only_attachments = self->only_attachments;

	for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
		g_autoptr(GString) before = self->text;

		self->text = g_string_new(NULL);
		read_entity(self, g_mime_multipart_get_part(parts, i), depth);
		if (mail_body_is_blank(self->text->str)) {
			g_string_free(self->text, TRUE);
			self->text = g_steal_pointer(&before);
			continue;
		}
		g_autoptr(GString) found = self->text;
		self->text = g_steal_pointer(&before);
		append_text(self, found->str, found->len);
		self->only_attachments = true;
	}
	self->only_attachments = only_attachments;
}

static void
read_parts(Reader *self, GMimeMultipart *parts, size_t depth)
{
	GMimeContentType *type =
	    g_mime_object_get_content_type(GMIME_OBJECT(parts));

	if (g_mime_content_type_is_type(type, "multipart", "alternative")) {
		read_alternatives(self, parts, depth);
		return;
	}
	for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
		read_entity(self, g_mime_multipart_get_part(parts, i), depth);
}

static void
read_entity(Reader *self, GMimeObject *entity, size_t depth)
{
	if (!entity)
		return;
	if (depth == 0) {
		core_message_flag(self->record, "structure-cut");
	} else if (GMIME_IS_MULTIPART(entity)) {
		read_parts(self, GMIME_MULTIPART(entity), depth - 1);
	} else if (GMIME_IS_MESSAGE_PART(entity)) {
		GMimeMessage *inner =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));

		if (!self->embedded)
			self->embedded = inner;
		add_attachment(self, entity,
		    g_mime_object_get_content_disposition_parameter(
		        entity, "filename"),
		    entity_bytes(entity, depth));
	} else if (GMIME_IS_PART(entity)) {
		read_part(self, GMIME_PART(entity));
	}
}

static void
keep_text(CoreMessage *record, const char *text, size_t length,
    const CoreLimits *limits)
{
	size_t max_bytes = (size_t)limits->text_bytes;
	bool is_changed;
	char *clean = core_text_clean(text, length, max_bytes, &is_changed);

	if (is_changed)
		core_message_flag(record, "controls-removed");
	if (length > max_bytes && strlen(clean) + 4 > max_bytes)
		core_message_flag(record, "text-cut");
	g_free(record->text);
	record->text = clean;
}

void
mail_body_read(
    GMimeMessage *message, const CoreLimits *limits, CoreMessage *record)
{
	Reader reader = {
		.limits = limits, .record = record, .text = g_string_new(NULL)
	};
	size_t depth = (size_t)limits->mime_depth + 1; /* the leaf's own */
	guint attached;

	read_entity(&reader, g_mime_message_get_mime_part(message), depth);
	while (mail_body_is_blank(reader.text->str) && reader.embedded &&
	       depth-- > 0) {
		GMimeMessage *inner = g_steal_pointer(&reader.embedded);

		/* its attachments are its own, listed as one: the message */
		attached = record->attachments->len;
		read_entity(
		    &reader, g_mime_message_get_mime_part(inner), depth);
		g_ptr_array_set_size(record->attachments, (gint)attached);
	}
	keep_text(record, reader.text->str, reader.text->len, limits);
	g_string_free(reader.text, TRUE);
}

void
mail_body_read_flat(const char *bytes, size_t length, const CoreLimits *limits,
    CoreMessage *record)
{
	size_t most = MIN(length, (size_t)limits->text_bytes * RAW_PER_TEXT);
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text =
	    mail_charset_decode(bytes, most, NULL, &faults);

	flag_faults(record, &faults);
	keep_text(record, text->str, text->len, limits);
}
