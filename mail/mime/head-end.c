#include "mail/mime/head-end.h"

#include <glib.h>
#include <string.h>

/* Sorted by nothing: most lines differ in their first letter. */
static const char *const whole[] = { "From", "To", "Cc", "Bcc", "Subject",
	"Date", "Sender", "Received", "Reply-To", "Return-Path", "Message-ID",
	"In-Reply-To", "References", "User-Agent", "Delivered-To", "Importance",
	"Precedence", "Authentication-Results" };
static const char *const beginnings[] = { "X-", "Content-", "MIME-", "List-",
	"Resent-", "DKIM-", "ARC-", "Auto-", "Thread-" };

/* Returns: how long the name is that a colon ends, or 0. */
static size_t
name_length(const MailLine *line)
{
	size_t name = 0, colon;

	while (name < line->length && g_ascii_isgraph(line->start[name]) &&
	       line->start[name] != ':')
		name++;
	for (colon = name; colon < line->length && line->start[colon] == ' ';)
		colon++;
	return colon < line->length && line->start[colon] == ':' ? name : 0;
}

bool
mail_line_is_field(const MailLine *line)
{
	return name_length(line) > 0;
}

bool
mail_line_is_mail_field(const MailLine *line)
{
	size_t length = name_length(line);

	for (size_t i = 0; i < G_N_ELEMENTS(whole); i++)
		if (strlen(whole[i]) == length &&
		    mail_line_has_prefix(line, whole[i]))
			return true;
	if (!memchr(line->start, ':', line->length))
		return false;
	/* whatever signs the rest of the name has */
	for (size_t i = 0; i < G_N_ELEMENTS(beginnings); i++)
		if (mail_line_has_prefix(line, beginnings[i]))
			return true;
	return false;
}

/* Whether @line goes on with a field that ends in @last: a parameter, or a
 * value of one word, as signatures are. */
static bool
goes_on(const MailLine *line, char last)
{
	return (last == ';' && memchr(line->start, '=', line->length)) ||
	       (last == ':' && !memchr(line->start, ' ', line->length));
}

bool
mail_head_end_follow(MailHeadEnd *self, const MailLine *line)
{
	char last = self->last;

	self->last = line->start[line->length - 1];
	if (*line->start == ' ' || *line->start == '\t')
		return false;
	if (self->body) {
		/* a line that is no field may stand between two */
		if (mail_line_is_mail_field(line))
			self->body = NULL;
		return false;
	}
	if (mail_line_is_field(line) || mail_line_is_mail_field(line))
		return false;
	if (goes_on(line, last))
		return true;
	self->body = line->start;
	return false;
}
