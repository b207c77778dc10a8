/* What a topic does, where it belongs and how much it weighs. Pure. */
#pragma once

#include "digest/select.h"

#define DIGEST_MANY 3 /* customers that make a change more than chance */

/* Sets the state, section and score of @item from its counts. @known_weeks
 * before this one have mail to compare with. */
void digest_classify(
    const DigestSelection *selection, int known_weeks, DigestItem *item);

/* The most customers in one of the four weeks before this one. */
int64_t digest_most_before(const DigestItem *item);
