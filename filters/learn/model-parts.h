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
	float *sums; /* of each row but the bias; NULL unless unpacked from
	              * several scores */
};
