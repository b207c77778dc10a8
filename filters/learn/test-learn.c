#include "filters/learn/calibrate.h"
#include "filters/learn/features.h"
#include "filters/learn/learner.h"
#include "filters/learn/model.h"
#include "filters/learn/test-labels.h"
#include "store/test-rows.h"

#include <math.h>
#include <string.h>

static bool
has(const GArray *features, const char *text)
{
	g_autoptr(GArray) other = filter_features(text, NULL);
	unsigned found = 0;

	for (unsigned i = 0; i < other->len; i++)
		for (unsigned j = 0; j < features->len; j++)
			found += g_array_index(other, FilterFeature, i).hash ==
			         g_array_index(features, FilterFeature, j).hash;
	return found == other->len;
}

static void
test_features(void)
{
	char *rules[] = { (char[]){ "bug/crash" }, NULL };
	g_autoptr(GArray) features =
	    filter_features("Das Caf\xc3\xa9 crasht, crasht", rules);
	g_autoptr(GArray) plain =
	    filter_features("das cafe crasht crasht", NULL);
	g_autoptr(GArray) none = filter_features("", NULL);
	g_autoptr(GString) huge = g_string_new("");

	g_assert_cmpuint(none->len, ==, 0);
	g_assert_cmpuint(features->len, ==, plain->len + 1);
	g_assert_true(has(features, "CAFE crasht"));
	g_assert_false(has(features, "bricht"));
	for (unsigned i = 0; i < features->len; i++) {
		const FilterFeature *feature =
		    &g_array_index(features, FilterFeature, i);

		g_assert_cmpuint(feature->hash, <, 1u << FILTER_FEATURE_BITS);
		g_assert_cmpfloat(feature->weight, >=, 1);
		if (i > 0)
			g_assert_cmpuint(feature->hash, >,
			    g_array_index(features, FilterFeature, i - 1).hash);
	}
	for (unsigned i = 0; i < 100000; i++)
		g_string_append_printf(huge, "w\xc3\xb6rd%u ", i);
	g_autoptr(GArray) bounded = filter_features(huge->str, NULL);
	g_assert_cmpuint(bounded->len, <, 60000);
}

/* Two classes told apart by one word among others. */
static GPtrArray *
make_texts(unsigned n, GArray *classes)
{
	static const char *const others[] = { "today", "please", "with",
		"invoice", "phone", "again", "office" };
	GPtrArray *texts =
	    g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (unsigned i = 0; i < n; i++) {
		int class = i % 2;
		g_autofree char *text =
		    g_strdup_printf("%s %s %s", others[i % 7],
		        class ? "crashes" : "thanks", others[(i / 2) % 7]);

		g_array_append_val(classes, class);
		g_ptr_array_add(texts, filter_features(text, NULL));
	}
	return texts;
}

static void
test_model_learns_and_packs(void)
{
	g_autoptr(GArray) classes = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GPtrArray) texts = make_texts(40, classes);
	FilterExamples examples = { texts, (const int *)(void *)classes->data,
		2, false };
	g_autoptr(FilterModel) model = filter_model_train(&examples, 0, 0);
	g_autoptr(FilterModel) same = filter_model_train(&examples, 0, 0);
	g_autoptr(GBytes) bytes = filter_model_pack(model);
	g_autoptr(GBytes) again = filter_model_pack(same);
	g_autoptr(FilterModel) back = filter_model_unpack(bytes);

	g_assert_true(g_bytes_equal(bytes, again));
	g_assert_nonnull(back);
	for (unsigned i = 0; i < texts->len; i++) {
		double score, packed;

		filter_model_score(model, texts->pdata[i], &score);
		filter_model_score(back, texts->pdata[i], &packed);
		g_assert_cmpint(
		    score > 0, ==, g_array_index(classes, int, i) == 1);
		g_assert_cmpfloat(score, ==, packed);
	}
}

/* What is on disk may be anything. */
static void
test_damaged_models_are_none(void)
{
	g_autoptr(GArray) classes = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GPtrArray) texts = make_texts(8, classes);
	FilterExamples examples = { texts, (const int *)(void *)classes->data,
		2, false };
	g_autoptr(FilterModel) model = filter_model_train(&examples, 0, 0);
	g_autoptr(GBytes) bytes = filter_model_pack(model);
	size_t length;
	const unsigned char *data = g_bytes_get_data(bytes, &length);

	for (size_t cut = 0; cut < length; cut += 7) {
		g_autoptr(GBytes) part = g_bytes_new(data, cut);

		g_assert_null(filter_model_unpack(part));
	}
	for (unsigned i = 0; i < 2000; i++) {
		g_autofree unsigned char *copy = g_memdup2(data, length);

		copy[g_test_rand_int_range(0, (int)length)] ^=
		    (unsigned char)g_test_rand_int_range(1, 256);
		g_autoptr(GBytes) wrong = g_bytes_new(copy, length);
		g_autoptr(FilterModel) maybe = filter_model_unpack(wrong);
		double score = 0;
		if (maybe)
			filter_model_score(maybe, texts->pdata[0], &score);
		g_assert_false(isnan(score));
	}
}

static void
test_calibration_holds_what_it_says(void)
{
	double scores[1000];
	bool positive[1000];
	unsigned sure = 0, right = 0;

	for (unsigned i = 0; i < 1000; i++) {
		scores[i] = i / 100.0 - 5;
		positive[i] =
		    g_test_rand_double() < 1 / (1 + exp(-2 * scores[i] + 1));
	}
	FilterCalibration at = filter_calibrate(scores, positive, 1000);
	for (unsigned i = 0; i < 1000; i++)
		if (filter_probability(&at, scores[i]) > 0.8) {
			sure++;
			right += positive[i];
		}
	g_assert_cmpuint(right * 100, >, sure * 80);
	/* Three examples never make certainty. */
	at = filter_calibrate(scores + 497, (bool[]){ false, true, true }, 3);
	g_assert_cmpfloat(filter_probability(&at, 100), <=, 0.75);
	at = filter_calibrate(scores, (bool[]){ true, true }, 2);
	g_assert_cmpfloat(filter_probability(&at, -4), <=, 0.76);
}

static void
count_guess(const char *tag, double probability, void *data)
{
	unsigned *said = data;

	g_assert_cmpstr(tag, ==, "bug");
	g_assert_cmpfloat(probability, >, 0.5);
	g_assert_cmpfloat(probability, <, 1);
	(*said)++;
}

static unsigned
guesses(Store *store, const char *words)
{
	g_autoptr(FilterGuesser) guesser = filter_guesser_new(store, NULL);
	unsigned said = 0;

	filter_guesser_run(guesser, NULL, words, count_guess, &said);
	return said;
}

/* Returns: (transfer full): what was learnt. */
static GPtrArray *
learn(Store *store, FilterLearnMode mode)
{
	FilterLearnOptions options = { mode, 300, NULL };
	GPtrArray *learnt = NULL;

	g_assert_true(filter_learn(store, &options, &learnt, NULL));
	return learnt;
}

static void
test_learns_from_labels(TestStore *place, const void *data)
{
	Store *store = place->store;
	g_autoptr(GPtrArray) few = NULL, learnt = NULL, again = NULL;
	const FilterLearnt *bug;

	(void)data;
	test_labels_add(store, 0, 20);
	few = learn(store, FILTER_LEARN_DUE);
	g_assert_cmpuint(few->len, ==, 0);
	g_assert_cmpuint(guesses(store, "it crashes"), ==, 0);
	test_labels_add(store, 20, 60);
	learnt = learn(store, FILTER_LEARN_DUE);
	g_assert_cmpuint(learnt->len, ==, 1);
	bug = learnt->pdata[0];
	g_assert_true(bug->trained);
	g_assert_cmpint(bug->labels, ==, 60);
	g_assert_cmpint(bug->examples_for, ==, 30);
	g_assert_nonnull(bug->model);
	g_assert_true(filter_model_is_good(bug->model));
	g_assert_cmpuint(
	    guesses(store, "since today it crashes on printing"), ==, 1);
	g_assert_cmpuint(guesses(store, "thank you, lovely"), ==, 0);
	again = learn(store, FILTER_LEARN_DUE);
	g_assert_cmpuint(again->len, ==, 0);
}

/* Labels that nothing tells apart make no model that may speak. */
static void
test_what_cannot_be_told_is_not(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) learnt = NULL;

	(void)data;
	for (unsigned i = 0; i < 80; i++)
		test_labels_put(place->store, "the same words", i % 4 == 0);
	learnt = learn(place->store, FILTER_LEARN_ALL);
	g_assert_cmpuint(learnt->len, ==, 1);
	const FilterLearnt *bug = learnt->pdata[0];
	g_assert_nonnull(bug->model);
	g_assert_false(filter_model_is_good(bug->model));
	g_assert_cmpuint(guesses(place->store, "the same words"), ==, 0);
}

/* Told to end, it keeps nothing that it is at. */
static void
test_ended_learning_saves_nothing(TestStore *place, const void *data)
{
	int ended = 1;
	FilterLearnOptions options = { FILTER_LEARN_ALL, 300, &ended };
	g_autoptr(GPtrArray) learnt = NULL;

	(void)data;
	test_labels_add(place->store, 0, 60);
	g_assert_true(filter_learn(place->store, &options, &learnt, NULL));
	g_assert_cmpuint(learnt->len, ==, 0);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM model"), ==, 0);
}

static void
wait_for(FilterLearner *learner)
{
	for (int i = 0; !filter_learner_is_done(learner); i++) {
		g_assert_cmpint(i, <, 3000);
		g_usleep(10000);
	}
}

static void
test_learns_in_the_background(TestStore *place, const void *data)
{
	FilterLessons lessons = { 0 };
	unsigned said = 0;

	(void)data;
	test_labels_add(place->store, 0, 60);
	for (unsigned round = 0; round < 2; round++) {
		g_autoptr(FilterLearner) learner =
		    filter_learner_new(place->path, 300);
		g_autoptr(GError) error = NULL;

		wait_for(learner);
		filter_guesser_free(lessons.guesser);
		g_assert_true(filter_learner_take(learner, &lessons, &error));
		g_assert_no_error(error);
		/* Nothing is due the second time. */
		g_assert_cmpuint(lessons.trained, ==, round == 0);
		g_assert_true((lessons.guesser != NULL) == (round == 0));
		if (round == 0)
			filter_guesser_run(lessons.guesser, NULL,
			    "it crashes on printing", count_guess, &said);
	}
	g_assert_cmpuint(said, ==, 1);
}

/* However early that comes, there is a whole model or none. */
static void
test_a_learner_may_be_ended(TestStore *place, const void *data)
{
	(void)data;
	test_labels_add(place->store, 0, 60);
	filter_learner_free(filter_learner_new(place->path, 300));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM model"), <=, 1);
	g_assert_cmpuint(guesses(place->store, "it crashes"), ==,
	    test_rows_int(place->store, "SELECT count(*) FROM model"));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/learn/labels", test_learns_from_labels },
		{ "/learn/cannot-be-told", test_what_cannot_be_told_is_not },
		{ "/learn/ended", test_ended_learning_saves_nothing },
		{ "/learn/background", test_learns_in_the_background },
		{ "/learn/stopped", test_a_learner_may_be_ended },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/learn/features", test_features);
	g_test_add_func("/learn/model", test_model_learns_and_packs);
	g_test_add_func("/learn/damaged", test_damaged_models_are_none);
	g_test_add_func(
	    "/learn/calibration", test_calibration_holds_what_it_says);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
