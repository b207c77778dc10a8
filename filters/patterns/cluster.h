/* Which mails are about the same thing: average-link clustering of vectors. */
#pragma once

#include "filters/patterns/vectors.h"

/*
 * Parts the mails of @vectors into groups whose members are alike on average.
 * A function of the vectors and their order alone.
 * Returns: (transfer full): unsigned, one a mail: its group, numbered from 0 in
 * the order of each group's first mail.
 */
GArray *filter_cluster(const FilterVectors *vectors);
