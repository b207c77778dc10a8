/* What a model is made of: for the two files that train it and keep it. */
#pragma once

#include "filters/learn/features.h"
#include "filters/learn/model.h"

#define FILTER_FEATURES (1u << FILTER_FEATURE_BITS)
#define FILTER_KNOWN_NONE UINT32_MAX

/* A feature that was seen in training. */
typedef struct {
	uint32_t hash;
	float idf;
} FilterKnown;

struct _FilterModel {
	unsigned n_scores; /* 1 with two classes */
	unsigned n_known;
	FilterKnown *known; /* by hash */
	uint32_t *places;   /* of each hash in @known, or FILTER_KNOWN_NONE */
	float *weights;     /* n_known + 1 (the bias) rows of n_scores */

	/* Of one that was unpacked from several scores, whose weights are the
	 * bias alone; else NULL. Bytes, since a mail looks into a thousand rows
	 * anywhere, and memory is slow. */
	int8_t *bytes; /* n_known rows of n_scores */
	float *scale;  /* of each score: what a byte is worth */
	float *sums;   /* of each row, scaled */
};
