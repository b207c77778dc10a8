/* What a model is made of: for the two files that train it and keep it. */
#pragma once

#include "filters/learn/features.h"
#include "filters/learn/model.h"

#define FILTER_FEATURES (1u << FILTER_FEATURE_BITS)
#define FILTER_KNOWN_NONE UINT32_MAX
#define FILTER_RUN 32 /* hashes that are looked up together */

/* A feature that was seen in training. */
typedef struct {
	uint32_t hash;
	float idf;
} FilterKnown;

/* Those of FILTER_RUN hashes that are known. */
typedef struct {
	uint32_t known;  /* a bit each */
	uint32_t before; /* how many of smaller hashes are */
} FilterRun;

/* What is known of a feature by a model of several scores that was unpacked:
 * one line of the processor's cache, as a mail looks into a thousand anywhere,
 * and memory is slow. */
typedef struct {
	float idf;
	float sum;        /* of @weights, scaled */
	int8_t weights[]; /* by score */
} FilterRow;

struct _FilterModel {
	unsigned n_scores; /* 1 with two classes */
	unsigned n_known;
	FilterRun *runs;    /* by hash / FILTER_RUN */
	FilterKnown *known; /* by hash; NULL: it has @rows */
	float *weights;     /* n_known + 1 (the bias) rows of n_scores */

	/* Of one that was unpacked from several scores, whose weights are the
	 * bias alone; else NULL. */
	unsigned char *rows; /* n_known FilterRow, each of @row_bytes */
	size_t row_bytes;
	float *scale; /* of each score: what a weight of 1 is worth */
};

/* Makes @runs, once @known is there. */
void filter_model_index(FilterModel *self);

/* Returns: which of the known features @hash is, in the order of hashes, or
 * FILTER_KNOWN_NONE. */
uint32_t filter_model_place(const FilterModel *self, uint32_t hash);

/* Makes room for @rows. */
void filter_model_make_rows(FilterModel *self);
FilterRow *filter_model_row(const FilterModel *self, uint32_t place);
