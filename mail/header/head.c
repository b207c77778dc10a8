#include "mail/header/head.h"

#include "mail/line.h"

#include <string.h>

#define CONTENT "Content-"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The name of the field that @line begins, up to its colon. Returns: false
 * where it begins none: blanks stand before the colon only, controls
 * nowhere. */
static bool
split_name(const MailLine *line, size_t *ret_name, size_t *ret_colon)
{
	size_t name = 0, colon;

	while (name < line->length && line->start[name] != ':' &&
	       !is_blank(line->start[name]) &&
	       !g_ascii_iscntrl(line->start[name]))
		name++;
	for (colon = name;
	     colon < line->length && is_blank(line->start[colon]);)
		colon++;
	*ret_name = name;
	*ret_colon = colon;
	return colon < line->length && line->start[colon] == ':';
}

GArray *
mail_head_split(const char *head, size_t length)
{
	GArray *fields = g_array_new(false, false, sizeof(MailField));
	const char *position = head, *end = head + length;
	MailField *last = NULL; /* what a folded line continues */
	MailLine line;

	while (mail_line_next(&position, end, &line) && line.length) {
		size_t name, colon;

		if (is_blank(*line.start)) {
			if (last)
				last->value.length =
				    (size_t)(position - last->value.start);
			continue;
		}
		last = NULL;
		if (!split_name(&line, &name, &colon))
			continue;
		MailField field = {
			.name = { line.start, name },
			.value = { line.start + colon + 1, 0 },
		};
		field.value.length = (size_t)(position - field.value.start);
		g_array_append_val(fields, field);
		last = &g_array_index(fields, MailField, fields->len - 1);
	}
	return fields;
}

GArray *
mail_head_of(GMimeMessage *message)
{
	GMimeHeaderList *headers =
	    g_mime_object_get_header_list(GMIME_OBJECT(message));
	GArray *fields = g_array_new(false, false, sizeof(MailField));

	for (int i = 0; i < g_mime_header_list_get_count(headers); i++) {
		GMimeHeader *header =
		    g_mime_header_list_get_header_at(headers, i);
		const char *name = g_mime_header_get_name(header);
		const char *value = g_mime_header_get_raw_value(header);
		MailField field = {
			.name = { name, strlen(name) },
			.value = { value ? value : "",
			    value ? strlen(value) : 0 },
		};

		g_array_append_val(fields, field);
	}
	return fields;
}

bool
mail_head_is_content(const MailField *field)
{
	size_t length = strlen(CONTENT);

	return field->name.length >= length &&
	       g_ascii_strncasecmp(field->name.start, CONTENT, length) == 0;
}

GByteArray *
mail_head_reduce(const GArray *fields, const MailSpan *body)
{
	GByteArray *mail = g_byte_array_sized_new((guint)body->length + 1024);

	for (guint i = 0; i < fields->len; i++) {
		const MailField *field = &g_array_index(fields, MailField, i);
		const char *start = field->name.start;
		const char *stop = field->value.start + field->value.length;

		if (!mail_head_is_content(field))
			continue;
		g_byte_array_append(
		    mail, (const guint8 *)start, (guint)(stop - start));
		if (stop[-1] != '\n') /* all of the mail was its head */
			g_byte_array_append(mail, (const guint8 *)"\n", 1);
	}
	g_byte_array_append(mail, (const guint8 *)"\n", 1);
	return g_byte_array_append(
	    mail, (const guint8 *)body->start, (guint)body->length);
}
