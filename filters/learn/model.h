/* A linear model over filter_features(): logistic regression (liblinear, Fan et
 * al. 2008), one class against the others. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _FilterModel FilterModel;

/* Examples to learn from. Borrowed. */
typedef struct {
	GPtrArray *texts;   /* GArray * of FilterFeature */
	const int *classes; /* of each, 0.. */
	unsigned n_classes; /* 2 or more, each with an example */
	bool even; /* with three or more: a rare class weighs as much as a
	            * common one */
} FilterExamples;

/* Trains on @examples but those whose place is @fold modulo @folds (@folds 0:
 * on all). Always the same for the same. Returns: (transfer full). */
FilterModel *filter_model_train(
    const FilterExamples *examples, unsigned fold, unsigned folds);
void filter_model_free(FilterModel *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterModel, filter_model_free)

/* How many scores it gives: one with two classes, else one a class. */
unsigned filter_model_scores(const FilterModel *self);

/* The score of each class, or with two classes of class 1 alone: log-odds as
 * the model has them, not yet calibrated. */
void filter_model_score(
    const FilterModel *self, const GArray *features, double *ret_scores);

/* Takes the features that it never saw, which do nothing, out of @found,
 * FilterFeatureAt. */
void filter_model_keep_known(const FilterModel *self, GArray *found);

/* How much more a feature, where it stands once, speaks for class @k than for
 * the others on average; of a model that filter_model_unpack_small() made. */
double filter_model_lean(const FilterModel *self, uint32_t hash, unsigned k);

/* Only with two classes. Returns: (transfer full). */
GBytes *filter_model_pack(const FilterModel *self);

/* Returns: (transfer full): NULL for bytes that are no model. */
FilterModel *filter_model_unpack(GBytes *bytes);

/* The same with any number of classes, made small: only the @most features that
 * do most, their weights to one part in 127 of the largest. Returns: (transfer
 * full). */
GBytes *filter_model_pack_small(const FilterModel *self, unsigned most);

/* Returns: (transfer full): NULL for bytes that are no such model. */
FilterModel *filter_model_unpack_small(GBytes *bytes);
