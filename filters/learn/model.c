#include "filters/learn/model.h"

#include "filters/learn/model-parts.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COST 10.0

void
filter_model_free(FilterModel *self)
{
	if (!self)
		return;
	g_free(self->known);
	g_free(self->starts);
	g_free(self->weights);
	g_free(self->bytes);
	g_free(self->scale);
	g_free(self->sums);
	g_free(self);
}

static void
quiet(const char *text)
{
	(void)text;
}

void
filter_model_index(FilterModel *self)
{
	unsigned next = 0;

	self->starts = g_new(uint32_t, FILTER_STARTS + 1);
	for (unsigned i = 0; i <= FILTER_STARTS; i++) {
		while (next < self->n_known &&
		       self->known[next].hash >> FILTER_START_SHIFT < i)
			next++;
		self->starts[i] = next;
	}
}

uint32_t
filter_model_place(const FilterModel *self, uint32_t hash)
{
	uint32_t start = hash >> FILTER_START_SHIFT;

	for (uint32_t i = self->starts[start]; i < self->starts[start + 1]; i++)
		if (self->known[i].hash == hash)
			return i;
	return FILTER_KNOWN_NONE;
}

static bool
is_left_out(unsigned place, unsigned fold, unsigned folds)
{
	return folds > 0 && place % folds == fold;
}

/* Numbers the features of the examples and weighs rare ones more. */
static void
learn_features(FilterModel *self, const FilterExamples *examples, unsigned fold,
    unsigned folds)
{
	g_autofree uint32_t *in = g_new0(uint32_t, FILTER_FEATURES);
	unsigned n_texts = 0;

	for (unsigned i = 0; i < examples->texts->len; i++) {
		const GArray *features = examples->texts->pdata[i];

		if (is_left_out(i, fold, folds))
			continue;
		n_texts++;
		for (unsigned j = 0; j < features->len; j++)
			in[g_array_index(features, FilterFeature, j).hash]++;
	}
	for (uint32_t hash = 0; hash < FILTER_FEATURES; hash++)
		self->n_known += in[hash] > 0;
	self->known = g_new(FilterKnown, self->n_known);
	uint32_t next = 0;
	for (uint32_t hash = 0; hash < FILTER_FEATURES; hash++) {
		if (in[hash] > 0)
			self->known[next++] = (FilterKnown){ hash,
				1 + logf((1 + (float)n_texts) /
				         (1 + (float)in[hash])) };
	}
	filter_model_index(self);
}

/* What the model makes of a feature; 0 for one that it never saw. */
static double
value_of(const FilterModel *self, const FilterFeature *feature)
{
	uint32_t place = filter_model_place(self, feature->hash);

	return place == FILTER_KNOWN_NONE
	           ? 0
	           : (double)feature->weight * (double)self->known[place].idf;
}

/* Words and pieces of words each have a length of 1, whatever there is more
 * of. */
typedef struct {
	double words, pieces;
} Norms;

static Norms
norms_of(const FilterModel *self, const GArray *features)
{
	double words = 0, pieces = 0;

	for (unsigned i = 0; i < features->len; i++) {
		const FilterFeature *feature =
		    &g_array_index(features, FilterFeature, i);
		double value = value_of(self, feature);

		if (feature->hash & FILTER_FEATURE_PIECE)
			pieces += value * value;
		else
			words += value * value;
	}
	return (Norms){ words > 0 ? sqrt(words) : 1,
		pieces > 0 ? sqrt(pieces) : 1 };
}

static double
scaled(const FilterModel *self, const FilterFeature *feature, Norms norms)
{
	return value_of(self, feature) / (feature->hash & FILTER_FEATURE_PIECE
	                                         ? norms.pieces
	                                         : norms.words);
}

/* Returns: (transfer full): the vector as liblinear wants it. */
static struct feature_node *
vector_of(const FilterModel *self, const GArray *features)
{
	struct feature_node *nodes =
	    g_new(struct feature_node, features->len + 2);
	Norms norms = norms_of(self, features);
	unsigned n = 0;

	for (unsigned i = 0; i < features->len; i++) {
		const FilterFeature *feature =
		    &g_array_index(features, FilterFeature, i);
		uint32_t place = filter_model_place(self, feature->hash);

		if (place == FILTER_KNOWN_NONE)
			continue;
		nodes[n++] = (struct feature_node){ (int)place + 1,
			scaled(self, feature, norms) };
	}
	nodes[n++] = (struct feature_node){ (int)self->n_known + 1, 1 };
	nodes[n] = (struct feature_node){ -1, 0 };
	return nodes;
}

/* liblinear's columns are in the order in which it met the classes. */
static void
take_weights(FilterModel *self, const struct model *trained, unsigned n_classes)
{
	unsigned rows = self->n_known + 1;
	bool two = n_classes == 2;

	self->n_scores = two ? 1 : n_classes;
	self->weights = g_new0(float, (size_t)rows * self->n_scores);
	for (unsigned row = 0; row < rows; row++) {
		if (two) {
			double sign = trained->label[0] == 1 ? 1 : -1;

			self->weights[row] = (float)(sign * trained->w[row]);
			continue;
		}
		for (unsigned k = 0; k < n_classes; k++)
			self->weights[(size_t)row * n_classes +
			              (unsigned)trained->label[k]] =
			    (float)trained->w[(size_t)row * n_classes + k];
	}
}

/* What an example of each class costs: as much as all of the others together.
 * Returns: (transfer full). */
static double *
even_weights(const double *classes, unsigned n, unsigned n_classes)
{
	double *weights = g_new0(double, n_classes);

	for (unsigned i = 0; i < n; i++)
		weights[(unsigned)classes[i]]++;
	for (unsigned k = 0; k < n_classes; k++)
		weights[k] = weights[k] > 0 ? n / (2 * weights[k]) : 1;
	return weights;
}

/* liblinear keeps its printer for all, and shuffles by rand(): one thread at a
 * time trains, so that the same examples make the same model. */
static struct model *
train_alone(const struct problem *problem, const struct parameter *parameter)
{
	static GMutex turn;
	g_autoptr(GMutexLocker) locker G_GNUC_UNUSED =
	    g_mutex_locker_new(&turn);

	set_print_string_function(quiet);
	srand(1);
	return train(problem, parameter);
}

static void
train_weights(FilterModel *self, const FilterExamples *examples, unsigned fold,
    unsigned folds)
{
	g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func(g_free);
	g_autofree double *classes = g_new(double, examples->texts->len);
	struct parameter parameter = {
		.solver_type = L2R_LR_DUAL, .C = COST, .eps = 0.1
	};
	struct problem problem = {
		.n = (int)self->n_known + 1, .y = classes, .bias = -1
	};
	struct model *trained;

	for (unsigned i = 0; i < examples->texts->len; i++) {
		if (is_left_out(i, fold, folds))
			continue;
		classes[vectors->len] = examples->classes[i];
		g_ptr_array_add(
		    vectors, vector_of(self, examples->texts->pdata[i]));
	}
	problem.l = (int)vectors->len;
	g_autofree double *weights =
	    even_weights(classes, vectors->len, examples->n_classes);
	g_autofree int *labels = g_new(int, examples->n_classes);
	for (unsigned k = 0; k < examples->n_classes; k++)
		labels[k] = (int)k;
	if (examples->even) {
		parameter.nr_weight = (int)examples->n_classes;
		parameter.weight = weights;
		parameter.weight_label = labels;
	}
	problem.x = (struct feature_node **)vectors->pdata;
	trained = train_alone(&problem, &parameter);
	take_weights(self, trained, examples->n_classes);
	free_and_destroy_model(&trained);
}

FilterModel *
filter_model_train(
    const FilterExamples *examples, unsigned fold, unsigned folds)
{
	FilterModel *self = g_new0(FilterModel, 1);

	learn_features(self, examples, fold, folds);
	train_weights(self, examples, fold, folds);
	return self;
}

unsigned
filter_model_scores(const FilterModel *self)
{
	return self->n_scores;
}

/* Adds @value of a row to the scores; in steps of eight, which compilers turn
 * into few instructions. */
static void
add_row(double *scores, const float *row, unsigned n, double value)
{
	unsigned k = 0;

	for (; k + 8 <= n; k += 8)
		for (unsigned i = 0; i < 8; i++)
			scores[k + i] += value * (double)row[k + i];
	for (; k < n; k++)
		scores[k] += value * (double)row[k];
}

static void
add_bytes(double *scores, const int8_t *row, unsigned n, double value)
{
	unsigned k = 0;

	for (; k + 8 <= n; k += 8)
		for (unsigned i = 0; i < 8; i++)
			scores[k + i] += value * row[k + i];
	for (; k < n; k++)
		scores[k] += value * row[k];
}

static void
add_feature(
    const FilterModel *self, double *scores, uint32_t place, double value)
{
	size_t at = (size_t)place * self->n_scores;

	if (self->bytes)
		add_bytes(scores, self->bytes + at, self->n_scores, value);
	else
		add_row(scores, self->weights + at, self->n_scores, value);
}

static const float *
bias_of(const FilterModel *self)
{
	return self->bytes
	           ? self->weights
	           : self->weights + (size_t)self->n_known * self->n_scores;
}

void
filter_model_score(
    const FilterModel *self, const GArray *features, double *ret_scores)
{
	Norms norms = norms_of(self, features);
	const float *bias = bias_of(self);

	memset(ret_scores, 0, self->n_scores * sizeof *ret_scores);
	for (unsigned i = 0; i < features->len; i++) {
		const FilterFeature *feature =
		    &g_array_index(features, FilterFeature, i);
		uint32_t place = filter_model_place(self, feature->hash);

		if (place != FILTER_KNOWN_NONE)
			add_feature(self, ret_scores, place,
			    scaled(self, feature, norms));
	}
	for (unsigned k = 0; k < self->n_scores; k++)
		ret_scores[k] =
		    ret_scores[k] * (self->scale ? (double)self->scale[k] : 1) +
		    (double)bias[k];
}

double
filter_model_lean(const FilterModel *self, uint32_t hash, unsigned k)
{
	uint32_t place = filter_model_place(self, hash);

	g_assert(self->sums);
	if (place == FILTER_KNOWN_NONE)
		return 0;
	double weight = (double)self->scale[k] *
	                self->bytes[(size_t)place * self->n_scores + k];
	double others = (double)self->sums[place] - weight;
	return (double)self->known[place].idf *
	       (weight - others / (self->n_scores - 1));
}
