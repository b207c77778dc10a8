#include "mail/outlook/tnef.h"

#include "core/message.h"
#include "mail/outlook/mapi.h"
#include "mail/outlook/rtf-unpack.h"
#include "mail/outlook/rtf.h"

#include <string.h>

#define SIGNATURE 0x223E9F78
#define CODEPAGE_DEFAULT 1252
#define METHOD_EMBEDDED 5  /* PidTagAttachMethod afEmbeddedMessage */
#define INTERFACE_BYTES 16 /* before a message inside, whose kind it tells */
#define DEPTH_MAX 8        /* of messages inside messages */

/* Attributes (MS-OXTNEF 2.1.1): the type stands above the name. */
enum {
	SUBJECT = 0x00018004,
	ATTACH_TITLE = 0x00018010,
	BODY = 0x0002800C,
	ATTACH_DATA = 0x0006800F,
	ATTACH_REND_DATA = 0x00069002,
	MESSAGE_PROPERTIES = 0x00069003,
	ATTACH_PROPERTIES = 0x00069005,
	OEM_CODEPAGE = 0x00069007,
};

/* Properties (MS-OXPROPS). */
enum {
	PR_SUBJECT = 0x0037,
	PR_BODY = 0x1000,
	PR_RTF_COMPRESSED = 0x1009,
	PR_HTML = 0x1013,
	PR_INTERNET_CPID = 0x3FDE,
	PR_DISPLAY_NAME = 0x3001,
	PR_ATTACH_DATA = 0x3701,
	PR_ATTACH_FILENAME = 0x3704,
	PR_ATTACH_METHOD = 0x3705,
	PR_ATTACH_LONG_FILENAME = 0x3707,
	PR_ATTACH_MIME_TAG = 0x370E,
};

/* An attachment as its attributes come. */
typedef struct {
	bool is_open;
	char *title, *file_name, *long_name, *shown_name, *type;
	int64_t size_bytes;
	uint32_t method;
	MailBytes message; /* the one that it is; borrowed */
} File;

typedef struct {
	const MailTnefLimits *limits;
	MailTnef *tnef;
	File file;
	unsigned codepage, html_codepage;
	MailProperty html; /* its codepage stands behind it; borrowed */
	MailBytes rtf;     /* packed; borrowed */
	MailTnef inner;    /* the words of the first message inside */
	int depth;
} Reader;

static bool read_stream(Reader *self, MailBytes bytes);

void
mail_tnef_clear(MailTnef *self)
{
	g_clear_pointer(&self->files, g_ptr_array_unref);
	g_clear_pointer(&self->text, g_free);
	g_clear_pointer(&self->html, g_free);
	g_clear_pointer(&self->subject, g_free);
}

static const char *
best_name(const File *file)
{
	const char *const names[] = { file->long_name, file->title,
		file->file_name, file->shown_name };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i] && *names[i])
			return names[i];
	return "";
}

/* A message inside gives its subject for a name where there is no other, and
 * its words where the outer one has none. */
static void
read_message(Reader *outer)
{
	g_auto(MailTnef) tnef = { .text = NULL };
	Reader reader = { .limits = outer->limits,
		.tnef = &tnef,
		.depth = outer->depth + 1 };
	File *file = &outer->file;
	MailBytes rest = file->message, interface;

	if (reader.depth > DEPTH_MAX ||
	    !mail_bytes_take(&rest, INTERFACE_BYTES, &interface) ||
	    !read_stream(&reader, rest))
		return;
	if (!*best_name(file) && tnef.subject) {
		g_free(file->shown_name); /* empty */
		file->shown_name = g_strconcat(tnef.subject, ".msg", NULL);
	}
	if (!outer->inner.text && !outer->inner.html) {
		outer->inner.text = g_steal_pointer(&tnef.text);
		outer->inner.html = g_steal_pointer(&tnef.html);
	}
}

static void
close_file(Reader *self)
{
	File *file = &self->file;
	bool is_message = file->method == METHOD_EMBEDDED;
	const char *type =
	    file->type && *file->type ? file->type : "application/octet-stream";

	if (file->is_open && is_message)
		read_message(self);
	if (file->is_open && self->tnef->files->len < self->limits->max_files)
		g_ptr_array_add(self->tnef->files,
		    core_attachment_new(best_name(file),
		        is_message ? "application/vnd.ms-outlook" : type,
		        file->size_bytes));
	else if (file->is_open)
		self->tnef->is_cut = true;
	g_free(file->title);
	g_free(file->file_name);
	g_free(file->long_name);
	g_free(file->shown_name);
	g_free(file->type);
	*file = (File){ .is_open = false };
}

static uint32_t
number(const MailProperty *property)
{
	MailBytes value = property->value;
	uint32_t number = 0;

	(void)mail_bytes_u32(&value, &number); /* it stays 0 */
	return number;
}

/* A text property's value in place of what *@text was. */
static void
take_text(const Reader *self, const MailProperty *property, char **text)
{
	if (property->type != MAIL_MAPI_STRING8 &&
	    property->type != MAIL_MAPI_UNICODE)
		return;
	g_free(*text);
	*text = mail_mapi_text(property, self->codepage);
}

static void
read_file_property(const MailProperty *property, void *data)
{
	Reader *self = data;
	File *file = &self->file;

	switch (property->id) {
	case PR_ATTACH_LONG_FILENAME:
		take_text(self, property, &file->long_name);
		break;
	case PR_ATTACH_FILENAME:
		take_text(self, property, &file->file_name);
		break;
	case PR_DISPLAY_NAME:
		take_text(self, property, &file->shown_name);
		break;
	case PR_ATTACH_MIME_TAG:
		take_text(self, property, &file->type);
		break;
	case PR_ATTACH_METHOD:
		file->method = number(property);
		break;
	case PR_ATTACH_DATA:
		file->size_bytes = MAX(file->size_bytes,
		    (int64_t)mail_bytes_left(&property->value));
		file->message = property->value;
		break;
	default:
		break;
	}
}

/* What is kept of a body; the rest is flagged. */
static MailProperty
bounded(Reader *self, const MailProperty *property)
{
	MailProperty part = *property;

	if (mail_bytes_left(&part.value) > self->limits->max_text_bytes) {
		part.value.end =
		    part.value.at + self->limits->max_text_bytes / 2 * 2;
		self->tnef->is_cut = true;
	}
	return part;
}

static void
read_message_property(const MailProperty *property, void *data)
{
	Reader *self = data;
	MailTnef *tnef = self->tnef;
	MailProperty part = bounded(self, property);

	switch (property->id) {
	case PR_BODY:
		take_text(self, &part, &tnef->text);
		break;
	case PR_SUBJECT:
		take_text(self, &part, &tnef->subject);
		break;
	case PR_RTF_COMPRESSED:
		self->rtf = property->value;
		break;
	case PR_INTERNET_CPID:
		self->html_codepage = number(property);
		break;
	case PR_HTML:
		self->html = part;
		break;
	default:
		break;
	}
}

static void
read_codepage(Reader *self, MailBytes data)
{
	uint32_t codepage;

	if (mail_bytes_u32(&data, &codepage) && codepage)
		self->codepage = self->html_codepage = codepage;
}

static void
read_properties(Reader *self, MailBytes data,
    void (*property)(const MailProperty *, void *))
{
	if (!mail_mapi_foreach(data, property, self))
		self->tnef->is_cut = true;
}

static void
read_attribute(Reader *self, uint32_t name, MailBytes data)
{
	MailProperty text = { .type = MAIL_MAPI_STRING8, .value = data };

	switch (name) {
	case OEM_CODEPAGE:
		read_codepage(self, data);
		break;
	case SUBJECT:
		if (!self->tnef->subject)
			take_text(self, &text, &self->tnef->subject);
		break;
	case BODY:
		text = bounded(self, &text);
		if (!self->tnef->text)
			take_text(self, &text, &self->tnef->text);
		break;
	case MESSAGE_PROPERTIES:
		read_properties(self, data, read_message_property);
		break;
	case ATTACH_REND_DATA:
		close_file(self);
		self->file.is_open = true;
		break;
	case ATTACH_TITLE:
		take_text(self, &text, &self->file.title);
		break;
	case ATTACH_DATA:
		self->file.size_bytes = (int64_t)mail_bytes_left(&data);
		break;
	case ATTACH_PROPERTIES:
		read_properties(self, data, read_file_property);
		break;
	default:
		break;
	}
}

/* Level, name, length, data, checksum; the checksum is not looked at. */
static bool
take_attribute(Reader *self, MailBytes *rest)
{
	MailBytes level, data;
	uint32_t name, length;
	uint16_t checksum;

	if (!mail_bytes_take(rest, 1, &level) || !mail_bytes_u32(rest, &name) ||
	    !mail_bytes_u32(rest, &length))
		return false;
	if (!mail_bytes_take(rest, length, &data)) {
		/* cut off: what there is still has a name and a size */
		(void)mail_bytes_take(rest, mail_bytes_left(rest), &data);
		self->tnef->is_cut = true;
	}
	read_attribute(self, name, data);
	return mail_bytes_u16(rest, &checksum);
}

/* The body that Outlook itself writes, where there is no plainer one. */
static void
read_rtf(Reader *self)
{
	size_t max_bytes = self->limits->max_text_bytes;
	g_auto(MailRtf) read = { .text = NULL };
	bool is_cut;

	if (!self->rtf.at || self->tnef->text || self->tnef->html)
		return;
	g_autoptr(GString) rtf = mail_rtf_unpack(self->rtf, max_bytes, &is_cut);
	mail_rtf_read(rtf->str, rtf->len, max_bytes, &read);
	self->tnef->is_cut |= is_cut || read.is_cut;
	if (read.is_html)
		self->tnef->html =
		    g_string_free(g_steal_pointer(&read.text), FALSE);
	else if (read.text->len)
		self->tnef->text =
		    g_string_free(g_steal_pointer(&read.text), FALSE);
}

static bool
read_stream(Reader *self, MailBytes bytes)
{
	MailTnef *tnef = self->tnef;
	uint32_t signature;
	uint16_t key;

	if (!mail_bytes_u32(&bytes, &signature) || signature != SIGNATURE ||
	    !mail_bytes_u16(&bytes, &key))
		return false;
	self->codepage = self->html_codepage = CODEPAGE_DEFAULT;
	tnef->files = g_ptr_array_new_with_free_func(core_attachment_free);
	while (mail_bytes_left(&bytes) && take_attribute(self, &bytes))
		;
	close_file(self);
	if (self->html.value.at)
		tnef->html = mail_mapi_text(&self->html, self->html_codepage);
	read_rtf(self);
	if (!tnef->text && !tnef->html) {
		tnef->text = g_steal_pointer(&self->inner.text);
		tnef->html = g_steal_pointer(&self->inner.html);
	}
	mail_tnef_clear(&self->inner);
	return true;
}

bool
mail_tnef_read(const void *bytes, size_t length, const MailTnefLimits *limits,
    MailTnef *ret_tnef)
{
	MailBytes rest = { bytes, bytes };
	MailTnef tnef = { .text = NULL };
	Reader reader = { .limits = limits, .tnef = &tnef };

	if (length)
		rest.end += length;
	if (!read_stream(&reader, rest))
		return false;
	*ret_tnef = tnef;
	return true;
}
