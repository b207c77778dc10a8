#include "mail/mime/part-name.h"

#include "mail/header/encoded.h"
#include "mail/header/parameter.h"

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
	{ "message/global", ".eml" },
	{ "message/rfc822", ".eml" },
	{ "text/calendar", ".ics" },
	{ "text/html", ".html" },
	{ "text/plain", ".txt" },
	{ "text/rfc822-headers", ".txt" },
};

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
suffix_of(const MailPart *part)
{
	g_autofree char *type = mail_part_type(part);

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (strcmp(type, suffixes[i].type) == 0)
			return suffixes[i].suffix;
	return "";
}

/* @raw, decoded, with the ending of @part's type where it has none. */
static char *
named_after(
    const MailPart *part, const MailSpan *raw, MailCharsetFaults *faults)
{
	g_autoptr(GString) name =
	    mail_encoded_decode(raw->start, raw->length, faults);

	g_strstrip(name->str);
	if (!*name->str)
		return NULL;
	/* a subject may hold what parts folders */
	g_strdelimit(name->str, "/\\", '-');
	return g_strconcat(
	    name->str, has_suffix(name->str) ? "" : suffix_of(part), NULL);
}

static MailSpan
inner_subject(const MailPart *part)
{
	for (guint i = 0; part->fields && i < part->fields->len; i++) {
		const MailField *field =
		    &g_array_index(part->fields, MailField, i);

		if (mail_field_is(field, "Subject"))
			return field->value;
	}
	return (MailSpan){ NULL, 0 };
}

/* Outlook: <image001.png@01D0A5E2.6E4A3B10> */
static char *
name_in_id(const MailPart *part)
{
	const char *at = part->id.start
	                     ? memchr(part->id.start, '@', part->id.length)
	                     : NULL;
	g_autofree char *name =
	    at ? g_strndup(part->id.start, (size_t)(at - part->id.start))
	       : NULL;

	return name && has_suffix(name) ? g_steal_pointer(&name) : NULL;
}

/* The parameter @name of @raw, a header's value. */
static char *
read_parameter(const MailSpan *raw, const char *name, MailCharsetFaults *faults)
{
	g_autofree char *value =
	    raw->start ? g_strndup(raw->start, raw->length) : NULL;

	return value ? mail_parameter_read(value, name, faults) : NULL;
}

static char *
own_name(const MailPart *part, MailCharsetFaults *faults)
{
	char *name = read_parameter(&part->raw_disposition, "filename", faults);

	if (!name)
		name = read_parameter(&part->raw_type, "name", faults);
	/* each in the other's place; a form's "name" is that of its field */
	if (!name && mail_span_is(&part->disposition, "attachment"))
		name = read_parameter(&part->raw_disposition, "name", faults);
	return name ? name
	            : read_parameter(&part->raw_type, "filename", faults);
}

bool
mail_part_is_named(const MailPart *part)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *name = own_name(part, &faults);

	return name != NULL;
}

char *
mail_part_name(const MailPart *part, MailCharsetFaults *faults)
{
	g_autofree char *name = own_name(part, faults);
	MailSpan subject = inner_subject(part);

	if (!name && part->raw_description.start)
		name = named_after(part, &part->raw_description, faults);
	if (!name && subject.start)
		name = named_after(part, &subject, faults);
	return name ? g_steal_pointer(&name) : name_in_id(part);
}
