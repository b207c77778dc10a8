#include "ingest/mbox.h"

#include <string.h>

struct _IngestMbox {
	IngestLines *lines;
	IngestLine line; /* the one at hand; of length 0 before the first */
	/* Of the mail at hand: */
	bool in_headers;
	bool parted; /* a "From " line stood before it */
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

static bool
is_separator(const IngestMbox *self)
{
	return self->line.starts &&
	       ingest_mbox_is_from(self->line.bytes, self->line.length);
}

static bool
next_line(IngestMbox *self, GError **error)
{
	return ingest_lines_next(self->lines, &self->line, error);
}

static void
take_line(IngestMbox *self, IngestMail *mail)
{
	const IngestLine *line = &self->line;
	size_t skip = !self->in_headers && is_quoted(line);

	ingest_mail_add(mail, line->bytes + skip, line->length - skip);
	if (is_empty(line))
		self->in_headers = false;
}

/* The empty line before the next "From " is the mbox's, not the mail's. */
static size_t
parting_length(const IngestMbox *self, const IngestMail *mail)
{
	size_t length;
	const char *bytes = ingest_mail_bytes(mail, &length);

	if (!self->parted)
		return 0;
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
	self->in_headers = true;
	self->parted = is_separator(self);
	if (self->parted && !skip_separator(self, error))
		return false;
	while (self->line.length > 0 && !is_separator(self)) {
		take_line(self, mail);
		if (!next_line(self, error))
			return false;
	}
	if (!ingest_mail_is_oversize(mail))
		ingest_mail_cut(mail, parting_length(self, mail));
	*ret_found = true;
	return true;
}
