#include "filters/patterns/likeness.h"

/* How much less the greatest product counts: one word in common may be chance,
 * two hardly. Measured on labelled support mail. */
#define LONE .9f

typedef struct {
	unsigned owner;
	float weight;
} Posting;

struct _FilterLikeness {
	GPtrArray *lists; /* by term: GArray of Posting, or NULL */
	GArray *products; /* float, by owner; all 0 between two queries */
	GArray *greatest; /* float, by owner: its greatest single product */
	GArray *touched;  /* unsigned: owners whose product is not 0 */
};

static void
unref_array(void *data)
{
	if (data)
		g_array_unref(data);
}

FilterLikeness *
filter_likeness_new(void)
{
	FilterLikeness *self = g_new0(FilterLikeness, 1);

	self->lists = g_ptr_array_new_with_free_func(unref_array);
	self->products = g_array_new(FALSE, TRUE, sizeof(float));
	self->greatest = g_array_new(FALSE, TRUE, sizeof(float));
	self->touched = g_array_new(FALSE, FALSE, sizeof(unsigned));
	return self;
}

void
filter_likeness_free(FilterLikeness *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->lists);
	g_array_unref(self->products);
	g_array_unref(self->greatest);
	g_array_unref(self->touched);
	g_free(self);
}

void
filter_likeness_add(FilterLikeness *self, unsigned owner, const GArray *vector)
{
	if (self->products->len <= owner) {
		g_array_set_size(self->products, owner + 1);
		g_array_set_size(self->greatest, owner + 1);
	}
	for (unsigned i = 0; i < vector->len; i++) {
		const FilterWeight *w = &g_array_index(vector, FilterWeight, i);
		Posting posting = { owner, w->weight };
		GArray *list;

		if (self->lists->len <= w->term)
			g_ptr_array_set_size(self->lists, (int)w->term + 1);
		list = self->lists->pdata[w->term];
		if (!list)
			list = self->lists->pdata[w->term] =
			    g_array_new(FALSE, FALSE, sizeof(Posting));
		g_array_append_val(list, posting);
	}
}

static void
add_products(FilterLikeness *self, const FilterWeight *w)
{
	const GArray *list =
	    w->term < self->lists->len ? self->lists->pdata[w->term] : NULL;
	float *products = &g_array_index(self->products, float, 0);
	float *greatest = &g_array_index(self->greatest, float, 0);

	for (unsigned i = 0; list && i < list->len; i++) {
		const Posting *posting = &g_array_index(list, Posting, i);

		if (products[posting->owner] == 0)
			g_array_append_val(self->touched, posting->owner);
		products[posting->owner] += w->weight * posting->weight;
		greatest[posting->owner] =
		    MAX(greatest[posting->owner], w->weight * posting->weight);
	}
}

void
filter_likeness_foreach(FilterLikeness *self, const GArray *vector,
    FilterLikenessHit hit, void *data)
{
	for (unsigned i = 0; i < vector->len; i++)
		add_products(self, &g_array_index(vector, FilterWeight, i));
	for (unsigned i = 0; i < self->touched->len; i++) {
		unsigned owner = g_array_index(self->touched, unsigned, i);
		float *product = &g_array_index(self->products, float, owner);

		float *great = &g_array_index(self->greatest, float, owner);

		hit(owner, *product - LONE * *great, data);
		*product = *great = 0;
	}
	g_array_set_size(self->touched, 0);
}
