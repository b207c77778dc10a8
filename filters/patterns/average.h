/* Average-link clustering of a table, exact, by chains of nearest neighbours.
 */
#pragma once

/* @table holds @n rows of @n: the likeness of groups i and j, summed over all
 * pairs of their members; symmetric, used up. Borrowed. */
typedef struct {
	unsigned n;
	float *table;
	unsigned *size; /* members of each group, used up */
	float alike;    /* the least average likeness of groups that merge */
} FilterAverage;

/* Merges the groups until none are alike. Of equal pairs the first merges.
 * @ret_into: for each of the @n, the group it is in: the least number of it. */
void filter_average_link(const FilterAverage *self, unsigned *ret_into);
