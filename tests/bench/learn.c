/* How well the learner tells classes of public labelled text apart: LEARN
 * TRAIN.tsv TEST.tsv [A-CLASS...] prints the accuracy with so many examples a
 * class (0: all).
 */
#include "filters/learn/features.h"
#include "filters/learn/model.h"

#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	GPtrArray *texts; /* GArray * */
	GArray *classes;  /* int */
} Set;

static void
free_features(void *data)
{
	g_array_unref(data);
}

static void
add_line(Set *set, GHashTable *names, const char *line)
{
	g_auto(GStrv) fields = g_strsplit(line, "\t", 3);
	void *class;

	if (g_strv_length(fields) != 3)
		return;
	if (!g_hash_table_lookup_extended(names, fields[1], NULL, &class)) {
		class = GINT_TO_POINTER((int)g_hash_table_size(names));
		g_hash_table_insert(names, g_strdup(fields[1]), class);
	}
	g_autofree char *text =
	    core_text_clean(fields[2], strlen(fields[2]), 1 << 20, NULL);
	int number = GPOINTER_TO_INT(class);
	g_array_append_val(set->classes, number);
	g_ptr_array_add(set->texts, filter_features(text, NULL));
}

static Set
read_set(const char *path, GHashTable *names)
{
	Set set = { g_ptr_array_new_with_free_func(free_features),
		g_array_new(FALSE, FALSE, sizeof(int)) };
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		fprintf(stderr, "learn: cannot read %s\n", path);
		exit(66);
	}
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		add_line(&set, names, *line);
	return set;
}

/* The first @most of each class. */
static Set
first_of(const Set *all, unsigned n_classes, unsigned most)
{
	Set set = { g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(int)) };
	g_autofree unsigned *taken = g_new0(unsigned, n_classes);

	for (unsigned i = 0; i < all->texts->len; i++) {
		int class = g_array_index(all->classes, int, i);

		if (most > 0 && taken[class]++ >= most)
			continue;
		g_ptr_array_add(set.texts, all->texts->pdata[i]);
		g_array_append_val(set.classes, class);
	}
	return set;
}

static double
accuracy(const FilterModel *model, const Set *test, unsigned n_classes)
{
	g_autofree double *scores = g_new(double, n_classes);
	unsigned right = 0;

	for (unsigned i = 0; i < test->texts->len; i++) {
		unsigned best = 0;

		filter_model_score(model, test->texts->pdata[i], scores);
		for (unsigned k = 1; k < n_classes; k++)
			best = scores[k] > scores[best] ? k : best;
		right += (int)best == g_array_index(test->classes, int, i);
	}
	return (double)right / test->texts->len;
}

int
main(int argc, char **argv)
{
	g_autoptr(GHashTable) names =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Set train, test;

	if (argc < 4) {
		fprintf(stderr, "learn TRAIN.tsv TEST.tsv A-CLASS...\n");
		return 64;
	}
	train = read_set(argv[1], names);
	test = read_set(argv[2], names);
	unsigned n_classes = g_hash_table_size(names);
	for (int i = 3; i < argc; i++) {
		unsigned most = (unsigned)strtoul(argv[i], NULL, 10);
		Set some = first_of(&train, n_classes, most);
		FilterExamples examples = { some.texts,
			(const int *)(void *)some.classes->data, n_classes,
			false };
		int64_t start = g_get_monotonic_time();
		g_autoptr(FilterModel) model =
		    filter_model_train(&examples, 0, 0);
		double seconds = (double)(g_get_monotonic_time() - start) / 1e6;

		printf("%u examples, %u classes: accuracy %.3f, trained in "
		       "%.1f s\n",
		    some.texts->len, n_classes,
		    accuracy(model, &test, n_classes), seconds);
		g_ptr_array_unref(some.texts);
		g_array_unref(some.classes);
	}
	g_ptr_array_unref(train.texts);
	g_ptr_array_unref(test.texts);
	g_array_unref(train.classes);
	g_array_unref(test.classes);
	return 0;
}
