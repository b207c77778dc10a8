#include "filters/patterns/average.h"

#include <glib.h>
#include <stdbool.h>

#define NONE G_MAXUINT

typedef struct {
	const FilterAverage *input;
	unsigned *into;  /* what each was merged into, or itself */
	bool *finished;  /* merged, or without a neighbour near enough */
	unsigned *chain; /* each one's nearest is the next */
	unsigned length;
} Link;

static float
average(const FilterAverage *input, unsigned a, unsigned b)
{
	return input->table[(size_t)a * input->n + b] /
	       ((float)input->size[a] * (float)input->size[b]);
}

/* The nearest of those left; @previous wins a tie, so that chains end. */
static unsigned
nearest_of(const Link *self, unsigned a, unsigned previous, float *ret_best)
{
	unsigned found = previous;
	float best = previous == NONE ? -1 : average(self->input, a, previous);

	for (unsigned b = 0; b < self->input->n; b++) {
		float likeness;

		if (b == a || self->finished[b])
			continue;
		likeness = average(self->input, a, b);
		if (likeness > best) {
			best = likeness;
			found = b;
		}
	}
	*ret_best = best;
	return found;
}

static void
merge(Link *self, unsigned a, unsigned b)
{
	const FilterAverage *input = self->input;
	unsigned into = MIN(a, b), from = MAX(a, b);
	float *row = input->table + (size_t)into * input->n;
	const float *gone = input->table + (size_t)from * input->n;

	for (unsigned i = 0; i < input->n; i++) {
		row[i] += gone[i];
		input->table[(size_t)i * input->n + into] = row[i];
	}
	input->size[into] += input->size[from];
	self->into[from] = into;
	self->finished[from] = true;
}

/* An average never grows by a merge of others: what has no neighbour near
 * enough now will have none later. */
static void
step(Link *self)
{
	unsigned last = self->chain[self->length - 1];
	unsigned previous =
	    self->length > 1 ? self->chain[self->length - 2] : NONE;
	float best;
	unsigned next = nearest_of(self, last, previous, &best);

	if (next == NONE || best < self->input->alike) {
		self->finished[last] = true;
		self->length--;
	} else if (next == previous) {
		merge(self, last, previous);
		self->length -= 2;
	} else {
		self->chain[self->length++] = next;
	}
}

static unsigned
root_of(const Link *self, unsigned i)
{
	while (self->into[i] != i)
		i = self->into[i];
	return i;
}

void
filter_average_link(const FilterAverage *input, unsigned *ret_into)
{
	g_autofree unsigned *into = g_new(unsigned, input->n);
	g_autofree bool *finished = g_new0(bool, input->n);
	g_autofree unsigned *chain = g_new(unsigned, input->n + 1);
	Link self = { input, into, finished, chain, 0 };

	for (unsigned i = 0; i < input->n; i++)
		into[i] = i;
	for (unsigned i = 0; i < input->n; i++)
		while (!finished[i]) {
			if (self.length == 0)
				chain[self.length++] = i;
			step(&self);
		}
	for (unsigned i = 0; i < input->n; i++)
		ret_into[i] = root_of(&self, i);
}
