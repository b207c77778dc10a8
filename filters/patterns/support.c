#include "filters/patterns/support.h"

#include <stdbool.h>
#include <stdint.h>

/* That so many write alike is no coincidence. */
#define WRITERS_ENOUGH 5

/* What shared words must say by filter_vectors_telling(): two telling words
 * where only two write, one and a frequent one where more do. */
#define TELLING_OF_TWO 4
#define TELLING_OF_MORE 3
#define NONE G_MAXUINT

typedef struct {
	const FilterVectors *vectors;
	const GArray *writers;
	GArray *groups;
	unsigned count; /* of groups */
} Support;

/* One small group. */
typedef struct {
	const GArray *members; /* unsigned: mails */
	unsigned count;        /* of writers */
	int64_t writers[WRITERS_ENOUGH];
	unsigned bond[WRITERS_ENOUGH]; /* the least writer of each one's part */
	GHashTable *users; /* telling term + 1 -> bits of its writers */
} Circle;

static void
unref_array(void *data)
{
	if (data)
		g_array_unref(data);
}

/* Returns: (transfer full): GArray of unsigned mails, by group. */
static GPtrArray *
list_members(const GArray *groups)
{
	GPtrArray *members = g_ptr_array_new_with_free_func(unref_array);

	for (unsigned i = 0; i < groups->len; i++) {
		unsigned group = g_array_index(groups, unsigned, i);

		if (members->len <= group)
			g_ptr_array_set_size(members, (int)group + 1);
		if (!members->pdata[group])
			members->pdata[group] =
			    g_array_new(FALSE, FALSE, sizeof(unsigned));
		g_array_append_val((GArray *)members->pdata[group], i);
	}
	return members;
}

/* Returns: which of the writers in @circle sent @mail, adding her; or
 * WRITERS_ENOUGH where there is no room left. */
static unsigned
writer_of(const Support *self, Circle *circle, unsigned mail)
{
	int64_t writer = g_array_index(self->writers, int64_t, mail);
	unsigned i = 0;

	while (i < circle->count && circle->writers[i] != writer)
		i++;
	if (i == circle->count && circle->count < WRITERS_ENOUGH) {
		circle->writers[i] = writer;
		circle->bond[i] = i;
		circle->count++;
	}
	return i;
}

static bool
is_small(const Support *self, Circle *circle)
{
	for (unsigned i = 0; i < circle->members->len; i++)
		(void)writer_of(
		    self, circle, g_array_index(circle->members, unsigned, i));
	return circle->count > 1 && circle->count < WRITERS_ENOUGH;
}

static void
note_users(const Support *self, Circle *circle)
{
	for (unsigned i = 0; i < circle->members->len; i++) {
		unsigned mail = g_array_index(circle->members, unsigned, i);
		unsigned bit = 1U << writer_of(self, circle, mail);
		const GArray *vector = filter_vectors_at(self->vectors, mail);

		for (unsigned j = 0; j < vector->len; j++) {
			unsigned term =
			    g_array_index(vector, FilterWeight, j).term;
			void *key = GUINT_TO_POINTER(term + 1);
			unsigned bits = GPOINTER_TO_UINT(
			    g_hash_table_lookup(circle->users, key));

			if (filter_vectors_telling(self->vectors, term) > 0)
				g_hash_table_insert(circle->users, key,
				    GUINT_TO_POINTER(bits | bit));
		}
	}
}

/* Returns: bits of the other writers that share enough words with @mail. */
static unsigned
supporters_of(const Support *self, Circle *circle, unsigned mail)
{
	const GArray *vector = filter_vectors_at(self->vectors, mail);
	unsigned said[WRITERS_ENOUGH] = { 0 }, supporters = 0;
	unsigned enough = circle->count == 2 ? TELLING_OF_TWO : TELLING_OF_MORE;
	unsigned writer = writer_of(self, circle, mail);

	for (unsigned i = 0; i < vector->len; i++) {
		unsigned term = g_array_index(vector, FilterWeight, i).term;
		unsigned bits = GPOINTER_TO_UINT(g_hash_table_lookup(
		    circle->users, GUINT_TO_POINTER(term + 1)));

		for (unsigned j = 0; j < circle->count; j++)
			if (bits >> j & 1)
				said[j] +=
				    filter_vectors_telling(self->vectors, term);
	}
	for (unsigned j = 0; j < circle->count; j++)
		if (j != writer && said[j] >= enough)
			supporters |= 1U << j;
	return supporters;
}

static void
bind(Circle *circle, unsigned a, unsigned b)
{
	unsigned from = MAX(circle->bond[a], circle->bond[b]);
	unsigned into = MIN(circle->bond[a], circle->bond[b]);

	for (unsigned i = 0; i < circle->count; i++)
		if (circle->bond[i] == from)
			circle->bond[i] = into;
}

static void
bind_writers(const Support *self, Circle *circle)
{
	for (unsigned i = 0; i < circle->members->len; i++) {
		unsigned mail = g_array_index(circle->members, unsigned, i);
		unsigned supporters = supporters_of(self, circle, mail);

		for (unsigned j = 0; j < circle->count; j++)
			if (supporters >> j & 1)
				bind(circle, writer_of(self, circle, mail), j);
	}
}

/* Writers who are bound stay together; a mail that nobody supports is alone.
 * Whatever comes first keeps the group's number. */
static void
part(Support *self, Circle *circle)
{
	unsigned first = g_array_index(circle->members, unsigned, 0);
	unsigned next = g_array_index(self->groups, unsigned, first);
	unsigned numbers[WRITERS_ENOUGH];

	for (unsigned i = 0; i < WRITERS_ENOUGH; i++)
		numbers[i] = NONE;
	for (unsigned i = 0; i < circle->members->len; i++) {
		unsigned mail = g_array_index(circle->members, unsigned, i);
		unsigned bond = circle->bond[writer_of(self, circle, mail)];
		bool alone = supporters_of(self, circle, mail) == 0;
		unsigned number = alone ? NONE : numbers[bond];

		if (number == NONE) {
			number = next;
			next = self->count++;
		}
		if (!alone)
			numbers[bond] = number;
		g_array_index(self->groups, unsigned, mail) = number;
	}
	self->count = next;
}

void
filter_support(
    const FilterVectors *vectors, const GArray *writers, GArray *groups)
{
	g_autoptr(GPtrArray) members = list_members(groups);
	Support self = { vectors, writers, groups, members->len };

	for (unsigned i = 0; i < members->len; i++) {
		Circle circle = { .members = members->pdata[i] };

		if (!is_small(&self, &circle))
			continue;
		circle.users = g_hash_table_new(NULL, NULL);
		note_users(&self, &circle);
		bind_writers(&self, &circle);
		part(&self, &circle);
		g_hash_table_unref(circle.users);
	}
}
