#include "filters/learn/calibrate.h"

#include <math.h>

#define ITERATIONS 100
#define SMALLEST_STEP 1e-10
#define RIDGE 1e-12

/* Laplace's rule: after @n of the class and none else, the next is one. */
double
filter_surest(double n)
{
	return (n + 1) / (n + 2);
}

static double
sigmoid(const FilterCalibration *self, double score)
{
	return 1 / (1 + exp(self->slope * score + self->offset));
}

double
filter_probability(const FilterCalibration *self, double score)
{
	return MIN(sigmoid(self, score), self->most);
}

/* What is fitted: the targets, which stay off 0 and 1. */
typedef struct {
	const double *scores;
	const bool *positive;
	unsigned n;
	double high, low;
} Fit;

static double
target_of(const Fit *fit, unsigned i)
{
	return fit->positive[i] ? fit->high : fit->low;
}

/* The negative log-likelihood, without overflow. */
static double
loss_of(const Fit *fit, FilterCalibration at)
{
	double sum = 0;

	for (unsigned i = 0; i < fit->n; i++) {
		double f = at.slope * fit->scores[i] + at.offset;
		double target = target_of(fit, i);

		sum += f >= 0 ? target * f + log1p(exp(-f))
		              : (target - 1) * f + log1p(exp(f));
	}
	return sum;
}

/* Gradient and Hessian of the loss. */
typedef struct {
	double g_slope, g_offset;
	double h_slope, h_both, h_offset;
} Derivatives;

static Derivatives
derive(const Fit *fit, const FilterCalibration *at)
{
	Derivatives d = { 0, 0, RIDGE, 0, RIDGE };

	for (unsigned i = 0; i < fit->n; i++) {
		double score = fit->scores[i];
		double p = sigmoid(at, score);
		double off = target_of(fit, i) - p;
		double curve = p * (1 - p);

		d.g_slope += score * off;
		d.g_offset += off;
		d.h_slope += score * score * curve;
		d.h_both += score * curve;
		d.h_offset += curve;
	}
	return d;
}

/* Goes along Newton's direction as far as it pays. Returns: whether it did. */
static bool
step(const Fit *fit, FilterCalibration *at, double *loss)
{
	Derivatives d = derive(fit, at);
	double det = d.h_slope * d.h_offset - d.h_both * d.h_both;
	double slope = -(d.h_offset * d.g_slope - d.h_both * d.g_offset) / det;
	double offset = -(d.h_slope * d.g_offset - d.h_both * d.g_slope) / det;
	double along = d.g_slope * slope + d.g_offset * offset;

	if (fabs(d.g_slope) < 1e-5 && fabs(d.g_offset) < 1e-5)
		return false;
	for (double size = 1; size >= SMALLEST_STEP; size /= 2) {
		FilterCalibration next = { at->slope + size * slope,
			at->offset + size * offset, at->most };
		double next_loss = loss_of(fit, next);

		if (next_loss < *loss + 1e-4 * size * along) {
			*at = next;
			*loss = next_loss;
			return true;
		}
	}
	return false;
}

FilterCalibration
filter_calibrate(const double *scores, const bool *positive, unsigned n)
{
	unsigned n_positive = 0;

	for (unsigned i = 0; i < n; i++)
		n_positive += positive[i];
	double p = n_positive, q = n - n_positive;
	Fit fit = { scores, positive, n, filter_surest(p), 1 / (q + 2) };
	FilterCalibration at = { 0, log((q + 1) / (p + 1)), filter_surest(p) };
	double loss = loss_of(&fit, at);
	for (int i = 0; i < ITERATIONS && step(&fit, &at, &loss); i++)
		;
	return at;
}
