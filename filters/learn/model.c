#include "filters/learn/model.h"

#include "filters/learn/model-parts.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COST 10.0
#define LINE_BYTES 64   /* of the processor's cache, */
#define ROW_BYTES_OF 32 /* and what rows are rounded up to */
#define AHEAD 16        /* features that are fetched before they are needed */

void
filter_model_free(FilterModel *self)
{
	if (!self)
		return;
	g_free(self->known);
	g_free(self->runs);
	g_free(self->weights);
	g_aligned_free(self->rows);
	g_free(self->scale);
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
	self->runs = g_new0(FilterRun, FILTER_FEATURES / FILTER_RUN);
	for (uint32_t i = 0; i < self->n_known; i++) {
		uint32_t hash = self->known[i].hash;

		self->runs[hash / FILTER_RUN].known |= 1u << hash % FILTER_RUN;
	}
	for (uint32_t run = 0, n = 0; run < FILTER_FEATURES / FILTER_RUN;
	     run++) {
		self->runs[run].before = n;
		n += (uint32_t)__builtin_popcount(self->runs[run].known);
	}
}

uint32_t
filter_model_place(const FilterModel *self, uint32_t hash)
{
	const FilterRun *run = &self->runs[hash / FILTER_RUN];
	uint32_t bit = 1u << hash % FILTER_RUN;

	if (!(run->known & bit))
		return FILTER_KNOWN_NONE;
	return run->before +
	       (uint32_t)__builtin_popcount(run->known & (bit - 1));
}

void
filter_model_make_rows(FilterModel *self)
{
	size_t bytes = sizeof(FilterRow) + self->n_scores;

	self->row_bytes =
	    (bytes + ROW_BYTES_OF - 1) / ROW_BYTES_OF * ROW_BYTES_OF;
	self->rows = g_aligned_alloc0(
	    (size_t)self->n_known + 1, self->row_bytes, LINE_BYTES);
}

FilterRow *
filter_model_row(const FilterModel *self, uint32_t place)
{
	return (void *)(self->rows + (size_t)place * self->row_bytes);
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

/* A known feature of a text, and what the model makes of it. */
typedef struct {
	uint32_t place;
	double value;
} Part;

static double
idf_of(const FilterModel *self, uint32_t place)
{
	return (double)(self->rows ? filter_model_row(self, place)->idf
	                           : self->known[place].idf);
}

/* Words and pieces of words each have a length of 1, whatever there is more
 * of. */
static void
make_even(Part *parts, unsigned n)
{
	double sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += parts[i].value * parts[i].value;
	double length = sum > 0 ? sqrt(sum) : 1;
	for (unsigned i = 0; i < n; i++)
		parts[i].value /= length;
}

/* Returns: (transfer full): @ret_n of them, by place. */
static Part *
parts_of(const FilterModel *self, const GArray *features, unsigned *ret_n)
{
	Part *parts = g_new(Part, features->len + 1);
	unsigned n = 0, n_words = 0;

	for (unsigned i = 0; i < features->len; i++) {
		const FilterFeature *feature =
		    &g_array_index(features, FilterFeature, i);
		uint32_t place = filter_model_place(self, feature->hash);

		if (place == FILTER_KNOWN_NONE)
			continue;
		parts[n++] = (Part){ place,
			(double)feature->weight * idf_of(self, place) };
		if (!(feature->hash & FILTER_FEATURE_PIECE))
			n_words = n;
	}
	make_even(parts, n_words);
	make_even(parts + n_words, n - n_words);
	*ret_n = n;
	return parts;
}

/* Returns: (transfer full): the vector as liblinear wants it. */
static struct feature_node *
vector_of(const FilterModel *self, const GArray *features)
{
	unsigned n;
	g_autofree Part *parts = parts_of(self, features, &n);
	struct feature_node *nodes = g_new(struct feature_node, n + 2);

	for (unsigned i = 0; i < n; i++)
		nodes[i] = (struct feature_node){ (int)parts[i].place + 1,
			parts[i].value };
	nodes[n] = (struct feature_node){ (int)self->n_known + 1, 1 };
	nodes[n + 1] = (struct feature_node){ -1, 0 };
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
add_floats(double *restrict scores, const float *restrict row, unsigned n,
    double value)
{
	unsigned k = 0;

	for (; k + 8 <= n; k += 8)
		for (unsigned i = 0; i < 8; i++)
			scores[k + i] += value * (double)row[k + i];
	for (; k < n; k++)
		scores[k] += value * (double)row[k];
}

static void
add_bytes(double *restrict scores, const int8_t *restrict row, unsigned n,
    double value)
{
	unsigned k = 0;

	for (; k + 8 <= n; k += 8)
		for (unsigned i = 0; i < 8; i++)
			scores[k + i] += value * row[k + i];
	for (; k < n; k++)
		scores[k] += value * row[k];
}

static const float *
bias_of(const FilterModel *self)
{
	return self->rows
	           ? self->weights
	           : self->weights + (size_t)self->n_known * self->n_scores;
}

void
filter_model_score(
    const FilterModel *self, const GArray *features, double *ret_scores)
{
	const float *bias = bias_of(self);
	unsigned n;
	g_autofree Part *parts = parts_of(self, features, &n);

	memset(ret_scores, 0, self->n_scores * sizeof *ret_scores);
	for (unsigned i = 0; i < n; i++) {
		size_t at = (size_t)parts[i].place * self->n_scores;

		if (self->rows)
			add_bytes(ret_scores,
			    filter_model_row(self, parts[i].place)->weights,
			    self->n_scores, parts[i].value);
		else
			add_floats(ret_scores, self->weights + at,
			    self->n_scores, parts[i].value);
	}
	for (unsigned k = 0; k < self->n_scores; k++)
		ret_scores[k] =
		    ret_scores[k] * (self->scale ? (double)self->scale[k] : 1) +
		    (double)bias[k];
}

void
filter_model_keep_known(const FilterModel *self, GArray *found)
{
	FilterFeatureAt *all = (void *)found->data;
	unsigned n = 0;

	for (unsigned i = 0; i < found->len; i++) {
		uint32_t place = filter_model_place(self, all[i].hash);

		if (i + AHEAD < found->len)
			__builtin_prefetch(
			    &self->runs[all[i + AHEAD].hash / FILTER_RUN]);
		if (place == FILTER_KNOWN_NONE)
			continue;
		if (self->rows)
			__builtin_prefetch(filter_model_row(self, place));
		all[n++] = all[i];
	}
	g_array_set_size(found, n);
}

double
filter_model_lean(const FilterModel *self, uint32_t hash, unsigned k)
{
	uint32_t place = filter_model_place(self, hash);

	g_assert(self->rows);
	if (place == FILTER_KNOWN_NONE)
		return 0;
	const FilterRow *row = filter_model_row(self, place);
	double weight = (double)self->scale[k] * row->weights[k];
	double others = (double)row->sum - weight;
	return (double)row->idf * (weight - others / (self->n_scores - 1));
}
