#include "filters/patterns/cluster.h"

#include "filters/patterns/average.h"
#include "filters/patterns/likeness.h"

#include <math.h>
#include <stdbool.h>

/* Mails that share most of their words are one before anything is compared
 * with anything. */
#define SAME 0.5f

/* Groups merge while their members are this much alike on average, and more
 * among few mails, where likeness by chance is not averaged out. Measured on
 * labelled support mail. */
#define ALIKE 0.025
#define ALIKE_OF_FEW 0.15

/* So many micro-groups take part in the exact clustering, whose table has the
 * square of it; the others join its groups or stay alone. */
#define EXACT_MAX 3000
#define NONE G_MAXUINT

/* A few nearly equal mails, or one. */
typedef struct {
	unsigned size;
	GArray *sum;    /* FilterWeight: of their vectors */
	float nearest;  /* average likeness to the nearest other */
	unsigned exact; /* its row in the exact clustering, or NONE */
	unsigned group; /* the micro-group that stands for its group */
} Micro;

static Micro *
micro_at(const GPtrArray *micros, unsigned i)
{
	return micros->pdata[i];
}

static void
micro_free(void *data)
{
	Micro *self = data;

	g_array_unref(self->sum);
	g_free(self);
}

static Micro *
micro_new(unsigned number)
{
	Micro *self = g_new0(Micro, 1);

	self->sum = g_array_new(FALSE, FALSE, sizeof(FilterWeight));
	self->exact = NONE;
	self->group = number;
	return self;
}

/* The sum of two vectors sorted by term. */
static GArray *
add_vectors(const GArray *a, const GArray *b)
{
	GArray *sum = g_array_sized_new(
	    FALSE, FALSE, sizeof(FilterWeight), a->len + b->len);
	unsigned i = 0, j = 0;

	while (i < a->len || j < b->len) {
		FilterWeight x = { NONE, 0 }, y = { NONE, 0 };

		if (i < a->len)
			x = g_array_index(a, FilterWeight, i);
		if (j < b->len)
			y = g_array_index(b, FilterWeight, j);
		i += x.term <= y.term;
		j += y.term <= x.term;
		if (y.term == x.term)
			x.weight += y.weight;
		else if (y.term < x.term)
			x = y;
		g_array_append_val(sum, x);
	}
	return sum;
}

static void
micro_add(Micro *self, const GArray *vector)
{
	GArray *sum = add_vectors(self->sum, vector);

	g_array_unref(self->sum);
	self->sum = sum;
	self->size++;
}

typedef struct {
	unsigned owner;
	float product;
} Best;

/* Of equals the first counts, whatever order they come in. */
static void
keep_best(unsigned owner, float product, void *data)
{
	Best *best = data;

	if (product > best->product ||
	    (product == best->product && owner < best->owner)) {
		best->owner = owner;
		best->product = product;
	}
}

/* Gives each mail to the micro-group whose first mail is most like it, or
 * begins one with it. */
static GPtrArray *
make_micros(const FilterVectors *vectors, GArray *micro_of)
{
	GPtrArray *micros = g_ptr_array_new_with_free_func(micro_free);
	g_autoptr(FilterLikeness) leaders = filter_likeness_new();

	for (unsigned i = 0; i < filter_vectors_count(vectors); i++) {
		const GArray *vector = filter_vectors_at(vectors, i);
		Best best = { NONE, SAME };

		if (micros->len > 0)
			filter_likeness_foreach(
			    leaders, vector, keep_best, &best);
		if (best.owner == NONE) {
			best.owner = micros->len;
			g_ptr_array_add(micros, micro_new(best.owner));
			filter_likeness_add(leaders, best.owner, vector);
		}
		micro_add(micro_at(micros, best.owner), vector);
		g_array_append_val(micro_of, best.owner);
	}
	return micros;
}

typedef struct {
	const GPtrArray *micros;
	unsigned self;
	Micro *micro;
	float *row; /* of the exact table */
} Row;

static void
note_nearest(unsigned owner, float product, void *data)
{
	Row *row = data;
	float likeness = product / (float)row->micro->size /
	                 (float)micro_at(row->micros, owner)->size;

	if (owner != row->self)
		row->micro->nearest = MAX(row->micro->nearest, likeness);
}

static void
note_row(unsigned owner, float product, void *data)
{
	Row *row = data;
	unsigned exact = micro_at(row->micros, owner)->exact;

	if (exact != NONE)
		row->row[exact] = product;
}

static int
by_nearest(const void *a, const void *b)
{
	const Best *x = a;
	const Best *y = b;

	if (x->product != y->product)
		return x->product < y->product ? 1 : -1;
	return (x->owner > y->owner) - (x->owner < y->owner);
}

static int
by_owner(const void *a, const void *b)
{
	const Best *x = a;
	const Best *y = b;

	return (x->owner > y->owner) - (x->owner < y->owner);
}

/* What has no neighbour near enough can never merge, for an average is not
 * above the greatest. Of too many the nearest to another count. */
static GArray *
choose_exact(const GPtrArray *micros, float alike)
{
	GArray *chosen = g_array_new(FALSE, FALSE, sizeof(Best));

	for (unsigned i = 0; i < micros->len; i++) {
		Best candidate = { i, micro_at(micros, i)->nearest };

		if (candidate.product >= alike)
			g_array_append_val(chosen, candidate);
	}
	if (chosen->len > EXACT_MAX) {
		g_array_sort(chosen, by_nearest);
		g_array_set_size(chosen, EXACT_MAX);
		g_array_sort(chosen, by_owner);
	}
	for (unsigned i = 0; i < chosen->len; i++)
		micro_at(micros, g_array_index(chosen, Best, i).owner)->exact =
		    i;
	return chosen;
}

static void
link_exact(const GPtrArray *micros, FilterLikeness *likeness,
    const GArray *chosen, float alike)
{
	unsigned n = chosen->len;
	g_autofree float *table = g_new0(float, (size_t)n *n);
	g_autofree unsigned *size = g_new(unsigned, n);
	g_autofree unsigned *into = g_new(unsigned, n);
	FilterAverage input = { n, table, size, alike };

	for (unsigned i = 0; i < n; i++) {
		unsigned owner = g_array_index(chosen, Best, i).owner;
		Micro *micro = micro_at(micros, owner);
		Row row = { micros, owner, micro, table + (size_t)i * n };

		size[i] = micro->size;
		filter_likeness_foreach(likeness, micro->sum, note_row, &row);
	}
	filter_average_link(&input, into);
	for (unsigned i = 0; i < n; i++)
		micro_at(micros, g_array_index(chosen, Best, i).owner)->group =
		    g_array_index(chosen, Best, into[i]).owner;
}

/* Sums the products with the micro-groups of each group. */
typedef struct {
	const GPtrArray *micros;
	float alike;
	float *sums;     /* by group */
	unsigned *sizes; /* mails of each group */
	GArray *touched; /* unsigned: groups */
} Joining;

static void
note_group(unsigned owner, float product, void *data)
{
	Joining *joining = data;
	const Micro *other = micro_at(joining->micros, owner);

	if (other->exact == NONE)
		return;
	if (joining->sums[other->group] == 0)
		g_array_append_val(joining->touched, other->group);
	joining->sums[other->group] += product;
}

static unsigned
best_group(Joining *joining, const Micro *micro)
{
	Best best = { NONE, joining->alike };

	for (unsigned i = 0; i < joining->touched->len; i++) {
		unsigned group = g_array_index(joining->touched, unsigned, i);
		float likeness = joining->sums[group] / (float)micro->size /
		                 (float)joining->sizes[group];

		keep_best(group, likeness, &best);
		joining->sums[group] = 0;
	}
	g_array_set_size(joining->touched, 0);
	return best.owner;
}

/* Where not all could take part: the others join the group they are most like.
 */
static void
join_others(const GPtrArray *micros, FilterLikeness *likeness, float alike)
{
	g_autofree float *sums = g_new0(float, micros->len);
	g_autofree unsigned *sizes = g_new0(unsigned, micros->len);
	g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(unsigned));
	Joining joining = { micros, alike, sums, sizes, touched };

	for (unsigned i = 0; i < micros->len; i++)
		sizes[micro_at(micros, i)->group] += micro_at(micros, i)->size;
	for (unsigned i = 0; i < micros->len; i++) {
		Micro *micro = micro_at(micros, i);
		unsigned found;

		if (micro->exact != NONE || micro->nearest < alike)
			continue;
		filter_likeness_foreach(
		    likeness, micro->sum, note_group, &joining);
		found = best_group(&joining, micro);
		if (found != NONE)
			micro->group = found;
	}
}

static void
group_micros(const GPtrArray *micros, float alike)
{
	g_autoptr(FilterLikeness) likeness = filter_likeness_new();
	g_autoptr(GArray) chosen = NULL;

	for (unsigned i = 0; i < micros->len; i++)
		filter_likeness_add(likeness, i, micro_at(micros, i)->sum);
	for (unsigned i = 0; i < micros->len; i++) {
		Row row = { micros, i, micro_at(micros, i), NULL };

		filter_likeness_foreach(
		    likeness, row.micro->sum, note_nearest, &row);
	}
	chosen = choose_exact(micros, alike);
	if (chosen->len == 0)
		return;
	link_exact(micros, likeness, chosen, alike);
	if (chosen->len == EXACT_MAX)
		join_others(micros, likeness, alike);
}

static float
alike_among(unsigned mails)
{
	return (float)(ALIKE + ALIKE_OF_FEW / sqrt(MAX(mails, 1)));
}

/* Numbers the groups in the order of their first mails. */
static GArray *
number_groups(const GPtrArray *micros, const GArray *micro_of)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_autofree unsigned *numbers = g_new0(unsigned, micros->len + 1);
	unsigned count = 0;

	for (unsigned i = 0; i < micro_of->len; i++) {
		unsigned micro = g_array_index(micro_of, unsigned, i);
		unsigned group = micro_at(micros, micro)->group;
		unsigned number;

		if (numbers[group] == 0)
			numbers[group] = ++count;
		number = numbers[group] - 1;
		g_array_append_val(groups, number);
	}
	return groups;
}

GArray *
filter_cluster(const FilterVectors *vectors)
{
	g_autoptr(GArray) micro_of =
	    g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_autoptr(GPtrArray) micros = make_micros(vectors, micro_of);

	group_micros(micros, alike_among(filter_vectors_count(vectors)));
	return number_groups(micros, micro_of);
}
