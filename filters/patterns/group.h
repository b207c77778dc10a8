/* Patterns: which mails of different people are about the same thing. */
#pragma once

#include "store/store.h"

typedef struct {
	int64_t now;
	const char *company; /* whose name is no matter; NULL where unknown */
} FilterGroupOptions;

/*
 * Groups the mails of persons of the last 26 weeks before the newest (which is
 * at most now), saves the patterns and notes that all is grouped. A function
 * of the set of mails: in whatever order they came, the same are together. A
 * pattern has mails of at least two people; it keeps its id as long as most of
 * it stays together. @ret_patterns: how many have mails.
 */
bool filter_group(Store *store, const FilterGroupOptions *options,
    int64_t *ret_patterns, GError **error);
