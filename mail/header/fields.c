#include "mail/header/fields.h"

#include <glib.h>
#include <string.h>

/* The first line of @rest, without its line end; @ret_whole with it. */
static MailSpan
first_line(const MailSpan *rest, size_t *ret_whole)
{
	const char *end = memchr(rest->start, '\n', rest->length);
	size_t length = end ? (size_t)(end - rest->start) : rest->length;

	*ret_whole = end ? length + 1 : length;
	if (end && length > 0 && rest->start[length - 1] == '\r')
		length--;
	return (MailSpan){ rest->start, length };
}

static void
drop(MailSpan *rest, size_t length)
{
	rest->start += length;
	rest->length -= length;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Cuts @line at its colon. Blanks before it are the old syntax of RFC 5322 4.5.
 */
static bool
split(const MailSpan *line, MailField *ret_field)
{
	size_t name = 0, colon;

	while (name < line->length && g_ascii_isgraph(line->start[name]) &&
	       line->start[name] != ':')
		name++;
	for (colon = name;
	     colon < line->length && is_blank(line->start[colon]);)
		colon++;
	if (name == 0 || colon == line->length || line->start[colon] != ':')
		return false;
	ret_field->name = (MailSpan){ line->start, name };
	ret_field->value =
	    (MailSpan){ line->start + colon + 1, line->length - colon - 1 };
	return true;
}

/* Adds the lines of @rest that begin with a blank to the value of @field. */
static void
take_continuations(MailSpan *rest, MailField *field)
{
	while (rest->length > 0 && is_blank(rest->start[0])) {
		size_t whole;
		MailSpan line = first_line(rest, &whole);

		field->value.length =
		    (size_t)(line.start + line.length - field->value.start);
		drop(rest, whole);
	}
}

bool
mail_field_next(MailSpan *rest, MailField *ret_field)
{
	size_t whole;

	if (rest->length == 0)
		return false;
	MailSpan line = first_line(rest, &whole);
	if (!split(&line, ret_field)) {
		if (line.length == 0)
			drop(rest, whole);
		return false;
	}
	drop(rest, whole);
	take_continuations(rest, ret_field);
	return true;
}

void
mail_skip_from_line(MailSpan *rest)
{
	size_t whole;

	if (rest->length < 5 || memcmp(rest->start, "From ", 5) != 0)
		return;
	(void)first_line(rest, &whole);
	drop(rest, whole);
}

bool
mail_span_is(const MailSpan *span, const char *text)
{
	/* most differ in their first letter */
	return span->start && span->length &&
	       ((*span->start ^ *text) & ~0x20) == 0 &&
	       strlen(text) == span->length &&
	       g_ascii_strncasecmp(span->start, text, span->length) == 0;
}

bool
mail_field_is(const MailField *field, const char *name)
{
	/* most differ in their first letter */
	return field->name.length &&
	       ((*field->name.start ^ *name) & ~0x20) == 0 &&
	       field->name.length == strlen(name) &&
	       g_ascii_strncasecmp(
	           field->name.start, name, field->name.length) == 0;
}

size_t
mail_header_length(const void *bytes, size_t length)
{
	MailSpan rest = { bytes, length };
	MailField field;

	mail_skip_from_line(&rest);
	while (mail_field_next(&rest, &field))
		continue;
	return length - rest.length;
}
