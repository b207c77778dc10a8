/* One batch of the queue: decided and saved in one transaction. */
#pragma once

#include "filters/decide.h"
#include "filters/intake.h"

/* What a batch is worked on with. Borrowed. */
typedef struct {
	Store *store;
	FilterDecider *decider;
	FilterIntake *intake;
	int64_t now;
} FilterBatch;

/*
 * Finishes the next batch. What cannot be read, alone and a second time,
 * is quarantined; so is a message that cannot be saved, alone.
 * @ret_filtered, @ret_quarantined: how many; both 0 when the queue is empty.
 */
bool filter_batch_run(const FilterBatch *self, int64_t *ret_filtered,
    int64_t *ret_quarantined, GError **error);
