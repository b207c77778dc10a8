/* How alike a vector is to many others: only those that share a term are
 * looked at. */
#pragma once

#include "filters/patterns/vectors.h"

typedef struct _FilterLikeness FilterLikeness;

FilterLikeness *filter_likeness_new(void);
void filter_likeness_free(FilterLikeness *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterLikeness, filter_likeness_free)

/* Adds @vector (FilterWeight, sorted by term) under the number @owner. */
void filter_likeness_add(
    FilterLikeness *self, unsigned owner, const GArray *vector);

/* Told the likeness of two vectors, above 0: their product, of which the share
 * of the one term that adds most hardly counts. */
typedef void (*FilterLikenessHit)(unsigned owner, float product, void *data);

/* Calls @hit once for each owner that shares a term with @vector; the order is
 * a function of what was added. */
void filter_likeness_foreach(FilterLikeness *self, const GArray *vector,
    FilterLikenessHit hit, void *data);
