#include "filters/rules/starts.h"

#include "filters/rules/regex-reader.h"

#include <stdint.h>
#include <string.h>

/* Kinds of bytes: a letter of ASCII in either case is its own kind. */
enum { DIGIT = 26, PLAIN, HIGH, KINDS };
#define BIT(kind) (UINT32_C(1) << (kind))
#define ANY (BIT(KINDS) - 1)

/* How what a part of a regex matches may begin. */
typedef struct {
	bool empty;          /* it may be nothing */
	uint32_t one;        /* a single character: its first byte */
	uint32_t two[KINDS]; /* two or more: by the first byte, that of the
	                        second character */
} Begin;

struct _FilterStarts {
	bool bordered;      /* not inside of a word */
	uint32_t next[256]; /* by a byte, what kind the next one may be */
	uint32_t kind[256]; /* the bit of the kind of each byte */
};

static unsigned
kind_of(unsigned char byte)
{
	if (byte >= 0x80)
		return HIGH;
	if (g_ascii_isdigit((char)byte))
		return DIGIT;
	return g_ascii_isalpha((char)byte)
	           ? (unsigned)g_ascii_tolower((char)byte) - 'a'
	           : PLAIN;
}

/* What is one of the characters of @one. */
static Begin
one_of(uint32_t one)
{
	return (Begin){ .one = one };
}

static Begin
begin_of(const FilterAtom *atom)
{
	switch (atom->kind) {
	case FILTER_ATOM_LETTER:
		/* PCRE2 takes the sign for Kelvin for a 'k', and the pattern
		 * itself may have an accent there. */
		return one_of(
		    BIT(kind_of((unsigned char)atom->folded[0])) | BIT(HIGH));
	case FILTER_ATOM_PARTER:
		return one_of(BIT(PLAIN) | BIT(HIGH));
	case FILTER_ATOM_DIGIT:
		return one_of(BIT(DIGIT) | BIT(HIGH));
	case FILTER_ATOM_BORDER:
	case FILTER_ATOM_EMPTY:
	case FILTER_ATOM_LOOK:
		return (Begin){ .empty = true };
	case FILTER_ATOM_GROUP:
	case FILTER_ATOM_OTHER:
		break;
	}
	return one_of(ANY);
}

static uint32_t
firsts(const Begin *self)
{
	uint32_t all = self->one;

	for (unsigned i = 0; i < KINDS; i++)
		all |= self->two[i] ? BIT(i) : 0;
	return all;
}

/* @self becomes what is either. */
static void
join(Begin *self, const Begin *other)
{
	self->empty |= other->empty;
	self->one |= other->one;
	for (unsigned i = 0; i < KINDS; i++)
		self->two[i] |= other->two[i];
}

/* @self becomes itself and @next behind it. */
static void
follow(Begin *self, const Begin *next)
{
	Begin both = { .empty = self->empty && next->empty };
	uint32_t second = firsts(next);

	both.one = next->empty ? self->one : 0;
	for (unsigned i = 0; i < KINDS; i++)
		both.two[i] = self->two[i] | (self->one & BIT(i) ? second : 0);
	if (self->empty) {
		Begin alone = *next;

		alone.empty = false;
		join(&both, &alone);
	}
	*self = both;
}

static Begin read_branches(FilterRegexReader *reader, bool *ret_bordered);

static Begin
read_piece(FilterRegexReader *reader, bool *ret_bordered)
{
	FilterAtom atom = filter_regex_reader_atom(reader);
	Begin begin = begin_of(&atom);
	bool bordered = atom.kind == FILTER_ATOM_BORDER;
	bool many;

	if (atom.kind == FILTER_ATOM_GROUP || atom.kind == FILTER_ATOM_LOOK) {
		Begin inside = read_branches(reader, &bordered);

		reader->lost |= *reader->at != ')';
		reader->at += !reader->lost;
		if (atom.kind == FILTER_ATOM_GROUP)
			begin = inside;
	}
	guint64 least = filter_regex_reader_least(reader, &many);
	if (many) {
		Begin again = begin;

		again.empty = true;
		follow(&begin, &again);
	}
	begin.empty |= least == 0;
	*ret_bordered = bordered && least > 0 && atom.kind != FILTER_ATOM_LOOK;
	g_free(atom.folded);
	return begin;
}

static Begin
read_branch(FilterRegexReader *reader, bool *ret_bordered)
{
	Begin all = { .empty = true };

	*ret_bordered = false;
	for (bool first = true; !reader->lost && *reader->at &&
	                        *reader->at != '|' && *reader->at != ')';
	     first = false) {
		bool bordered;
		Begin piece = read_piece(reader, &bordered);

		*ret_bordered |= first && bordered;
		follow(&all, &piece);
	}
	return all;
}

static Begin
read_branches(FilterRegexReader *reader, bool *ret_bordered)
{
	Begin all = read_branch(reader, ret_bordered);

	while (*reader->at == '|' && !reader->lost) {
		bool bordered;

		reader->at++;
		Begin next = read_branch(reader, &bordered);
		*ret_bordered &= bordered;
		join(&all, &next);
	}
	return all;
}

FilterStarts *
filter_starts_new(const char *pattern)
{
	FilterRegexReader reader = { .at = pattern };
	bool bordered;
	Begin begin = read_branches(&reader, &bordered);

	if (reader.lost || *reader.at || begin.empty)
		return NULL;
	FilterStarts *self = g_new0(FilterStarts, 1);
	self->bordered = bordered;
	for (unsigned i = 0; i < 256; i++) {
		unsigned kind = kind_of((unsigned char)i);

		self->kind[i] = BIT(kind);
		self->next[i] = begin.one & BIT(kind) ? ANY : begin.two[kind];
	}
	/* The second byte is of the same character; none begins with a later
	 * one. */
	for (unsigned i = 0x80; i < 256; i++)
		self->next[i] = i >= 0xC0 && self->next[i] ? ANY : 0;
	return self;
}

void
filter_starts_free(FilterStarts *self)
{
	g_free(self);
}

static bool
is_word(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

size_t
filter_starts_next(
    const FilterStarts *self, const char *text, size_t from, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;

	for (size_t i = from; i < length; i++)
		if (self->next[bytes[i]] & self->kind[bytes[i + 1]] &&
		    !(self->bordered && i > 0 && is_word(text[i]) &&
		        is_word(text[i - 1])))
			return i;
	return length;
}
