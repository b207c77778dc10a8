#include "mail/tnef.h"

#include "core/message.h"
#include "mail/mapi.h"

#include <string.h>

#define SIGNATURE 0x223E9F78
#define CODEPAGE_DEFAULT 1252
#define METHOD_EMBEDDED 5 /* PidTagAttachMethod afEmbeddedMessage */

/* Attributes (MS-OXTNEF 2.1.1): the type stands above the name. */
enum {
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
	PR_BODY = 0x1000,
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
} File;

typedef struct {
	const MailTnefLimits *limits;
	MailTnef *tnef;
	File file;
	unsigned codepage, html_codepage;
	MailProperty html; /* its codepage stands behind it; borrowed */
} Reader;

void
mail_tnef_clear(MailTnef *self)
{
	g_clear_pointer(&self->files, g_ptr_array_unref);
	g_clear_pointer(&self->text, g_free);
	g_clear_pointer(&self->html, g_free);
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

static void
close_file(Reader *self)
{
	File *file = &self->file;
	bool is_message = file->method == METHOD_EMBEDDED;
	const char *type =
	    file->type && *file->type ? file->type : "application/octet-stream";

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

bool
mail_tnef_read(const void *bytes, size_t length, const MailTnefLimits *limits,
    MailTnef *ret_tnef)
{
	MailBytes rest = { bytes, bytes };
	MailTnef tnef = { .text = NULL };
	Reader reader = { .limits = limits,
		.tnef = &tnef,
		.codepage = CODEPAGE_DEFAULT,
		.html_codepage = CODEPAGE_DEFAULT };
	uint32_t signature;
	uint16_t key;

	if (length)
		rest.end += length;
	if (!mail_bytes_u32(&rest, &signature) || signature != SIGNATURE ||
	    !mail_bytes_u16(&rest, &key))
		return false;
	tnef.files = g_ptr_array_new_with_free_func(core_attachment_free);
	while (mail_bytes_left(&rest) && take_attribute(&reader, &rest))
		;
	close_file(&reader);
	if (reader.html.value.at)
		tnef.html = mail_mapi_text(&reader.html, reader.html_codepage);
	*ret_tnef = tnef;
	return true;
}
