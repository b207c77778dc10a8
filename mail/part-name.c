#include "mail/part-name.h"

#include "mail/encoded.h"
#include "mail/parameter.h"

#include <string.h>

#define SUFFIX_BYTES 5 /* ".docx" without its dot, and one more */

static const struct {
	const char *type, *suffix;
} suffixes[] = {
	{ "application/pdf", ".pdf" },
	{ "image/gif", ".gif" },
	{ "image/jpeg", ".jpg" },
	{ "image/png", ".png" },
	{ "message/delivery-status", ".txt" },
	{ "message/rfc822", ".eml" },
	{ "text/calendar", ".ics" },
	{ "text/html", ".html" },
	{ "text/plain", ".txt" },
	{ "text/rfc822-headers", ".txt" },
};

static const char *
raw_header(GMimeObject *entity, const char *name)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(entity);
	GMimeHeader *header = g_mime_header_list_get_header(headers, name);

	return header ? g_mime_header_get_raw_value(header) : NULL;
}

/* A short ending of a letter and letters or digits, as files have it. */
static bool
has_suffix(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t length = dot ? strlen(dot + 1) : 0;

	if (!dot || dot == name || length > SUFFIX_BYTES ||
	    !g_ascii_isalpha(dot[1]))
		return false;
	for (const char *c = dot + 1; *c; c++)
		if (!g_ascii_isalnum(*c))
			return false;
	return true;
}

static const char *
suffix_of(GMimeObject *entity)
{
	g_autofree char *type = mail_part_type(entity);

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (strcmp(type, suffixes[i].type) == 0)
			return suffixes[i].suffix;
	return "";
}

/* @raw, decoded, with the ending of @entity's type where it has none. */
static char *
named_after(GMimeObject *entity, const char *raw, MailCharsetFaults *faults)
{
	g_autoptr(GString) name = mail_encoded_decode(raw, strlen(raw), faults);

	g_strstrip(name->str);
	if (!*name->str)
		return NULL;
	/* a subject may hold what parts folders */
	g_strdelimit(name->str, "/\\", '-');
	return g_strconcat(
	    name->str, has_suffix(name->str) ? "" : suffix_of(entity), NULL);
}

static const char *
inner_subject(GMimeObject *entity)
{
	GMimeMessage *inner =
	    GMIME_IS_MESSAGE_PART(entity)
	        ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity))
	        : NULL;

	return inner ? raw_header(GMIME_OBJECT(inner), "Subject") : NULL;
}

/* Outlook: <image001.png@01D0A5E2.6E4A3B10> */
static char *
name_in_id(GMimeObject *entity)
{
	const char *id = g_mime_object_get_content_id(entity);
	size_t length = id ? strcspn(id, "@") : 0;
	g_autofree char *name = id ? g_strndup(id, length) : NULL;

	return name && id[length] == '@' && has_suffix(name)
	           ? g_steal_pointer(&name)
	           : NULL;
}

static char *
own_name(GMimeObject *entity, MailCharsetFaults *faults)
{
	const char *disposition = raw_header(entity, "Content-Disposition");
	const char *type = raw_header(entity, "Content-Type");
	char *name = NULL;

	if (disposition)
		name = mail_parameter_read(disposition, "filename", faults);
	if (!name && type)
		name = mail_parameter_read(type, "name", faults);
	return name;
}

bool
mail_part_is_named(GMimeObject *entity)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *name = own_name(entity, &faults);

	return name != NULL;
}

char *
mail_part_name(GMimeObject *entity, MailCharsetFaults *faults)
{
	g_autofree char *name = own_name(entity, faults);
	const char *description = raw_header(entity, "Content-Description");
	const char *subject = inner_subject(entity);

	if (!name && description)
		name = named_after(entity, description, faults);
	if (!name && subject)
		name = named_after(entity, subject, faults);
	return name ? g_steal_pointer(&name) : name_in_id(entity);
}

char *
mail_part_type(GMimeObject *entity)
{
	GMimeContentType *type = g_mime_object_get_content_type(entity);
	g_autofree char *name = g_mime_content_type_get_mime_type(type);

	return g_ascii_strdown(name, -1);
}
