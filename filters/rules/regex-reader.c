#include "filters/rules/regex-reader.h"

#include "core/text.h"
#include "filters/rules/folded.h"

#include <string.h>

#define REPEAT_MAX 65535

/* Whether @c, beyond ASCII, is folded the same whatever stands around it, and
 * so is all that PCRE2 takes for it in either case. Greek is not: its iota may
 * be a mark. */
static bool
is_plain(gunichar c)
{
	switch ((int)g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_LATIN:
	case G_UNICODE_SCRIPT_CYRILLIC:
		return g_unichar_isalpha(c) &&
		       g_unichar_type(c) != G_UNICODE_MODIFIER_LETTER;
	case G_UNICODE_SCRIPT_HAN:
		return c >= 0x4e00 && c <= 0x9fff;
	default:
		return false;
	}
}

static FilterAtom
atom_of(gunichar c)
{
	FilterAtom atom = { .kind = FILTER_ATOM_OTHER };
	char one[7] = "";

	if (c < 0x80 && g_ascii_isalnum((char)c)) {
		atom.kind = FILTER_ATOM_LETTER;
		atom.folded[0] = g_ascii_tolower((char)c);
	} else if (filter_folded_parts_words(c)) {
		atom.kind = FILTER_ATOM_PARTER;
	} else if (is_plain(c)) {
		one[g_unichar_to_utf8(c, one)] = '\0';
		g_autofree char *folded = core_text_fold(one);

		if (g_strlcpy(atom.folded, folded, sizeof atom.folded) <
		    sizeof atom.folded)
			atom.kind = FILTER_ATOM_LETTER;
	}
	return atom;
}

static gunichar
take(FilterRegexReader *self)
{
	gunichar c = g_utf8_get_char(self->at);

	if (c)
		self->at = core_text_next(self->at);
	return c;
}

static FilterAtom
get_lost(FilterRegexReader *self)
{
	self->lost = true;
	return (FilterAtom){ .kind = FILTER_ATOM_EMPTY };
}

/* Goes behind the name of "\p{L}" or "\pL". */
static void
skip_property(FilterRegexReader *self)
{
	const char *end = *self->at == '{' ? strchr(self->at, '}') : self->at;

	if (!end || !*end)
		self->lost = true;
	else
		self->at = core_text_next(end);
}

static FilterAtom
read_escape(FilterRegexReader *self)
{
	gunichar c = take(self);

	if (c == 0 || c >= 0x80)
		return get_lost(self);
	if (!g_ascii_isalnum((char)c))
		return atom_of(c);
	if (strchr("bAzZ", (int)c))
		return (FilterAtom){ .kind = FILTER_ATOM_BORDER };
	if (strchr("BG", (int)c))
		return (FilterAtom){ .kind = FILTER_ATOM_EMPTY };
	if (strchr("snt", (int)c))
		return (FilterAtom){ .kind = FILTER_ATOM_PARTER };
	if (c == 'd')
		return (FilterAtom){ .kind = FILTER_ATOM_DIGIT };
	if (strchr("pP", (int)c))
		skip_property(self);
	else if (!strchr("DwWSvVhHNRX", (int)c))
		return get_lost(self);
	return (FilterAtom){ .kind = FILTER_ATOM_OTHER };
}

/* One member of a class that is no range. */
static FilterAtom
read_member(FilterRegexReader *self)
{
	gunichar c = take(self);

	if (c == 0 || (c == '[' && *self->at && strchr(":.=", *self->at)))
		return get_lost(self);
	FilterAtom member = c == '\\' ? read_escape(self) : atom_of(c);
	/* There, "\b" is a backspace. */
	if (member.kind == FILTER_ATOM_BORDER ||
	    member.kind == FILTER_ATOM_EMPTY)
		return get_lost(self);
	return member;
}

/* Makes @all one with @more: what both are, or something else. */
static void
join(FilterAtom *all, const FilterAtom *more)
{
	if (all->kind != more->kind || more->kind == FILTER_ATOM_OTHER ||
	    (more->kind == FILTER_ATOM_LETTER &&
	        strcmp(all->folded, more->folded) != 0))
		all->kind = FILTER_ATOM_OTHER;
}

/* Reads on behind a '['. */
static FilterAtom
read_class(FilterRegexReader *self)
{
	bool inverted = *self->at == '^';
	FilterAtom all = { .kind = FILTER_ATOM_EMPTY };

	self->at += inverted;
	/* PCRE2 takes a ']' that comes first for a member. */
	for (bool first = true; !self->lost; first = false) {
		if (*self->at == ']' && !first)
			break;
		FilterAtom member = read_member(self);
		if (first)
			all = member;
		else
			join(&all, &member);
		if (*self->at == '-' && self->at[1] != ']') {
			FilterAtom range = { .kind = FILTER_ATOM_OTHER };
			join(&all, &range);
		}
	}
	if (!self->lost)
		self->at++;
	if (inverted || self->lost)
		return (FilterAtom){ .kind = FILTER_ATOM_OTHER };
	return all;
}

/* Goes behind what tells the kind of group. */
static FilterAtom
read_group(FilterRegexReader *self)
{
	static const char *const looking[] = { "?=", "?!", "?<=", "?<!" };

	for (unsigned i = 0; i < G_N_ELEMENTS(looking); i++)
		if (g_str_has_prefix(self->at, looking[i])) {
			self->at += strlen(looking[i]);
			return (FilterAtom){ .kind = FILTER_ATOM_LOOK };
		}
	if (g_str_has_prefix(self->at, "?:"))
		self->at += 2;
	else if (*self->at == '?' || *self->at == '*')
		return get_lost(self);
	return (FilterAtom){ .kind = FILTER_ATOM_GROUP };
}

FilterAtom
filter_regex_reader_atom(FilterRegexReader *self)
{
	gunichar c = take(self);

	switch (c) {
	case '\\':
		return read_escape(self);
	case '[':
		return read_class(self);
	case '(':
		return read_group(self);
	case '.':
		return (FilterAtom){ .kind = FILTER_ATOM_OTHER };
	case '^':
	case '$':
		return (FilterAtom){ .kind = FILTER_ATOM_BORDER };
	default:
		return atom_of(c);
	}
}

/* "{2,5}" behind the cursor. Returns: its length, or 0 where it is none. */
static size_t
read_braces(const char *at, guint64 *ret_least, bool *ret_many)
{
	char *end = NULL;
	guint64 most;

	if (*at != '{' || !g_ascii_isdigit(at[1]))
		return 0;
	*ret_least = most = g_ascii_strtoull(at + 1, &end, 10);
	if (*end == ',') {
		most = REPEAT_MAX;
		if (g_ascii_isdigit(*++end))
			most = g_ascii_strtoull(end, &end, 10);
	}
	if (*end != '}')
		return 0;
	*ret_many = most > 1;
	return (size_t)(end + 1 - at);
}

guint64
filter_regex_reader_least(FilterRegexReader *self, bool *ret_many)
{
	guint64 least = 1;
	size_t length = 1;

	*ret_many = *self->at == '*' || *self->at == '+';
	if (*self->at == '?' || *self->at == '*') {
		least = 0;
	} else if (*self->at == '{') {
		length = read_braces(self->at, &least, ret_many);
		/* Other versions of PCRE2 take "{,5}" and blanks, too. */
		if (length == 0)
			self->lost = true;
	} else if (*self->at != '+') {
		return 1;
	}
	self->at += length;
	if (*self->at == '?' || *self->at == '+')
		self->at++;
	if (*self->at == '*' || *self->at == '{')
		self->lost = true;
	return least;
}
