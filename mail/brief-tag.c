#include "mail/brief-tag.h"

#include "mail/part.h"

#include <string.h>

#define STYLE_BYTES 400

/* The sizes, the sight and the frames that mail/hidden.h and mail/frame.h look
 * for. */
static const char *const styles[] = { "display:", "visibility:", "opacity:",
	"mso-hide:", "max-height:", "font-size:", "order-top:" };

static void
skip_blanks(MailCopy *self)
{
	while (self->at < self->end && mail_tag_is_blank(*self->at))
		self->at++;
}

static bool
ends_name(char c)
{
	return mail_tag_is_blank(c) || c == '/' || c == '>';
}

/* Moves behind the name of a tag. */
static void
take_name(MailCopy *self, MailTag *tag)
{
	size_t length = 0;

	for (; self->at < self->end && !ends_name(*self->at); self->at++)
		if (length + 1 < MAIL_TAG_NAME)
			tag->name[length++] = g_ascii_tolower(*self->at);
	tag->name[length] = '\0';
}

/* Moves behind the value of an attribute, at its first byte. */
static bool
take_value(MailCopy *self, MailSpan *ret_value)
{
	char quote = *self->at;
	const char *start = self->at, *stop = start;

	if (quote == '"' || quote == '\'') {
		start++;
		stop = memchr(start, quote, (size_t)(self->end - start));
		if (!stop)
			return false;
		self->at = stop + 1;
	} else {
		while (stop < self->end && !mail_tag_is_blank(*stop) &&
		       *stop != '>')
			stop++;
		self->at = stop;
	}
	*ret_value = (MailSpan){ start, (size_t)(stop - start) };
	return true;
}

/* Moves behind an attribute, at its first byte. */
static bool
take_attribute(MailCopy *self, MailSpan *ret_name, MailSpan *ret_value)
{
	const char *start = self->at++, *after;

	while (
	    self->at < self->end && !ends_name(*self->at) && *self->at != '=')
		self->at++;
	after = self->at;
	*ret_name = (MailSpan){ start, (size_t)(after - start) };
	*ret_value = (MailSpan){ after, 0 };
	skip_blanks(self);
	if (self->at < self->end && *self->at != '=') {
		self->at = after;
		return true;
	}
	self->at++;
	skip_blanks(self);
	return self->at < self->end && take_value(self, ret_value);
}

/* Whether @style may say what is looked for. */
static bool
is_telling(const MailSpan *style)
{
	char plain[STYLE_BYTES + 1];
	size_t length = 0;

	if (style->length > STYLE_BYTES ||
	    memchr(style->start, '&', style->length))
		return true;
	for (size_t i = 0; i < style->length; i++)
		if (!g_ascii_isspace(style->start[i]))
			plain[length++] = g_ascii_tolower(style->start[i]);
	plain[length] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(styles); i++)
		if (strstr(plain, styles[i]))
			return true;
	return false;
}

/* Of several with one name the first counts; beside a style no size does. What
 * a second <body> has is added to the first. */
static bool
keeps_style(MailTag *tag, const MailSpan *value)
{
	bool is_first = !tag->has_style;

	tag->has_style = true;
	return is_first &&
	       (tag->has_size || strcmp(tag->name, "body") == 0 ||
	           strcmp(tag->name, "html") == 0 || is_telling(value));
}

static bool
keeps(MailTag *tag, const MailSpan *name, const MailSpan *value)
{
	static const struct {
		const char *tag, *name;
	} kept[] = { { "a", "href" }, { "img", "alt" }, { "image", "alt" },
		{ "input", "type" }, { "div", "name" }, { "div", "class" },
		{ "div", "id" }, { "span", "name" }, { "span", "class" },
		{ "span", "id" } };

	if (mail_span_is(name, "style"))
		return keeps_style(tag, value);
	if (mail_span_is(name, "size"))
		return tag->has_size = !tag->has_style;
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		if (strcmp(tag->name, kept[i].tag) == 0 &&
		    mail_span_is(name, kept[i].name))
			return true;
	return mail_span_is(name, "hidden");
}

/* Up to the '>', and moves behind it. */
static bool
copy_attributes(MailCopy *self, MailTag *tag)
{
	while (true) {
		MailSpan name, value;
		const char *start;

		skip_blanks(self);
		if (self->at == self->end)
			return false;
		start = self->at;
		if (*start == '>' || *start == '/') {
			self->at++;
			if (*start == '/')
				continue;
			g_string_append_c(self->out, '>');
			return true;
		}
		if (!take_attribute(self, &name, &value))
			return false;
		if (tag->is_end || !keeps(tag, &name, &value))
			continue;
		g_string_append_c(self->out, ' ');
		g_string_append_len(self->out, start, self->at - start);
	}
}

bool
mail_tag_copy(MailCopy *self, MailTag *ret_tag)
{
	MailTag tag = { .is_end = self->at[1] == '/' };
	const char *start = self->at;

	self->at += 1 + tag.is_end;
	take_name(self, &tag);
	g_string_append_len(self->out, start, self->at - start);
	if (!copy_attributes(self, &tag))
		return false;
	*ret_tag = tag;
	return true;
}
