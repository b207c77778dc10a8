#include "mail/html/html-writer.h"

#include <string.h>

void
mail_html_owe(MailHtmlWriter *self, int newlines)
{
	self->newlines = MAX(self->newlines, newlines);
	self->blank = false;
}

void
mail_html_begin_line(MailHtmlWriter *self)
{
	for (int i = 0; i < MIN(self->quotes, MAIL_QUOTES_MAX); i++)
		g_string_append(self->out, "> ");
	self->line_empty = true;
}

/* The line ends and marks that are owed count, too. */
static bool
can_pay(MailHtmlWriter *self)
{
	size_t marks = 2 * (size_t)MIN(self->quotes, MAIL_QUOTES_MAX);
	size_t owed =
	    self->out->len ? (size_t)self->newlines * (1 + marks) + 1 : marks;

	if (self->out->len + owed > self->max_bytes)
		self->is_cut = true;
	return !self->is_cut;
}

static void
pay(MailHtmlWriter *self)
{
	if (self->out->len == 0) {
		mail_html_begin_line(self);
	} else {
		for (int i = 0; i < self->newlines; i++) {
			g_string_append_c(self->out, '\n');
			mail_html_begin_line(self);
		}
	}
	self->newlines = 0;
	if (self->blank && !self->line_empty)
		g_string_append_c(self->out, ' ');
	self->blank = false;
}

void
mail_html_write(MailHtmlWriter *self, const char *text, size_t length)
{
	if (!length || !can_pay(self))
		return;
	pay(self);
	size_t room = self->max_bytes - MIN(self->out->len, self->max_bytes);
	if (length > room) {
		self->is_cut = true;
		for (length = room; length && ((text[length] & 0xC0) == 0x80 ||
		                                  text[length - 1] == ' ');)
			length--;
	}
	g_string_append_len(self->out, text, (gssize)length);
	self->line_empty = false;
}

static size_t
blank_length(const char *text)
{
	if (g_ascii_isspace(*text))
		return 1;
	return text[0] == '\xc2' && text[1] == '\xa0' ? 2 : 0; /* nbsp */
}

/* Behind the words at @text that have nothing but single blanks between
 * them. */
static const char *
end_of_words(const char *text, const char *end)
{
	while (text < end &&
	       (!blank_length(text) ||
	           (*text == ' ' && text + 1 < end && !blank_length(text + 1))))
		text++;
	return text;
}

void
mail_html_write_words(MailHtmlWriter *self, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end && !self->is_cut) {
		const char *start = text;
		size_t blank = blank_length(text);

		if (blank) {
			self->blank = true;
			self->has_nbsp |= blank > 1;
			text += blank;
			continue;
		}
		text = end_of_words(text, end);
		mail_html_write(self, start, (size_t)(text - start));
	}
}

void
mail_html_write_pre(MailHtmlWriter *self, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end && !self->is_cut) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		stop = stop ? stop : end;
		mail_html_write(self, text, (size_t)(stop - text));
		text = stop;
		if (text < end) {
			self->newlines = MIN(self->newlines + 1, 3);
			text++;
		}
	}
}
