/* Whether enough speaks for each mail's place in its group. */
#pragma once

#include "filters/patterns/vectors.h"

/*
 * Mails of a small group must each share two telling words with what another
 * writer in it says, and groups that fall apart by this are parted; those that
 * do not get groups of their own. Where many write about the same, their
 * likeness is enough. @writers: int64_t, one a mail, the same for one person.
 * @groups: of filter_cluster(), changed in place.
 */
void filter_support(
    const FilterVectors *vectors, const GArray *writers, GArray *groups);
