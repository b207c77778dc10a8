#include "filters/rules/starts.h"

#include "filters/rules/regex-reader.h"

#define KINDS FILTER_PLACES_KINDS
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
	FilterPair pair;
};

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
		    BIT(filter_places_kind((unsigned char)atom->folded[0])) |
		    BIT(FILTER_PLACES_HIGH));
	case FILTER_ATOM_PARTER:
		return one_of(
		    BIT(FILTER_PLACES_PLAIN) | BIT(FILTER_PLACES_HIGH));
	case FILTER_ATOM_DIGIT:
		return one_of(
		    BIT(FILTER_PLACES_DIGIT) | BIT(FILTER_PLACES_HIGH));
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
	self->pair.bordered = bordered;
	self->pair.firsts = firsts(&begin);
	for (unsigned i = 0; i < KINDS; i++)
		self->pair.seconds[i] = begin.one & BIT(i) ? ANY : begin.two[i];
	/* What follows its first byte is of the same character. */
	self->pair.seconds[FILTER_PLACES_HIGH] = ANY;
	return self;
}

void
filter_starts_free(FilterStarts *self)
{
	g_free(self);
}

size_t
filter_starts_next(const FilterStarts *self, FilterPlaces *text, size_t from)
{
	return filter_places_find(text, &self->pair, from);
}
