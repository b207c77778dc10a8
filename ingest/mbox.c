#include "ingest/mbox.h"

#include "mail/fields.h"

#include <string.h>

struct _IngestMbox {
	IngestLines *lines;
	IngestLine line; /* the one at hand; of length 0 before the first */
	/* Of the mail at hand: */
	bool in_headers;
	bool parted;     /* a "From " line stood before it */
	int64_t counted; /* up to this offset its Content-Length holds, or 0 */
	int64_t size_bytes; /* what it has then */
};

/* What a shape of 'A' for a letter, 'd' for a digit, '_' for a digit or blank
 * and literal characters lets through. */
static bool
has_shape(const char *text, const char *shape)
{
	for (; *shape; text++, shape++) {
		bool fits = *shape == 'A'   ? g_ascii_isalpha(*text)
		            : *shape == 'd' ? g_ascii_isdigit(*text)
		            : *shape == '_'
		                ? g_ascii_isdigit(*text) || *text == ' '
		                : *text == *shape;
		if (!fits)
			return false;
	}
	return true;
}

bool
ingest_mbox_is_from(const char *line, size_t length)
{
	static const char *const dates[] = { " AAA AAA _d dd:dd",
		" AAA AAA d dd:dd" };

	if (length < 5 || memcmp(line, "From ", 5) != 0)
		return false;
	for (unsigned i = 0; i < G_N_ELEMENTS(dates); i++)
		for (size_t at = 4; at + strlen(dates[i]) <= length; at++)
			if (has_shape(line + at, dates[i]))
				return true;
	return false;
}

IngestMbox *
ingest_mbox_new(IngestLines *lines)
{
	IngestMbox *self = g_new0(IngestMbox, 1);

	self->lines = lines;
	return self;
}

void
ingest_mbox_free(IngestMbox *self)
{
	if (!self)
		return;
	ingest_lines_close(self->lines);
	g_free(self);
}

static bool
is_empty(const IngestLine *line)
{
	return line->starts &&
	       (line->length == 1 ? line->bytes[0] == '\n'
	                          : line->length == 2 &&
	                                memcmp(line->bytes, "\r\n", 2) == 0);
}

/* Returns: the value of the last Content-Length, or -1. */
static int64_t
content_length(const IngestMail *mail)
{
	MailSpan rest;
	MailField field;
	int64_t found = -1;

	rest.start = ingest_mail_bytes(mail, &rest.length);
	while (mail_field_next(&rest, &field)) {
		guint64 number;

		if (!mail_field_is(&field, "content-length"))
			continue;
		g_autofree char *text =
		    g_strndup(field.value.start, MIN(field.value.length, 30));
		if (g_ascii_string_to_unsigned(
		        g_strstrip(text), 10, 0, G_MAXINT64 / 2, &number, NULL))
			found = (int64_t)number;
	}
	return found;
}

/* Sets self->counted where the Content-Length of @mail leads to the end of the
 * file or to the next mail, behind an empty line or without one. */
static bool
count(IngestMbox *self, const IngestMail *mail, GError **error)
{
	int64_t length = content_length(mail);
	int64_t end = ingest_lines_offset(self->lines) + length;
	char next[200];
	size_t got = sizeof next;

	if (length < 0 || end > ingest_lines_size(self->lines))
		return true;
	if (!ingest_lines_peek(self->lines, end, next, &got, error))
		return false;
	const char *start = next;
	if (got > 1 && *start == '\r')
		start++;
	if (got > 0 && *start == '\n')
		start++;
	size_t left = got - (size_t)(start - next);
	if (left > 0 && !ingest_mbox_is_from(start, left))
		return true;
	self->counted = end;
	self->size_bytes = ingest_mail_size(mail) + length;
	return true;
}

/* mboxrd puts one more ">" before lines that are ">*From ". */
static bool
is_quoted(const IngestLine *line)
{
	size_t marks = 0;

	while (marks < line->length && line->bytes[marks] == '>')
		marks++;
	return line->starts && marks > 0 && line->length - marks >= 5 &&
	       memcmp(line->bytes + marks, "From ", 5) == 0;
}

/* Whether the line at hand begins where the Content-Length holds. */
static bool
is_counted(const IngestMbox *self)
{
	return ingest_lines_offset(self->lines) - (int64_t)self->line.length <
	       self->counted;
}

static bool
is_separator(const IngestMbox *self)
{
	return self->line.starts && !is_counted(self) &&
	       ingest_mbox_is_from(self->line.bytes, self->line.length);
}

static bool
next_line(IngestMbox *self, GError **error)
{
	return ingest_lines_next(self->lines, &self->line, error);
}

static bool
take_line(IngestMbox *self, IngestMail *mail, GError **error)
{
	const IngestLine *line = &self->line;
	size_t skip = !self->in_headers && !is_counted(self) && is_quoted(line);

	ingest_mail_add(mail, line->bytes + skip, line->length - skip);
	if (!self->in_headers || !is_empty(line))
		return true;
	self->in_headers = false;
	return count(self, mail, error);
}

/* The empty line before the next "From " is the mbox's, not the mail's. */
static size_t
parting_length(const IngestMbox *self, const IngestMail *mail)
{
	size_t length;
	const char *bytes = ingest_mail_bytes(mail, &length);

	if (!self->parted)
		return 0;
	if (self->counted > 0)
		return (size_t)(ingest_mail_size(mail) - self->size_bytes);
	if (length >= 2 && memcmp(bytes + length - 2, "\n\n", 2) == 0)
		return 1;
	if (length >= 4 && memcmp(bytes + length - 4, "\r\n\r\n", 4) == 0)
		return 2;
	return 0;
}

/* Goes over the "From " line at hand, however long it is. */
static bool
skip_separator(IngestMbox *self, GError **error)
{
	do {
		if (!next_line(self, error))
			return false;
	} while (self->line.length > 0 && !self->line.starts);
	return true;
}

bool
ingest_mbox_next(
    IngestMbox *self, IngestMail *mail, bool *ret_found, GError **error)
{
	if (self->line.length == 0 && !next_line(self, error))
		return false;
	if (self->line.length == 0) {
		*ret_found = false;
		return true;
	}
	self->counted = 0;
	self->in_headers = true;
	self->parted = is_separator(self);
	if (self->parted && !skip_separator(self, error))
		return false;
	while (self->line.length > 0 && !is_separator(self))
		if (!take_line(self, mail, error) || !next_line(self, error))
			return false;
	if (!ingest_mail_is_oversize(mail))
		ingest_mail_cut(mail, parting_length(self, mail));
	*ret_found = true;
	return true;
}
