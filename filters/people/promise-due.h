/* When something that was promised is due. */
#pragma once

#include "core/business.h"
#include "filters/people/promise-phrases.h"

/* A time as it was said: what the marks of a phrase stood for. */
typedef struct {
	int number, weekday, month;
	int unit;
} FilterSaid;

/* Returns: when what @phrase and @said say at @said_at is over: the first
 * second that is too late; 0: never. */
int64_t filter_promise_due(const FilterSaid *said, const FilterPhrase *phrase,
    const CoreOffice *office, int64_t said_at);
