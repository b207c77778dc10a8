/*
 * Makes the model of kinds of letters: teach CONFIG OUT LETTERS.tsv...
 * OUT "-": makes none, but tells what it is worth.
 *
 * A line of LETTERS has kind, language, yes or no, subject and body ("\n" is a
 * new line), parted by tabs. Each file is of a writer of its own: what is told
 * of the model's worth is of each writer's letters by a model of the others'.
 */
#include "filters/learn/features.h"
#include "filters/learn/kinds.h"
#include "filters/rules/match.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEATURES_KEPT 150000
#define SHARPNESS 0.9  /* "-" has 1.1; a stranger still is less like the ten */
#define NOW 1767225600 /* 2026-01-01; no letter has a date */

typedef struct {
	FilterMatcher *matcher;
	GPtrArray *kinds;    /* char *, by place: the classes */
	GPtrArray *features; /* GArray * of FilterFeature */
	GArray *classes;     /* int */
	GArray *writers;     /* unsigned */
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

	return filter_matches_tags(matches);
}

static void
add_letter(Teaching *self, char **fields, unsigned writer)
{
	g_autoptr(CoreMessage) message = core_message_new();
	g_autofree char *body = g_strcompress(fields[4]);
	g_auto(GStrv) kinds = g_strsplit(fields[0], ",", -1);
	g_auto(GStrv) tags = NULL;
	int class = class_of(self, kinds[0]);

	message->subject = g_strdup(fields[3]);
	message->text = g_strdup(body);
	message->own_words = g_strdup(body);
	message->language = g_strdup(fields[1]);
	tags = tags_of(self, message);
	g_autofree char *text = g_strconcat(fields[3], "\n", body, NULL);
	g_ptr_array_add(self->features, filter_features(text, tags));
	g_array_append_val(self->classes, class);
	g_array_append_val(self->writers, writer);
}

static void
read_letters(Teaching *self, const char *path, unsigned writer)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		fprintf(stderr, "teach: cannot read %s\n", path);
		exit(66);
	}
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, "\t", -1);

		if (g_strv_length(fields) == 5) {
			add_letter(self, fields, writer);
		} else if (**line) {
			fprintf(stderr, "teach: %s: not five fields: %s\n",
			    path, *line);
			exit(65);
		}
	}
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

static void
tell_worth(Teaching *self, unsigned n_writers)
{
	double sharpness;

	score_writers(self, n_writers);
	sharpness = fit_sharpness(self);
	printf("sharpness %.2f\n", sharpness);
	for (double at_least = 0; at_least < 0.6; at_least += 0.1)
		report(self, sharpness, at_least);
}

static bool
write_model(const Teaching *self, const char *path)
{
	g_autoptr(FilterModel) model = train_without(self, UINT_MAX);
	g_autoptr(GBytes) bytes = NULL;

	g_ptr_array_add(self->kinds, NULL);
	bytes = filter_kinds_pack(model,
	    (const char *const *)self->kinds->pdata, SHARPNESS, FEATURES_KEPT);
	return g_file_set_contents(path, g_bytes_get_data(bytes, NULL),
	    (gssize)g_bytes_get_size(bytes), NULL);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CoreConfig) config = NULL;
	g_autoptr(GPtrArray) rules = NULL;
	Teaching self = { .kinds = g_ptr_array_new_with_free_func(g_free),
		.features = g_ptr_array_new(),
		.classes = g_array_new(FALSE, FALSE, sizeof(int)),
		.writers = g_array_new(FALSE, FALSE, sizeof(unsigned)) };

	if (argc < 5) {
		fprintf(stderr, "teach CONFIG OUT LETTERS.tsv...\n");
		return 64;
	}
	config = core_config_load(argv[1], &error);
	rules = config ? filter_rules_load(config, &error) : NULL;
	self.matcher = rules ? filter_matcher_new(rules, &error) : NULL;
	if (!self.matcher) {
		fprintf(stderr, "teach: %s\n", error->message);
		return 65;
	}
	for (int i = 3; i < argc; i++)
		read_letters(&self, argv[i], (unsigned)i - 3);
	if (strcmp(argv[2], "-") == 0)
		tell_worth(&self, (unsigned)argc - 3);
	else if (!write_model(&self, argv[2]))
		return 74;
	filter_matcher_free(self.matcher);
	return 0;
}
