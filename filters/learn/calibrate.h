/* From a model's score to a probability that holds what it says (Platt 1999, as
 * mended by Lin, Lin and Weng 2007). */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	double slope, offset;
	double most; /* no probability is above it */
} FilterCalibration;

/* The most that @n examples of a class can make sure of. */
double filter_surest(double n);

/* Fits @n scores of examples that the model had not seen; @positive says which
 * are of the class. */
FilterCalibration filter_calibrate(
    const double *scores, const bool *positive, unsigned n);

/* Returns: 0..1. */
double filter_probability(const FilterCalibration *self, double score);
