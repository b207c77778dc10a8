#include "filters/needles.h"

#include "core/text.h"
#include "filters/regex-reader.h"

#include <string.h>

#define SEPARATOR '\n'
#define SHORTEST 3 /* bytes of a string that is worth looking for, */
#define LETTERS 2  /* and letters and digits in it */
#define CHOICE_MAX 64

/* What was read of one branch. */
typedef struct {
	GString *run;       /* what certainly follows one another, folded */
	GPtrArray *choices; /* GPtrArray of char *: one of each is there */
} Branch;

static GPtrArray *read_branches(FilterRegexReader *reader, bool bordered);

static void
unref_array(void *data)
{
	g_ptr_array_unref(data);
}

static bool
is_worth_it(const char *needle)
{
	size_t letters = 0;

	for (const char *c = needle; *c; c = core_text_next(c))
		letters += *c != SEPARATOR;
	return letters >= LETTERS && strlen(needle) >= SHORTEST;
}

/* A choice is worth what its worst string is. */
static size_t
worth_of_choice(const GPtrArray *choice)
{
	size_t worth = G_MAXSIZE;

	for (unsigned i = 0; i < choice->len; i++)
		worth = MIN(worth, strlen(choice->pdata[i]));
	return worth;
}

static int
compare_worth(const void *a, const void *b)
{
	size_t x = worth_of_choice(*(GPtrArray *const *)a);
	size_t y = worth_of_choice(*(GPtrArray *const *)b);

	return x < y ? 1 : x > y ? -1 : 0;
}

static void
end_run(Branch *self)
{
	if (is_worth_it(self->run->str)) {
		GPtrArray *choice = g_ptr_array_new_with_free_func(g_free);

		g_ptr_array_add(choice, g_strdup(self->run->str));
		g_ptr_array_add(self->choices, choice);
	}
	g_string_truncate(self->run, 0);
}

static bool
ends_bordered(const Branch *self)
{
	return self->run->len > 0 &&
	       self->run->str[self->run->len - 1] == SEPARATOR;
}

static void
put_border(Branch *self)
{
	if (!ends_bordered(self))
		g_string_append_c(self->run, SEPARATOR);
}

static void
put_choices(Branch *self, GPtrArray *choices)
{
	end_run(self);
	for (unsigned i = 0; i < choices->len; i++)
		g_ptr_array_add(
		    self->choices, g_ptr_array_ref(choices->pdata[i]));
}

/* Puts what stands there at least once, if not just once. */
static void
put(Branch *self, const FilterAtom *atom, GPtrArray *choices, bool once)
{
	switch (atom->kind) {
	case FILTER_ATOM_LETTER:
		g_string_append(self->run, atom->folded);
		if (!once)
			end_run(self);
		break;
	case FILTER_ATOM_PARTER:
	case FILTER_ATOM_BORDER:
		put_border(self);
		break;
	case FILTER_ATOM_EMPTY:
	case FILTER_ATOM_LOOK: /* what it demands is left aside */
		break;
	case FILTER_ATOM_GROUP:
		put_choices(self, choices);
		break;
	case FILTER_ATOM_OTHER:
		end_run(self);
		break;
	}
}

static bool
takes_room(FilterAtomKind kind)
{
	return kind != FILTER_ATOM_BORDER && kind != FILTER_ATOM_EMPTY &&
	       kind != FILTER_ATOM_LOOK;
}

/* Reads an atom, what is in it where it is a group, and its quantifier. */
static void
read_piece(FilterRegexReader *reader, Branch *branch)
{
	FilterAtom atom = filter_regex_reader_atom(reader);
	g_autoptr(GPtrArray) choices = NULL;
	guint64 least;
	bool once;

	if (atom.kind == FILTER_ATOM_GROUP || atom.kind == FILTER_ATOM_LOOK) {
		choices = read_branches(reader,
		    atom.kind == FILTER_ATOM_GROUP && ends_bordered(branch));
		reader->lost |= *reader->at != ')';
		reader->at += !reader->lost;
	}
	least = filter_regex_reader_least(reader, &once);
	if (least > 0)
		put(branch, &atom, choices, once);
	else if (takes_room(atom.kind))
		end_run(branch);
	g_free(atom.folded);
}

/* Returns: (transfer full): the choices of the branch at the cursor, the
 * worthiest first. */
static GPtrArray *
read_branch(FilterRegexReader *reader, bool bordered)
{
	Branch branch = { .run = g_string_new(bordered ? "\n" : NULL),
		.choices = g_ptr_array_new_with_free_func(unref_array) };

	while (!reader->lost && *reader->at && *reader->at != '|' &&
	       *reader->at != ')')
		read_piece(reader, &branch);
	end_run(&branch);
	g_string_free(branch.run, TRUE);
	g_ptr_array_sort(branch.choices, compare_worth);
	if (branch.choices->len > FILTER_NEEDLES_MAX)
		g_ptr_array_set_size(branch.choices, FILTER_NEEDLES_MAX);
	return branch.choices;
}

static void
add_strings(GPtrArray *choice, const GPtrArray *more)
{
	for (unsigned i = 0; i < more->len; i++)
		if (!g_ptr_array_find_with_equal_func(
		        choice, more->pdata[i], g_str_equal, NULL))
			g_ptr_array_add(choice, g_strdup(more->pdata[i]));
}

/* Of branches one is taken: of each its best choice, all in one; nothing where
 * one of them demands nothing. */
static GPtrArray *
read_branches(FilterRegexReader *reader, bool bordered)
{
	GPtrArray *first = read_branch(reader, bordered);
	bool demanding = first->len > 0;
	GPtrArray *choice;

	if (*reader->at != '|')
		return first;
	choice = g_ptr_array_new_with_free_func(g_free);
	if (demanding)
		add_strings(choice, first->pdata[0]);
	while (*reader->at == '|' && !reader->lost) {
		reader->at++;
		g_autoptr(GPtrArray) next = read_branch(reader, bordered);
		demanding &= next->len > 0;
		if (demanding)
			add_strings(choice, next->pdata[0]);
	}
	g_ptr_array_set_size(first, 0);
	if (demanding && choice->len <= CHOICE_MAX)
		g_ptr_array_add(first, g_ptr_array_ref(choice));
	g_ptr_array_unref(choice);
	return first;
}

GPtrArray *
filter_needles_of(const char *pattern)
{
	FilterRegexReader reader = { .at = pattern };
	GPtrArray *choices = read_branches(&reader, false);

	if (reader.lost || *reader.at)
		g_ptr_array_set_size(choices, 0);
	return choices;
}
