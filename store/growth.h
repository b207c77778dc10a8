/* How fast the database grows, by the mail of the last weeks. */
#pragma once

#include "store/store.h"

#define STORE_GROWTH_DAYS 28 /* that are looked at, where there are as many */

typedef struct {
	int days;      /* that it is of; 0: there is too little to say */
	int64_t mails; /* received in them */
	int64_t bytes_a_day;
} StoreGrowth;

/*
 * Takes what the database holds for each mail, text and indexes and all, times
 * the mails received a day up to @now: by when they were received, so that an
 * old archive that was imported today counts for nothing.
 */
bool store_growth_read(
    Store *self, int64_t now, StoreGrowth *ret_growth, GError **error);

/* Returns: days until it has taken @free_bytes; -1 when it does not grow or too
 * little is known. Pure. */
int64_t store_growth_days_left(const StoreGrowth *self, int64_t free_bytes);
