#include "mail/body.h"

#include "core/text.h"
#include "mail/attach.h"
#include "mail/charset.h"
#include "mail/content.h"
#include "mail/flowed.h"
#include "mail/html.h"
#include "mail/lossy.h"
#include "mail/part-name.h"
#include "mail/tnef.h"
#include "mail/uuencode.h"

#include <string.h>

/* Markup, and charsets of two bytes a character, take more room than text. */
#define RAW_PER_TEXT 4

typedef struct {
	const CoreLimits *limits;
	CoreMessage *record;
	GString *text;
	char *wrapped, *wrapped_html; /* the text in a winmail.dat */
	GMimeMessage *embedded;       /* the first message inside; borrowed */
	bool only_attachments; /* the words were found in another alternative
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
append_html(Reader *self, const char *html, size_t length)
{
	MailHtmlLimits limits = {
		.max_depth = (size_t)self->limits->html_depth,
		.max_bytes = (size_t)self->limits->text_bytes,
	};
	g_auto(MailHtml) read = { .text = NULL };

	mail_html_read(html, length, &limits, &read);
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
append_plain(Reader *self, GMimeObject *entity, GString *text)
{
	g_autoptr(GPtrArray) files =
	    g_ptr_array_new_with_free_func(core_attachment_free);

	mail_uuencode_take(text, files);
	mail_attach_files(files, self->limits, self->record);
	if (parameter_is(entity, "format", "flowed")) {
		g_autoptr(GString) joined = mail_flowed_join(
		    text, parameter_is(entity, "delsp", "yes"));

		append_text(self, joined->str, joined->len);
	} else {
		append_text(self, text->str, text->len);
	}
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
	mail_charset_flag(&faults, self->record);
	if (is_html)
		append_html(self, text->str, text->len);
	else
		append_plain(self, entity, text);
}

static bool
is_attached(GMimeObject *entity)
{
	const char *disposition = g_mime_object_get_disposition(entity);

	return disposition &&
	       g_ascii_strcasecmp(disposition, "attachment") == 0;
}

/* Returns: whether it could be read; else it is listed as it is. */
static bool
read_tnef(Reader *self, GMimePart *part)
{
	MailTnefLimits limits = {
		.max_files = (size_t)self->limits->mime_parts,
		.max_text_bytes =
		    (size_t)self->limits->text_bytes * RAW_PER_TEXT,
	};
	g_auto(MailTnef) tnef = { .files = NULL };
	bool is_cut;
	g_autoptr(GString) bytes = mail_content_read(
	    part, (size_t)self->limits->message_bytes, &is_cut);

	if (!mail_tnef_read(bytes->str, bytes->len, &limits, &tnef) ||
	    (!tnef.files->len && !tnef.text && !tnef.html))
		return false;
	if (tnef.is_cut || is_cut)
		core_message_flag(self->record, "structure-cut");
	mail_attach_files(tnef.files, self->limits, self->record);
	if (!self->wrapped)
		self->wrapped = g_steal_pointer(&tnef.text);
	if (!self->wrapped_html)
		self->wrapped_html = g_steal_pointer(&tnef.html);
	return true;
}

static bool
is_one_of(GMimeObject *entity, const char *const *types)
{
	g_autofree char *type = mail_part_type(entity);

	return g_strv_contains(types, type);
}

static void
read_part(Reader *self, GMimePart *part)
{
	static const char *const htmls[] = { "text/html", "text/enriched",
		"text/richtext", NULL };
	/* the last is wrong, and sent */
	static const char *const plains[] = { "text/plain", "application/plain",
		NULL };
	static const char *const tnefs[] = { "application/ms-tnef",
		"application/vnd.ms-tnef", NULL };
	GMimeObject *entity = GMIME_OBJECT(part);
	bool is_html = is_one_of(entity, htmls);
	bool is_text = is_html || is_one_of(entity, plains);
	bool is_named = mail_part_is_named(entity);

	if (is_one_of(entity, tnefs) && read_tnef(self, part))
		return;
	if (!is_text || is_attached(entity) ||
	    (is_named && self->text->len && !self->only_attachments)) {
		mail_attach_part(entity, mail_content_measure(part),
		    self->limits, self->record);
		return;
	}
	if (!self->only_attachments)
		read_text(self, part, is_html);
	if (is_named)
		mail_attach_part(entity, mail_content_measure(part),
		    self->limits, self->record);
}

/* What one alternative says. (transfer full) */
static GString *
read_alternative(Reader *self, GMimeObject *entity, size_t depth)
{
	GString *outer = self->text, *found;

	self->text = g_string_new(NULL);
	read_entity(self, entity, depth);
	found = self->text;
	self->text = outer;
	return found;
}

/* The first that says something gives the words: plain text is put first
 * (RFC 2046 5.1.4). Where letters were lost in it the next one does. */
static void
read_alternatives(Reader *self, GMimeMultipart *parts, size_t depth)
{
	bool only_attachments = self->only_attachments;
	g_autoptr(GString) best = g_string_new(NULL);

	for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
		bool is_lossy = mail_lossy_is(best->str);
		g_autoptr(GString) found = read_alternative(
		    self, g_mime_multipart_get_part(parts, i), depth);

		if (mail_body_is_blank(best->str) ||
		    (is_lossy && !mail_body_is_blank(found->str) &&
		        !mail_lossy_is(found->str))) {
			GString *swapped = best;

			best = found;
			found = swapped;
		}
		self->only_attachments =
		    only_attachments || (!mail_body_is_blank(best->str) &&
		                            !mail_lossy_is(best->str));
	}
	self->only_attachments = only_attachments;
	if (!mail_body_is_blank(best->str))
		append_text(self, best->str, best->len);
}

/* The signature of multipart/signed and the head of multipart/encrypted (RFC
 * 1847) are signs between programs: no attachments, unless they have names. */
static bool
is_control(GMimeContentType *type, GMimeObject *part, int number)
{
	int control =
	    g_mime_content_type_is_type(type, "multipart", "signed")      ? 1
	    : g_mime_content_type_is_type(type, "multipart", "encrypted") ? 0
	                                                                  : -1;

	return number == control && !mail_part_is_named(part);
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
	for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
		GMimeObject *part = g_mime_multipart_get_part(parts, i);

		if (!is_control(type, part, i))
			read_entity(self, part, depth);
	}
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
		mail_attach_part(entity,
		    mail_content_measure_entity(entity, depth), self->limits,
		    self->record);
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

/* The next best where no part was the text: a winmail.dat's, then that of the
 * message inside. */
static void
read_wrapped(Reader *self)
{
	if (!mail_body_is_blank(self->text->str))
		return;
	if (!mail_body_is_blank(self->wrapped))
		append_text(self, self->wrapped, strlen(self->wrapped));
	else if (self->wrapped_html)
		append_html(
		    self, self->wrapped_html, strlen(self->wrapped_html));
}

static void
read_embedded(Reader *self, size_t depth)
{
	GPtrArray *attachments = self->record->attachments;

	while (mail_body_is_blank(self->text->str) && self->embedded &&
	       depth-- > 0) {
		GMimeMessage *inner = g_steal_pointer(&self->embedded);
		guint attached = attachments->len;

		/* its attachments are its own, listed as one: the message */
		read_entity(self, g_mime_message_get_mime_part(inner), depth);
		g_ptr_array_set_size(attachments, (gint)attached);
	}
}

void
mail_body_read(
    GMimeMessage *message, const CoreLimits *limits, CoreMessage *record)
{
	Reader reader = {
		.limits = limits, .record = record, .text = g_string_new(NULL)
	};
	size_t depth = (size_t)limits->mime_depth + 1; /* the leaf's own */

	read_entity(&reader, g_mime_message_get_mime_part(message), depth);
	read_wrapped(&reader);
	read_embedded(&reader, depth);
	keep_text(record, reader.text->str, reader.text->len, limits);
	g_string_free(reader.text, TRUE);
	g_free(reader.wrapped);
	g_free(reader.wrapped_html);
}

void
mail_body_read_flat(const char *bytes, size_t length, const CoreLimits *limits,
    CoreMessage *record)
{
	size_t most = MIN(length, (size_t)limits->text_bytes * RAW_PER_TEXT);
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text =
	    mail_charset_decode(bytes, most, NULL, &faults);

	mail_charset_flag(&faults, record);
	keep_text(record, text->str, text->len, limits);
}
