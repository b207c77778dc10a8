#include "mail/html/brief-tag.h"

#include <string.h>

#define STYLE_BYTES 400

/* The sizes, the sight and the frames that mail/html/hidden.h and
 * mail/html/frame.h look for. */
static const char *const styles[] = { "display:", "visibility:", "opacity:",
	"max-height:", "font-size:", "order-top:" };

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
	           strcmp(tag->name, "html") == 0 ||
	           strcmp(tag->name, "blockquote") == 0 || is_telling(value));
}

/* Copies "href=words", the words aside. Returns: false where it cannot be. */
static bool
copy_said(MailCopy *self, const MailSpan *name, const MailSpan *value)
{
	size_t length = self->out->len;

	g_string_append_c(self->out, ' ');
	g_string_append_len(self->out, name->start, (gssize)name->length);
	g_string_append_c(self->out, '=');
	if (mail_mark_span(value->start, value->start + value->length) ==
	        value->length &&
	    mail_mark_put(self, value))
		return true;
	g_string_truncate(self->out, length);
	return false;
}

/* What is done with an attribute. */
typedef enum {
	LEAVE,
	KEEP,
	KEEP_NAME, /* it only matters that it is there */
	PUT_ASIDE, /* what it says is written as it is */
} Use;

static Use
use_of(MailTag *tag, const MailSpan *name, const MailSpan *value)
{
	static const struct {
		const char *tag, *name;
		Use use;
	} uses[] = { { "a", "href", PUT_ASIDE }, { "img", "alt", PUT_ASIDE },
		{ "image", "alt", PUT_ASIDE }, { "input", "type", KEEP },
		{ "ol", "start", KEEP }, { "div", "name", KEEP },
		{ "div", "class", KEEP }, { "div", "id", KEEP },
		{ "span", "name", KEEP }, { "span", "class", KEEP },
		{ "span", "id", KEEP }, { "blockquote", "type", KEEP_NAME },
		{ "blockquote", "cite", KEEP_NAME },
		{ "blockquote", "class", KEEP_NAME },
		{ "blockquote", "id", KEEP_NAME } };

	if (tag->is_end)
		return LEAVE;
	if (mail_span_is(name, "style"))
		return keeps_style(tag, value) ? KEEP : LEAVE;
	if (mail_span_is(name, "size")) {
		tag->has_size = !tag->has_style;
		return tag->has_size ? KEEP_NAME : LEAVE;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(uses); i++)
		if (*tag->name == *uses[i].tag &&
		    strcmp(tag->name, uses[i].tag) == 0 &&
		    mail_span_is(name, uses[i].name))
			return uses[i].use;
	return mail_span_is(name, "hidden") ? KEEP_NAME : LEAVE;
}

/* Returns: false where it would be taken for something else. */
static bool
copy_attribute(MailCopy *self, MailTag *tag)
{
	MailSpan name, value;
	const char *start = self->at, *stop;

	if (!take_attribute(self, &name, &value))
		return false;
	Use use = use_of(tag, &name, &value);
	if (use == LEAVE ||
	    (use == PUT_ASIDE && copy_said(self, &name, &value)))
		return true;
	stop = use == KEEP_NAME ? name.start + name.length : self->at;
	g_string_append_c(self->out, ' ');
	g_string_append_len(self->out, start, stop - start);
	return use != PUT_ASIDE ||
	       !memchr(start, MAIL_MARK_LEAD, (size_t)(stop - start));
}

/* Up to the '>', and moves behind it. */
static bool
copy_attributes(MailCopy *self, MailTag *tag)
{
	while (true) {
		skip_blanks(self);
		if (self->at == self->end)
			return false;
		if (*self->at == '>') {
			self->at++;
			g_string_append_c(self->out, '>');
			return true;
		}
		if (*self->at == '/')
			self->at++;
		else if (!copy_attribute(self, tag))
			return false;
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
