/*
 * Makes the model of kinds of letters: teach CONFIG OUT LETTERS.tsv
 * LETTERS.tsv... OUT "-": makes none, but tells what it is worth.
 *
 * Each file is of a writer of its own: what is told of the model's worth is of
 * each writer's letters by a model of the others'.
 */
#include "core/error.h"
#include "filters/learn/features.h"
#include "filters/learn/kinds.h"
#include "filters/rules/letters.h"
#include "filters/rules/tags.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FEATURES_KEPT 150000
#define KINDS_MIN 3   /* a model of two has one score for both */
#define SHARPNESS 0.9 /* "-" has 1.1; a stranger still is less like the ten */
#define SURE 0.9
#define NOW 1767225600 /* 2026-01-01; no letter has a date */

typedef struct {
	FilterMatcher *matcher;
	GPtrArray *kinds;    /* char *, by place: the classes */
	GPtrArray *features; /* GArray * of FilterFeature */
	GArray *classes;     /* int */
	GArray *writers;     /* unsigned */
	unsigned writer;     /* of the letters being read */
	double *scores; /* of each letter, each kind; by the others' model */
} Teaching;

static int
class_of(Teaching *self, const char *kind)
{
	unsigned place;

	if (!g_ptr_array_find_with_equal_func(
	        self->kinds, kind, g_str_equal, &place)) {
		place = self->kinds->len;
		g_ptr_array_add(self->kinds, g_strdup(kind));
	}
	return (int)place;
}

static char **
tags_of(Teaching *self, CoreMessage *message)
{
	FilterSubject subject = { .message = message,
		.now = NOW,
		.received_at = NOW,
		.size_bytes = 1000 };
	g_autoptr(GPtrArray) matches =
	    filter_matcher_match(self->matcher, &subject, NULL);

	return filter_tags_of_matches(matches);
}

static void
add_letter(const FilterLetter *letter, void *data)
{
	Teaching *self = data;
	g_autoptr(CoreMessage) message = core_message_new();
	g_auto(GStrv) tags = NULL;
	int class = class_of(self, letter->kind);

	message->subject = g_strdup(letter->subject);
	message->text = g_strdup(letter->body);
	message->own_words = g_strdup(letter->body);
	message->language = g_strdup(letter->language);
	tags = tags_of(self, message);
	g_autofree char *text =
	    g_strconcat(letter->subject, "\n", letter->body, NULL);
	g_ptr_array_add(self->features, filter_features(text, tags));
	g_array_append_val(self->classes, class);
	g_array_append_val(self->writers, self->writer);
}

/* A model of all letters but those of @writer. */
static FilterModel *
train_without(const Teaching *self, unsigned writer)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	g_autoptr(GArray) classes = g_array_new(FALSE, FALSE, sizeof(int));
	FilterExamples examples;

	for (unsigned i = 0; i < self->features->len; i++) {
		if (g_array_index(self->writers, unsigned, i) == writer)
			continue;
		g_ptr_array_add(texts, self->features->pdata[i]);
		g_array_append_val(
		    classes, g_array_index(self->classes, int, i));
	}
	examples = (FilterExamples){ texts, (const int *)(void *)classes->data,
		self->kinds->len, true };
	return filter_model_train(&examples, 0, 0);
}

/* A round trip through what is shipped: fewer features, coarser weights. */
static FilterModel *
made_small(FilterModel *model)
{
	g_autoptr(GBytes) bytes = filter_model_pack_small(model, FEATURES_KEPT);

	filter_model_free(model);
	return filter_model_unpack_small(bytes);
}

static void
score_writers(Teaching *self, unsigned n_writers)
{
	unsigned n = self->kinds->len;

	self->scores = g_new0(double, (size_t)self->features->len *n);
	for (unsigned w = 0; w < n_writers; w++) {
		g_autoptr(FilterModel) model =
		    made_small(train_without(self, w));

		for (unsigned i = 0; i < self->features->len; i++)
			if (g_array_index(self->writers, unsigned, i) == w)
				filter_model_score(model,
				    self->features->pdata[i],
				    self->scores + (size_t)i * n);
		fprintf(stderr, "teach: writer %u of %u\n", w + 1, n_writers);
	}
}

/* The probability of class @k of letter @i. */
static double
probability(const Teaching *self, unsigned i, unsigned k, double sharpness)
{
	const double *scores = self->scores + (size_t)i * self->kinds->len;
	double all = 0;

	for (unsigned j = 0; j < self->kinds->len; j++)
		all += exp(sharpness * (scores[j] - scores[k]));
	return 1 / all;
}

static double
likelihood(const Teaching *self, double sharpness)
{
	double sum = 0;

	for (unsigned i = 0; i < self->features->len; i++)
		sum += log(probability(self, i,
		    (unsigned)g_array_index(self->classes, int, i), sharpness));
	return sum;
}

static double
fit_sharpness(const Teaching *self)
{
	double best = 1;

	for (double s = 0.2; s < 8; s *= 1.05)
		if (likelihood(self, s) > likelihood(self, best))
			best = s;
	return best;
}

static unsigned
likeliest(const Teaching *self, unsigned i)
{
	const double *scores = self->scores + (size_t)i * self->kinds->len;
	unsigned best = 0;

	for (unsigned k = 1; k < self->kinds->len; k++)
		best = scores[k] > scores[best] ? k : best;
	return best;
}

typedef struct {
	unsigned is, said, right;
} Count;

static double
f1_of(Count count)
{
	return count.is + count.said > 0
	           ? 200.0 * count.right / (count.is + count.said)
	           : 0;
}

/* What the model says of letters whose writer it has not read. */
static void
report(const Teaching *self, double sharpness, double at_least)
{
	g_autofree Count *counts = g_new0(Count, self->kinds->len);
	Count all = { 0, 0, 0 };
	double sum = 0;
	unsigned n = 0;

	for (unsigned i = 0; i < self->features->len; i++) {
		unsigned is = (unsigned)g_array_index(self->classes, int, i);
		unsigned said = likeliest(self, i);

		counts[is].is++;
		if (probability(self, i, said, sharpness) < at_least)
			continue;
		counts[said].said++;
		counts[is].right += said == is;
	}
	for (unsigned k = 0; k < self->kinds->len; k++) {
		const char *name = self->kinds->pdata[k];

		if (strcmp(name, FILTER_KIND_NONE) == 0)
			continue;
		printf("%-12s %5u letters  F1 %5.1f\n", name, counts[k].is,
		    f1_of(counts[k]));
		all.is += counts[k].is;
		all.said += counts[k].said;
		all.right += counts[k].right;
		sum += f1_of(counts[k]);
		n++;
	}
	printf("at %.2f: each kind counts %.1f, each letter %.1f"
	       " (precision %.1f, recall %.1f)\n",
	    at_least, sum / n, f1_of(all), 100.0 * all.right / all.said,
	    100.0 * all.right / all.is);
}

/* How often the likeliest is right, and how often where the model that is made
 * would be sure. */
static void
tell_writer(const Teaching *self, unsigned writer, const char *path)
{
	Count all = { 0, 0, 0 }, sure = { 0, 0, 0 };

	for (unsigned i = 0; i < self->features->len; i++) {
		unsigned said = likeliest(self, i);
		bool right = (int)said == g_array_index(self->classes, int, i);

		if (g_array_index(self->writers, unsigned, i) != writer)
			continue;
		all.said++;
		all.right += right;
		if (probability(self, i, said, SHARPNESS) < SURE)
			continue;
		sure.said++;
		sure.right += right;
	}
	printf("%s: %.1f%% of %u right, %.1f%% of %u that are sure\n", path,
	    100.0 * all.right / all.said, all.said,
	    sure.said > 0 ? 100.0 * sure.right / sure.said : 100, sure.said);
}

static void
tell_worth(Teaching *self, unsigned n_writers, char *const *paths)
{
	double sharpness;

	score_writers(self, n_writers);
	sharpness = fit_sharpness(self);
	printf("sharpness %.2f\n", sharpness);
	for (double at_least = 0; at_least < 0.6; at_least += 0.1)
		report(self, sharpness, at_least);
	for (unsigned w = 0; w < n_writers; w++)
		tell_writer(self, w, paths[w]);
}

static bool
write_model(const Teaching *self, const char *path, GError **error)
{
	g_autoptr(FilterModel) model = train_without(self, UINT_MAX);
	g_autoptr(GBytes) bytes = NULL;

	g_ptr_array_add(self->kinds, NULL);
	bytes = filter_kinds_pack(model,
	    (const char *const *)self->kinds->pdata, SHARPNESS, FEATURES_KEPT);
	return g_file_set_contents(path, g_bytes_get_data(bytes, NULL),
	    (gssize)g_bytes_get_size(bytes), error);
}

static int
complain(const GError *error, int code)
{
	fprintf(stderr, "teach: %s\n", error->message);
	return code;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CoreConfig) config = NULL;
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(FilterMatcher) matcher = NULL;
	Teaching self = { .kinds = g_ptr_array_new_with_free_func(g_free),
		.features = g_ptr_array_new(),
		.classes = g_array_new(FALSE, FALSE, sizeof(int)),
		.writers = g_array_new(FALSE, FALSE, sizeof(unsigned)) };

	if (argc < 5) {
		fprintf(
		    stderr, "teach CONFIG OUT LETTERS.tsv LETTERS.tsv...\n");
		return 64;
	}
	config = core_config_load(argv[1], &error);
	rules = config ? filter_rules_load(config, &error) : NULL;
	matcher = rules ? filter_matcher_new(rules, &error) : NULL;
	if (!matcher)
		return complain(error, 65);
	self.matcher = matcher;
	for (int i = 3; i < argc; i++, self.writer++)
		if (!filter_letters_read(argv[i], add_letter, &self, &error))
			return complain(
			    error, error->code == CORE_ERROR_IO ? 66 : 65);
	if (self.kinds->len < KINDS_MIN) {
		fprintf(stderr, "teach: %u kinds, too few\n", self.kinds->len);
		return 65;
	}
	if (strcmp(argv[2], "-") == 0)
		tell_worth(&self, self.writer, argv + 3);
	else if (!write_model(&self, argv[2], &error))
		return complain(error, 73);
	return 0;
}
