#include "filters/rules/needles.h"

#include "core/text.h"
#include "filters/rules/regex-reader.h"

#include <string.h>

#define SEPARATOR '\n'
#define SHORTEST 3    /* bytes of a string that is worth looking for, */
#define LETTERS 2     /* and letters and digits in it */
#define CHOICE_MAX 96 /* strings of a choice */

/* What was read of one branch. */
typedef struct {
	GPtrArray *runs;    /* char *: one of these stands where we are */
	bool is_whole;      /* they are all that the branch can be so far */
	GPtrArray *choices; /* GPtrArray of char *: one of each is there */
} Branch;

/* What was read of a group. */
typedef struct {
	GPtrArray *choices;
	GPtrArray *whole; /* char *: all that it can be, or NULL */
} Group;

static Group read_branches(FilterRegexReader *reader, bool bordered);

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

static GPtrArray *
strings_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

static void
add_string(GPtrArray *strings, const char *string)
{
	if (!g_ptr_array_find_with_equal_func(
	        strings, string, g_str_equal, NULL))
		g_ptr_array_add(strings, g_strdup(string));
}

static void
add_strings(GPtrArray *strings, const GPtrArray *more)
{
	for (unsigned i = 0; i < more->len; i++)
		add_string(strings, more->pdata[i]);
}

static void
set_runs(Branch *self, GPtrArray *runs)
{
	g_ptr_array_unref(self->runs);
	self->runs = runs;
}

/* Whether @string has another of @strings in it, which is then enough. */
static bool
is_spare(const char *string, const GPtrArray *strings)
{
	for (unsigned i = 0; i < strings->len; i++)
		if (strings->pdata[i] != string &&
		    strstr(string, strings->pdata[i]))
			return true;
	return false;
}

/* What comes next does not follow: makes a choice of the runs, where each is
 * worth it, and begins anew. */
static void
end_runs(Branch *self)
{
	GPtrArray *none = strings_new();
	g_autoptr(GPtrArray) choice = strings_new();
	bool worth_it = true;

	for (unsigned i = 0; i < self->runs->len; i++) {
		const char *run = self->runs->pdata[i];

		worth_it &= is_worth_it(run);
		if (!is_spare(run, self->runs))
			g_ptr_array_add(choice, g_strdup(run));
	}
	if (worth_it)
		g_ptr_array_add(self->choices, g_ptr_array_ref(choice));
	add_string(none, "");
	set_runs(self, none);
	self->is_whole = false;
}

static bool
ends_bordered(const char *run)
{
	size_t length = strlen(run);

	return length > 0 && run[length - 1] == SEPARATOR;
}

static bool
is_bordered(const Branch *self)
{
	for (unsigned i = 0; i < self->runs->len; i++)
		if (!ends_bordered(self->runs->pdata[i]))
			return false;
	return true;
}

/* Each run goes on with each of @strings. */
static void
put(Branch *self, const GPtrArray *strings)
{
	GPtrArray *longer;

	if (self->runs->len * strings->len > CHOICE_MAX)
		end_runs(self);
	longer = strings_new();
	for (unsigned i = 0; i < self->runs->len; i++)
		for (unsigned j = 0; j < strings->len; j++) {
			const char *run = self->runs->pdata[i];
			const char *next = strings->pdata[j];
			g_autofree char *both = NULL;

			next += ends_bordered(run) && *next == SEPARATOR;
			both = g_strconcat(run, next, NULL);
			add_string(longer, both);
		}
	set_runs(self, longer);
}

/* Each run goes on with @string: as put(), where no two can become alike. */
static void
put_one(Branch *self, const char *string)
{
	for (unsigned i = 0; i < self->runs->len; i++) {
		char *run = self->runs->pdata[i];
		size_t length = strlen(run);
		bool parted = length > 0 && run[length - 1] == SEPARATOR;
		const char *next =
		    string + (parted && *string == SEPARATOR ? 1 : 0);
		size_t size = strlen(next) + 1;

		run = g_realloc(run, length + size);
		memcpy(run + length, next, size);
		self->runs->pdata[i] = run;
	}
}

/* Puts one of @strings, or nothing where @least is 0. */
static void
put_some(Branch *self, const GPtrArray *strings, guint64 least, bool many)
{
	g_autoptr(GPtrArray) some = strings_new();
	bool parts = strings->len == 1 && ends_bordered(strings->pdata[0]) &&
	             strlen(strings->pdata[0]) == 1;

	if (least == 0 && many && !parts) {
		end_runs(self);
		return;
	}
	if (least == 0)
		add_string(some, "");
	add_strings(some, strings);
	put(self, some);
	/* Parters in a row are one border. */
	if (many && !parts)
		end_runs(self);
}

static void
put_string(Branch *self, const char *string, guint64 least, bool many)
{
	g_autoptr(GPtrArray) strings = NULL;

	/* Most of a regex are letters in a row. */
	if (least == 1 && !many &&
	    (*string != SEPARATOR || self->runs->len == 1)) {
		put_one(self, string);
		return;
	}
	strings = strings_new();
	add_string(strings, string);
	put_some(self, strings, least, many);
}

static void
put_group(Branch *self, const Group *group, guint64 least, bool many)
{
	if (group->whole) {
		put_some(self, group->whole, least, many);
		return;
	}
	end_runs(self);
	for (unsigned i = 0; least > 0 && i < group->choices->len; i++)
		g_ptr_array_add(
		    self->choices, g_ptr_array_ref(group->choices->pdata[i]));
}

/* Reads an atom, what is in it where it is a group, and its quantifier. */
static void
read_piece(FilterRegexReader *reader, Branch *branch)
{
	FilterAtom atom = filter_regex_reader_atom(reader);
	bool is_group = atom.kind == FILTER_ATOM_GROUP;
	Group group = { NULL, NULL };
	guint64 least;
	bool many;

	if (is_group || atom.kind == FILTER_ATOM_LOOK) {
		group = read_branches(reader, is_group && is_bordered(branch));
		reader->lost |= *reader->at != ')';
		reader->at += !reader->lost;
	}
	least = filter_regex_reader_least(reader, &many);
	if (atom.kind == FILTER_ATOM_LETTER)
		put_string(branch, atom.folded, least, many);
	else if (atom.kind == FILTER_ATOM_PARTER ||
	         (atom.kind == FILTER_ATOM_BORDER && least > 0))
		put_string(branch, "\n", least, many);
	else if (is_group)
		put_group(branch, &group, least, many);
	else if (atom.kind == FILTER_ATOM_DIGIT ||
	         atom.kind == FILTER_ATOM_OTHER)
		end_runs(branch);
	g_clear_pointer(&group.choices, g_ptr_array_unref);
	g_clear_pointer(&group.whole, g_ptr_array_unref);
}

/* The choices of the branch at the cursor, the worthiest first. */
static Group
read_branch(FilterRegexReader *reader, bool bordered)
{
	Branch branch = { strings_new(), true,
		g_ptr_array_new_with_free_func(unref_array) };
	GPtrArray *whole = NULL;

	add_string(branch.runs, bordered ? "\n" : "");
	while (!reader->lost && *reader->at && *reader->at != '|' &&
	       *reader->at != ')')
		read_piece(reader, &branch);
	if (branch.is_whole)
		whole = g_ptr_array_ref(branch.runs);
	end_runs(&branch);
	g_ptr_array_unref(branch.runs);
	g_ptr_array_sort(branch.choices, compare_worth);
	if (branch.choices->len > FILTER_NEEDLES_MAX)
		g_ptr_array_set_size(branch.choices, FILTER_NEEDLES_MAX);
	return (Group){ branch.choices, whole };
}

/* Of two branches one is taken: of each its best choice, both in one; nothing
 * where one of them demands nothing. */
static Group
join(Group *one, Group *other)
{
	Group both = { g_ptr_array_new_with_free_func(unref_array), NULL };

	if (one->whole && other->whole &&
	    one->whole->len + other->whole->len <= CHOICE_MAX) {
		both.whole = strings_new();
		add_strings(both.whole, one->whole);
		add_strings(both.whole, other->whole);
	}
	if (one->choices->len > 0 && other->choices->len > 0) {
		GPtrArray *choice = strings_new();

		add_strings(choice, one->choices->pdata[0]);
		add_strings(choice, other->choices->pdata[0]);
		if (choice->len <= CHOICE_MAX)
			g_ptr_array_add(both.choices, g_ptr_array_ref(choice));
		g_ptr_array_unref(choice);
	}
	g_ptr_array_unref(one->choices);
	g_ptr_array_unref(other->choices);
	g_clear_pointer(&one->whole, g_ptr_array_unref);
	g_clear_pointer(&other->whole, g_ptr_array_unref);
	return both;
}

static Group
read_branches(FilterRegexReader *reader, bool bordered)
{
	Group all = read_branch(reader, bordered);

	while (*reader->at == '|' && !reader->lost) {
		reader->at++;
		Group next = read_branch(reader, bordered);
		all = join(&all, &next);
	}
	return all;
}

GPtrArray *
filter_needles_of(const char *pattern)
{
	FilterRegexReader reader = { .at = pattern };
	Group all = read_branches(&reader, false);

	g_clear_pointer(&all.whole, g_ptr_array_unref);
	if (reader.lost || *reader.at)
		g_ptr_array_set_size(all.choices, 0);
	return all.choices;
}
