#include "mail/html/brief.h"

#include "mail/html/brief-tag.h"

#include <string.h>

#define SMALL_REFERENCE 5 /* "#12345" and "#x1234" are below all marks */

typedef struct {
	MailCopy copy;
	bool keeps_blanks; /* it may be in <pre> */
	bool in_select;
} Maker;

/* Elements in which tags or text are read in another way. */
static const char *const strange[] = { "frameset", "isindex", "math",
	"noscript", "plaintext", "svg", "template" };

/* Elements in which nothing is a tag but their end. */
static const char *const raw[] = { "iframe", "noembed", "noframes", "script",
	"style", "textarea", "title", "xmp" };

/* Elements in which blanks count, or the first line end does. */
static const char *const pre[] = { "listing", "pre" };

/* What there is in <select>; gumbo ignores most else. */
static const char *const choices[] = { "optgroup", "option", "select" };

static bool
is_one_of(const char *name, const char *const *names, size_t n_names)
{
	for (size_t i = 0; i < n_names; i++)
		if (*name == *names[i] && strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
put(MailCopy *self, size_t length)
{
	g_string_append_len(self->out, self->at, (gssize)length);
	self->at += length;
}

static void
put_blanks(Maker *self, const char *end)
{
	const char *start = self->copy.at, *stop = start;

	while (stop < end && mail_tag_is_blank(*stop))
		stop++;
	put(&self->copy, self->keeps_blanks ? (size_t)(stop - start) : 1);
	self->copy.at = stop;
}

/* Returns: false for a number that may be that of a mark. */
static bool
put_reference(MailCopy *self, const char *end)
{
	const char *stop = self->at + 1;
	bool is_number = stop < end && *stop == '#';

	stop += is_number;
	while (stop < end && g_ascii_isalnum(*stop))
		stop++;
	if (is_number && stop - self->at - 2 > SMALL_REFERENCE)
		return false;
	stop += stop < end && *stop == ';';
	put(self, (size_t)(stop - self->at));
	return true;
}

static bool
put_character(MailCopy *self, const char *end)
{
	if (*self->at == '&')
		return put_reference(self, end);
	if (*self->at == MAIL_MARK_LEAD)
		return false;
	put(self, g_utf8_skip[(unsigned char)*self->at]);
	return true;
}

static bool
put_text(Maker *self, const char *end)
{
	while (self->copy.at < end) {
		MailSpan words = { self->copy.at, 0 };

		if (mail_tag_is_blank(*words.start)) {
			put_blanks(self, end);
			continue;
		}
		words.length = mail_mark_span(words.start, end);
		if (mail_mark_put(&self->copy, &words))
			self->copy.at += words.length;
		else if (words.length)
			put(&self->copy, words.length);
		else if (!put_character(&self->copy, end))
			return false;
	}
	return true;
}

/* Up to the first '>', in quotation marks or not. */
static bool
put_declaration(MailCopy *self)
{
	const char *close =
	    memchr(self->at, '>', (size_t)(self->end - self->at));
	bool is_comment =
	    self->end - self->at >= 4 && memcmp(self->at, "<!--", 4) == 0;

	if (!close || is_comment)
		return false;
	put(self, (size_t)(close + 1 - self->at));
	return true;
}

/* The first tag in @at that begins with @name, a '/' in it or not, or NULL. */
static const char *
find_tag(const char *at, const char *end, const char *name)
{
	size_t length = strlen(name);

	for (; (at = memchr(at, '<', (size_t)(end - at))); at++)
		if ((size_t)(end - at) > length + 1 &&
		    g_ascii_strncasecmp(at + 1, name, length) == 0)
			break;
	return at;
}

/* Where the element @name, in which nothing is a tag but its end, ends. */
static const char *
end_of_raw(const MailCopy *self, const char *name)
{
	char slashed[MAIL_TAG_NAME + 1];
	const char *at, *after;

	g_snprintf(slashed, sizeof slashed, "/%s", name);
	at = find_tag(self->at, self->end, slashed);
	after = at ? at + 1 + strlen(slashed) : NULL;
	return after && (mail_tag_is_blank(*after) || strchr("/>", *after))
	           ? at
	           : NULL;
}

/* Of what is in <style> or <script> no more than whether it is text. */
static bool
put_raw(MailCopy *self, const char *name)
{
	const char *start = self->at, *stop = end_of_raw(self, name);
	bool is_script = strcmp(name, "script") == 0;

	if (!stop)
		return false;
	if (!is_script && strcmp(name, "style") != 0) {
		put(self, (size_t)(stop - start));
		return !memchr(start, MAIL_MARK_LEAD, (size_t)(stop - start));
	}
	while (self->at < stop && mail_tag_is_blank(*self->at))
		self->at++;
	if (self->at < stop)
		g_string_append_c(self->out, 'x');
	self->at = stop;
	/* a script in a script may hide its end */
	return !is_script || !find_tag(start, stop, name);
}

static bool
put_tag(Maker *self)
{
	MailTag tag;

	if (!mail_tag_copy(&self->copy, &tag) ||
	    is_one_of(tag.name, strange, G_N_ELEMENTS(strange)))
		return false;
	bool is_choice = is_one_of(tag.name, choices, G_N_ELEMENTS(choices));
	bool is_select = is_choice && strcmp(tag.name, "select") == 0;
	if (self->in_select && (!is_choice || (is_select && !tag.is_end)))
		return false;
	if (is_select)
		self->in_select = !tag.is_end;
	self->keeps_blanks |= is_one_of(tag.name, pre, G_N_ELEMENTS(pre));
	return tag.is_end || !is_one_of(tag.name, raw, G_N_ELEMENTS(raw)) ||
	       put_raw(&self->copy, tag.name);
}

static bool
put_markup(Maker *self)
{
	const MailCopy *copy = &self->copy;
	bool is_end = copy->end - copy->at > 1 && copy->at[1] == '/';
	const char *inside = copy->at + 1 + is_end;

	if (inside == copy->end)
		return false;
	if (g_ascii_isalpha(*inside))
		return put_tag(self);
	return !is_end && strchr("!?", *inside) && put_declaration(&self->copy);
}

/* As gumbo takes them. */
static void
unify_line_ends(GString *html)
{
	char *out = html->str;

	if (!memchr(html->str, '\r', html->len))
		return;
	for (const char *in = html->str; in < html->str + html->len; in++)
		if (*in != '\r')
			*out++ = *in;
		else if (in[1] != '\n')
			*out++ = '\n';
	g_string_truncate(html, (gsize)(out - html->str));
}

bool
mail_brief_make(GString *html, MailBrief *ret_brief)
{
	g_auto(MailBrief) brief = { .html = NULL };
	Maker self;

	if (!g_utf8_validate_len(html->str, html->len, NULL))
		return false;
	unify_line_ends(html);
	brief.html = g_string_sized_new(html->len / 2 + 1);
	brief.words = g_array_new(FALSE, FALSE, sizeof(MailSpan));
	self = (Maker){ .copy = { .at = html->str,
		            .end = html->str + html->len,
		            .out = brief.html,
		            .words = brief.words } };
	while (self.copy.at < self.copy.end) {
		const char *at = self.copy.at, *end = self.copy.end;
		const char *tag = memchr(at, '<', (size_t)(end - at));

		if (!put_text(&self, tag ? tag : end) ||
		    (tag && !put_markup(&self)))
			return false;
	}
	*ret_brief = brief;
	brief = (MailBrief){ .html = NULL };
	return true;
}

bool
mail_brief_next(const MailBrief *self, const char **text, MailSpan *ret_words)
{
	const char *start = *text, *mark;

	if (!*start)
		return false;
	mark = self->words ? strchr(start, MAIL_MARK_LEAD) : NULL;
	if (mark == start) {
		unsigned number = mail_mark_number(mark);

		g_assert(number < self->words->len); /* all others gave up */
		*ret_words = g_array_index(self->words, MailSpan, number);
		*text = start + MAIL_MARK_BYTES;
		return true;
	}
	*ret_words =
	    (MailSpan){ start, mark ? (size_t)(mark - start) : strlen(start) };
	*text = start + ret_words->length;
	return true;
}

void
mail_brief_clear(MailBrief *self)
{
	if (self->html)
		g_string_free(self->html, TRUE);
	g_clear_pointer(&self->words, g_array_unref);
	self->html = NULL;
}
