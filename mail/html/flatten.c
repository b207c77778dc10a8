#include "mail/html/flatten.h"

#include <string.h>

#define NAME_BYTES 16
/* Signs that part attributes inside one tag: gumbo compares each attribute of a
 * tag with all before it. Newsletters reach a hundred. */
#define SIGNS_IN_A_TAG 600
/* Longer ones hold pictures written out, not words. */
#define TAG_BYTES 8192

/* Elements that never hold others, or that the next of their kind closes: any
 * number of these in a row is no depth. */
static const char *const flat[] = { "a", "area", "base", "br", "col", "dd",
	"dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
	"p", "param", "source", "tbody", "td", "th", "tr", "track", "wbr" };

/* Elements that HTML makes anew in each paragraph while they are open: a few
 * bytes could so become gigabytes. As plain spans they read the same. */
static const char *const formatting[] = { "b", "big", "code", "em", "font", "i",
	"nobr", "s", "small", "strike", "strong", "tt", "u" };

/* Elements whose content is no markup up to their own end tag. */
static const char *const raw_text[] = { "script", "style", "textarea", "title",
	"xmp", "iframe", "noembed", "noframes" };

typedef struct {
	const char *at, *end;
	size_t depth, max_depth;
	GString *out;
	bool flattened;
	bool no_more_tags; /* no '>' follows: keeps this linear */
	bool unclosed;     /* no comment from here on is closed */
} Flattener;

static bool
is_one_of(const char *name, const char *const *names, size_t n_names)
{
	for (size_t i = 0; i < n_names; i++)
		if (*name == *names[i] && strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
is_sign(char c)
{
	return c == ' ' || c == '/' || c == '=' || c == '"' || c == '\'' ||
	       c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\0';
}

/* Behind the '>' of the tag that @start is inside of, or NULL; quoted values
 * may hold one. */
static const char *
tag_end(const char *start, const char *end, bool *ret_overloaded)
{
	size_t signs = 0;

	for (const char *at = start; at < end; at++) {
		if (*at == '>') {
			*ret_overloaded =
			    signs > SIGNS_IN_A_TAG || at - start > TAG_BYTES;
			return at + 1;
		}
		if ((unsigned char)*at > '>')
			continue; /* most */
		signs += is_sign(*at);
		if ((*at != '"' && *at != '\'') || at[-1] != '=')
			continue;
		at = memchr(at + 1, *at, (size_t)(end - at - 1));
		if (!at)
			break;
	}
	/* a quote that nobody closed: the tag ends where it seems to */
	const char *stop = memchr(start, '>', (size_t)(end - start));
	*ret_overloaded = false;
	return stop ? stop + 1 : NULL;
}

static void
take_name(const char *start, const char *end, char *name)
{
	size_t length = 0;

	while (start < end && length + 1 < NAME_BYTES &&
	       (g_ascii_isalnum(*start) || *start == ':'))
		name[length++] = g_ascii_tolower(*start++);
	name[length] = '\0';
}

/* Copies up to the end tag of the raw-text element @name. */
static void
copy_raw_text(Flattener *self, const char *name)
{
	const char *at = self->at;
	size_t length = strlen(name);

	while ((at = memchr(at, '<', (size_t)(self->end - at)))) {
		if ((size_t)(self->end - at) >= length + 2 && at[1] == '/' &&
		    g_ascii_strncasecmp(at + 2, name, length) == 0)
			break;
		at++;
	}
	if (!at)
		at = self->end;
	g_string_append_len(self->out, self->at, at - self->at);
	self->at = at;
}

/* Returns: whether the tag [@start, @stop) may stay. */
static bool
count_tag(Flattener *self, const char *name, bool is_end_tag)
{
	if (!*name || is_one_of(name, flat, G_N_ELEMENTS(flat)))
		return true;
	if (is_end_tag) {
		bool stays = self->depth <= self->max_depth;

		self->depth -= self->depth > 0;
		return stays;
	}
	self->depth++;
	return self->depth <= self->max_depth;
}

static void
copy_tag(
    Flattener *self, const char *name, const char *inside, const char *stop)
{
	if (is_one_of(name, formatting, G_N_ELEMENTS(formatting))) {
		g_string_append_len(self->out, self->at, inside - self->at);
		g_string_append(self->out, "span");
		self->at = inside + strlen(name);
	}
	g_string_append_len(self->out, self->at, stop - self->at);
}

/* A '<' that begins no tag is the sign itself. */
static void
copy_sign(Flattener *self)
{
	g_string_append(self->out, "&lt;");
	self->at++;
}

static void
take_tag(Flattener *self)
{
	bool is_end_tag = self->end - self->at > 1 && self->at[1] == '/';
	const char *inside = self->at + 1 + is_end_tag;
	char name[NAME_BYTES];
	bool overloaded = false;

	take_name(inside, self->end, name);
	if (self->no_more_tags || inside >= self->end ||
	    (!*name && *inside != '!' && *inside != '?')) {
		copy_sign(self);
		return;
	}
	const char *stop = tag_end(inside, self->end, &overloaded);
	if (!stop) {
		self->no_more_tags = true;
		copy_sign(self);
		return;
	}
	if (count_tag(self, name, is_end_tag) && !overloaded)
		copy_tag(self, name, inside, stop);
	else
		self->flattened = true;
	self->at = stop;
	if (!is_end_tag && is_one_of(name, raw_text, G_N_ELEMENTS(raw_text)))
		copy_raw_text(self, name);
}

/* A comment goes: Outlook's conditional ones hold markup nobody sees. The two
 * dashes that open it may be those that close it. One that nothing closes is a
 * slip, and ends with its tag: all words below it would go too. */
static void
skip_comment(Flattener *self)
{
	const char *end = NULL;

	if (!self->unclosed)
		end =
		    g_strstr_len(self->at + 2, self->end - self->at - 2, "-->");
	self->unclosed = !end;
	if (!end)
		end = memchr(self->at, '>', (size_t)(self->end - self->at));
	self->at = !end ? self->end : end + (self->unclosed ? 1 : 3);
}

GString *
mail_flatten(
    const char *html, size_t length, size_t max_depth, bool *ret_flattened)
{
	GString *out = g_string_sized_new(length + 1);
	Flattener self = { .at = html,
		.end = html + length,
		.max_depth = max_depth,
		.out = out };

	while (self.at < self.end) {
		size_t left = (size_t)(self.end - self.at);
		const char *tag = memchr(self.at, '<', left);
		const char *stop = tag ? tag : self.end;

		g_string_append_len(out, self.at, stop - self.at);
		self.at = stop;
		if (!tag)
			break;
		if ((size_t)(self.end - tag) >= 4 &&
		    memcmp(tag, "<!--", 4) == 0)
			skip_comment(&self);
		else
			take_tag(&self);
	}
	for (char *nul = out->str;
	     (nul = memchr(nul, '\0', out->len - (size_t)(nul - out->str)));)
		*nul = ' ';
	*ret_flattened = self.flattened;
	return out;
}
