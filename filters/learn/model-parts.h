/* What a model is made of: for the two files that train it and keep it. */
#pragma once

#include "filters/learn/features.h"
#include "filters/learn/model.h"

#define FILTER_FEATURES (1u << FILTER_FEATURE_BITS)
#define FILTER_KNOWN_NONE UINT32_MAX
#define FILTER_START_SHIFT 4 /* so many hashes as 2 to this in a run */
#define FILTER_STARTS (FILTER_FEATURES >> FILTER_START_SHIFT)

/* A feature that was seen in training. */
typedef struct {
	uint32_t hash;
	float idf;
} FilterKnown;

struct _FilterModel {
	unsigned n_scores; /* 1 with two classes */
	unsigned n_known;
	FilterKnown *known; /* by hash */
	uint32_t *starts;   /* where in @known each run of hashes begins */
	float *weights;     /* n_known + 1 (the bias) rows of n_scores */

	/* Of one that was unpacked from several scores, whose weights are the
	 * bias alone; else NULL. Bytes, since a mail looks into a thousand rows
	 * anywhere, and memory is slow. */
	int8_t *bytes; /* n_known rows of n_scores */
	float *scale;  /* of each score: what a byte is worth */
	float *sums;   /* of each row, scaled */
};

/* Makes @starts, once @known is there. */
void filter_model_index(FilterModel *self);

/* Returns: where @hash stands in @known, or FILTER_KNOWN_NONE. */
uint32_t filter_model_place(const FilterModel *self, uint32_t hash);
