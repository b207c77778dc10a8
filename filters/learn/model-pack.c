#include "filters/learn/model-parts.h"

#include <math.h>
#include <string.h>

#define MAGIC 0x314d5254u       /* "TRM1" */
#define MAGIC_SMALL 0x324d5254u /* "TRM2" */
#define SCORES_MAX 1000
#define LARGEST 127 /* of a weight in a byte */

/* On disk: magic, how many known, the bias, then hash, idf and weight of each,
 * all of four bytes in the order of this machine. */
GBytes *
filter_model_pack(const FilterModel *self)
{
	GByteArray *out = g_byte_array_new();
	uint32_t head[2] = { MAGIC, self->n_known };

	g_assert(self->n_scores == 1);
	g_byte_array_append(out, (void *)head, sizeof(head));
	g_byte_array_append(
	    out, (void *)&self->weights[self->n_known], sizeof(float));
	for (unsigned i = 0; i < self->n_known; i++) {
		g_byte_array_append(
		    out, (void *)&self->known[i], sizeof(FilterKnown));
		g_byte_array_append(
		    out, (void *)&self->weights[i], sizeof(float));
	}
	return g_byte_array_free_to_bytes(out);
}

static FilterModel *
model_new(unsigned n_scores, unsigned n_known, unsigned n_rows)
{
	FilterModel *self = g_new0(FilterModel, 1);

	self->n_scores = n_scores;
	self->n_known = n_known;
	self->known = g_new(FilterKnown, n_known + 1);
	self->weights = g_new0(float, (size_t)n_rows *n_scores);
	return self;
}

/* Takes the @i-th feature from @at; they stand by hash, each once. Returns:
 * false: it can be none. */
static bool
take_known(FilterModel *self, unsigned i, const unsigned char *at)
{
	memcpy(&self->known[i], at, sizeof(FilterKnown));
	if (self->known[i].hash >= FILTER_FEATURES ||
	    !isfinite(self->known[i].idf))
		return false;
	return i == 0 || self->known[i].hash > self->known[i - 1].hash;
}

static bool
unpack_rows(FilterModel *self, const unsigned char *at)
{
	for (unsigned i = 0; i < self->n_known; i++) {
		if (!take_known(self, i, at))
			return false;
		at += sizeof(FilterKnown);
		memcpy(&self->weights[i], at, sizeof(float));
		at += sizeof(float);
		if (!isfinite(self->weights[i]))
			return false;
	}
	filter_model_index(self);
	return true;
}

FilterModel *
filter_model_unpack(GBytes *bytes)
{
	size_t length;
	const unsigned char *at = g_bytes_get_data(bytes, &length);
	uint32_t head[2];
	g_autoptr(FilterModel) self = NULL;
	size_t row = sizeof(FilterKnown) + sizeof(float);

	if (length < sizeof(head) + sizeof(float))
		return NULL;
	memcpy(head, at, sizeof(head));
	at += sizeof(head);
	if (head[0] != MAGIC || head[1] > FILTER_FEATURES ||
	    length != sizeof(head) + sizeof(float) + head[1] * row)
		return NULL;
	self = model_new(1, head[1], head[1] + 1);
	memcpy(&self->weights[self->n_known], at, sizeof(float));
	return isfinite(self->weights[self->n_known]) &&
	               unpack_rows(self, at + sizeof(float))
	           ? g_steal_pointer(&self)
	           : NULL;
}

/* What a feature can do to any score. */
static float
reach_of(const FilterModel *self, unsigned i)
{
	const float *row = self->weights + (size_t)i * self->n_scores;
	float most = 0;

	for (unsigned k = 0; k < self->n_scores; k++)
		most = MAX(most, fabsf(row[k]));
	return most * self->known[i].idf;
}

static int
by_reach(const void *left, const void *right, void *data)
{
	float a = reach_of(data, *(const unsigned *)left);
	float b = reach_of(data, *(const unsigned *)right);

	return (a < b) - (a > b);
}

static int
by_place(const void *left, const void *right)
{
	unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;

	return (a > b) - (a < b);
}

/* Returns: (transfer full): the places of the @n features that do most, in the
 * order of their hashes. */
static unsigned *
choose(const FilterModel *self, unsigned n)
{
	unsigned *places = g_new(unsigned, self->n_known + 1);

	for (unsigned i = 0; i < self->n_known; i++)
		places[i] = i;
	g_qsort_with_data(places, (int)self->n_known, sizeof(unsigned),
	    by_reach, (void *)(uintptr_t)self);
	qsort(places, n, sizeof(unsigned), by_place);
	return places;
}

/* Returns: (transfer full): by score, what the largest weight is. */
static float *
largest_weights(const FilterModel *self, const unsigned *places, unsigned n)
{
	float *largest = g_new0(float, self->n_scores);

	for (unsigned i = 0; i < n; i++) {
		const float *row =
		    self->weights + (size_t)places[i] * self->n_scores;

		for (unsigned k = 0; k < self->n_scores; k++)
			largest[k] = MAX(largest[k], fabsf(row[k]));
	}
	return largest;
}

/* The same with several scores: magic, how many scores, how many known; each
 * score's bias and largest weight; of each feature hash, idf, and a byte for
 * each score, in 127ths of the largest weight. */
GBytes *
filter_model_pack_small(const FilterModel *self, unsigned most)
{
	GByteArray *out = g_byte_array_new();
	unsigned n = MIN(most, self->n_known);
	g_autofree unsigned *places = choose(self, n);
	g_autofree float *largest = largest_weights(self, places, n);
	uint32_t head[3] = { MAGIC_SMALL, self->n_scores, n };
	unsigned of_scores = self->n_scores * (unsigned)sizeof(float);

	g_byte_array_append(out, (void *)head, sizeof(head));
	g_byte_array_append(out,
	    (void *)(self->weights + (size_t)self->n_known * self->n_scores),
	    of_scores);
	g_byte_array_append(out, (void *)largest, of_scores);
	for (unsigned i = 0; i < n; i++) {
		const float *row =
		    self->weights + (size_t)places[i] * self->n_scores;

		g_byte_array_append(
		    out, (void *)&self->known[places[i]], sizeof(FilterKnown));
		for (unsigned k = 0; k < self->n_scores; k++) {
			float part = largest[k] > 0 ? row[k] / largest[k] : 0;
			int8_t byte = (int8_t)lrintf(part * LARGEST);

			g_byte_array_append(out, (void *)&byte, 1);
		}
	}
	return g_byte_array_free_to_bytes(out);
}

static bool
unpack_small_rows(FilterModel *self, const unsigned char *at)
{
	for (unsigned i = 0; i < self->n_known; i++) {
		FilterRow *row = filter_model_row(self, i);

		if (!take_known(self, i, at))
			return false;
		row->idf = self->known[i].idf;
		memcpy(row->weights, at + sizeof(FilterKnown), self->n_scores);
		at += sizeof(FilterKnown) + self->n_scores;
		for (unsigned k = 0; k < self->n_scores; k++)
			row->sum += self->scale[k] * row->weights[k];
	}
	filter_model_index(self);
	g_clear_pointer(&self->known, g_free);
	return true;
}

FilterModel *
filter_model_unpack_small(GBytes *bytes)
{
	size_t length;
	const unsigned char *at = g_bytes_get_data(bytes, &length);
	uint32_t head[3];
	g_autoptr(FilterModel) self = NULL;

	if (length < sizeof(head))
		return NULL;
	memcpy(head, at, sizeof(head));
	if (head[0] != MAGIC_SMALL || head[1] < 2 || head[1] > SCORES_MAX ||
	    head[2] > FILTER_FEATURES ||
	    length != sizeof(head) + 2 * head[1] * sizeof(float) +
	                  (size_t)head[2] * (sizeof(FilterKnown) + head[1]))
		return NULL;
	self = model_new(head[1], head[2], 1);
	size_t of_scores = head[1] * sizeof(float);
	filter_model_make_rows(self);
	self->scale = g_new(float, head[1]);
	at += sizeof(head);
	memcpy(self->weights, at, of_scores);
	memcpy(self->scale, at + of_scores, of_scores);
	for (unsigned k = 0; k < head[1]; k++) {
		if (!isfinite(self->scale[k]) || !isfinite(self->weights[k]))
			return NULL;
		self->scale[k] /= LARGEST;
	}
	return unpack_small_rows(self, at + 2 * of_scores)
	           ? g_steal_pointer(&self)
	           : NULL;
}
