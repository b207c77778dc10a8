#include "filters/learn/kinds.h"

#include "core/sentence.h"
#include "filters/learn/features.h"

#include <math.h>
#include <string.h>
#include <zstd.h>

#define MAGIC "TRK1"
#define HEAD_BYTES (4 + 4 + 4) /* magic, sharpness, bytes of the names */
#define UNPACKED_MAX (64u << 20)
#define SENTENCE_MIN 8
#define SENTENCE_MAX 300

struct _FilterKinds {
	char **names;
	unsigned n;
	double sharpness;
	FilterModel *model;
};

void
filter_kinds_free(FilterKinds *self)
{
	if (!self)
		return;
	g_strfreev(self->names);
	filter_model_free(self->model);
	g_free(self);
}

static GBytes *
compress(const GByteArray *plain)
{
	size_t most = ZSTD_compressBound(plain->len);
	g_autofree void *out = g_malloc(most);
	size_t length = ZSTD_compress(out, most, plain->data, plain->len, 19);

	g_assert(!ZSTD_isError(length));
	return g_bytes_new(out, length);
}

GBytes *
filter_kinds_pack(const FilterModel *model, const char *const *names,
    double sharpness, unsigned most)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GBytes) packed = filter_model_pack_small(model, most);
	g_autofree char *joined = g_strjoinv("\n", (char **)(uintptr_t)names);
	float sharp = (float)sharpness;
	uint32_t length = (uint32_t)strlen(joined);

	g_byte_array_append(out, (const void *)MAGIC, 4);
	g_byte_array_append(out, (void *)&sharp, sizeof(sharp));
	g_byte_array_append(out, (void *)&length, sizeof(length));
	g_byte_array_append(out, (void *)joined, length);
	g_byte_array_append(out, g_bytes_get_data(packed, NULL),
	    (unsigned)g_bytes_get_size(packed));
	return compress(out);
}

static GBytes *
decompress(GBytes *bytes)
{
	size_t length;
	const void *data = g_bytes_get_data(bytes, &length);
	unsigned long long size = ZSTD_getFrameContentSize(data, length);

	if (size < HEAD_BYTES || size > UNPACKED_MAX) /* errors are above */
		return NULL;
	g_autofree void *out = g_malloc((size_t)size);
	size_t got = ZSTD_decompress(out, (size_t)size, data, length);

	return got == size ? g_bytes_new_take(g_steal_pointer(&out), got)
	                   : NULL;
}

FilterKinds *
filter_kinds_unpack(GBytes *bytes)
{
	g_autoptr(GBytes) plain = decompress(bytes);
	g_autoptr(FilterKinds) self = g_new0(FilterKinds, 1);
	g_autoptr(GBytes) rest = NULL;
	size_t length;
	float sharp;
	uint32_t of_names;

	if (!plain)
		return NULL;
	const char *at = g_bytes_get_data(plain, &length);
	memcpy(&sharp, at + 4, sizeof(sharp));
	memcpy(&of_names, at + 8, sizeof(of_names));
	if (memcmp(at, MAGIC, 4) != 0 || !isfinite(sharp) ||
	    of_names > length - HEAD_BYTES)
		return NULL;
	g_autofree char *joined = g_strndup(at + HEAD_BYTES, of_names);
	self->names = g_strsplit(joined, "\n", -1);
	self->n = g_strv_length(self->names);
	self->sharpness = (double)sharp;
	rest = g_bytes_new_from_bytes(
	    plain, HEAD_BYTES + of_names, length - HEAD_BYTES - of_names);
	self->model = filter_model_unpack_small(rest);
	return self->model && filter_model_scores(self->model) == self->n
	           ? g_steal_pointer(&self)
	           : NULL;
}

bool
filter_kinds_knows(const FilterKinds *self, const char *tag)
{
	size_t length = strcspn(tag, "/");

	for (unsigned k = 0; k < self->n; k++)
		if (strlen(self->names[k]) == length &&
		    strncmp(self->names[k], tag, length) == 0)
			return true;
	return false;
}

struct _FilterHeard {
	char *text;
	size_t own_words; /* where they begin in it */
	GArray *found;    /* FilterFeatureAt: what the model knows of it */
};

FilterHeard *
filter_heard_new(
    const FilterKinds *kinds, const char *subject, const char *own_words)
{
	FilterHeard *self = g_new(FilterHeard, 1);

	self->text = g_strconcat(
	    subject ? subject : "", "\n", own_words ? own_words : "", NULL);
	self->own_words = subject ? strlen(subject) + 1 : 1;
	self->found = filter_features_at(self->text);
	filter_model_keep_known(kinds->model, self->found);
	return self;
}

void
filter_heard_free(FilterHeard *self)
{
	if (!self)
		return;
	g_free(self->text);
	g_array_unref(self->found);
	g_free(self);
}

static int
by_probability(const void *left, const void *right)
{
	const FilterKind *a = left, *b = right;

	return (a->probability < b->probability) -
	       (a->probability > b->probability);
}

GArray *
filter_kinds_guess(
    const FilterKinds *self, const FilterHeard *heard, char *const *rules)
{
	g_autoptr(GArray) features = filter_features_of(heard->found, rules);
	g_autofree double *scores = g_new(double, self->n);
	GArray *kinds = g_array_new(FALSE, FALSE, sizeof(FilterKind));
	double most = -INFINITY, all = 0;

	filter_model_score(self->model, features, scores);
	for (unsigned k = 0; k < self->n; k++)
		most = fmax(most, scores[k]);
	for (unsigned k = 0; k < self->n; k++) {
		scores[k] = exp(self->sharpness * (scores[k] - most));
		all += scores[k];
	}
	for (unsigned k = 0; k < self->n; k++) {
		FilterKind kind = { self->names[k], scores[k] / all };

		g_array_append_val(kinds, kind);
	}
	g_array_sort(kinds, by_probability);
	return kinds;
}

/* How much more than for other kinds the words of a sentence speak for @k; what
 * stands in it is taken from @found at *@next on. */
static double
lean(const FilterKinds *self, const GArray *found, unsigned *next, size_t end,
    unsigned k)
{
	double sum = 0;

	for (; *next < found->len; ++*next) {
		FilterFeatureAt one =
		    g_array_index(found, FilterFeatureAt, *next);

		if (one.at >= end)
			break;
		sum += filter_model_lean(self->model, one.hash, k);
	}
	return sum;
}

char *
filter_kinds_evidence(
    const FilterKinds *self, const FilterHeard *heard, const char *kind)
{
	const char *text = heard->text + heard->own_words;
	CoreSentence sentence = { text, 0 }, best = { NULL, 0 };
	double most = 0;
	unsigned next = 0, k = 0;

	while (k < self->n && strcmp(self->names[k], kind) != 0)
		k++;
	if (k == self->n)
		return NULL;
	lean(self, heard->found, &next, heard->own_words, k);
	while (core_sentence_next(text, &sentence)) {
		const char *end = sentence.start + sentence.length;
		double leans = lean(
		    self, heard->found, &next, (size_t)(end - heard->text), k);

		if (leans > most && sentence.length >= SENTENCE_MIN &&
		    sentence.length <= SENTENCE_MAX) {
			most = leans;
			best = sentence;
		}
	}
	return best.start ? g_strdelimit(
	                        g_strndup(best.start, best.length), "\n\t", ' ')
	                  : NULL;
}
