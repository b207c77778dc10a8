#include "filters/learn/kinds.h"

#include "filters/learn/features.h"

#include <string.h>

static const char *const names[] = { "bug", FILTER_KIND_NONE, "praise", NULL };
static const char *const words[] = { "crashes", "hello", "lovely" };

static FilterModel *
model_new(void)
{
	g_autoptr(GPtrArray) texts =
	    g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	int classes[90];

	for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
		g_autofree char *text =
		    g_strdup_printf("it %s today %u", words[i % 3], i / 9);
		char *rules[] = { (char[]){ "sign" }, NULL };

		classes[i] = (int)(i % 3);
		g_ptr_array_add(
		    texts, filter_features(text, i % 3 == 0 ? rules : NULL));
	}
	return filter_model_train(
	    &(FilterExamples){ texts, classes, 3, false }, 0, 0);
}

static GBytes *
packed_new(unsigned most)
{
	g_autoptr(FilterModel) model = model_new();

	return filter_kinds_pack(model, names, 2, most);
}

static void
test_a_small_model_tells_what_the_whole_one_did(void)
{
	g_autoptr(FilterModel) whole = model_new();
	g_autoptr(GBytes) bytes =
	    filter_model_pack_small(whole, FILTER_FEATURE_PIECE);
	g_autoptr(FilterModel) small = filter_model_unpack_small(bytes);

	g_assert_nonnull(small);
	g_assert_cmpuint(filter_model_scores(small), ==, 3);
	for (unsigned i = 0; i < 3; i++) {
		g_autoptr(GArray) features = filter_features(words[i], NULL);
		double a[3], b[3];

		filter_model_score(whole, features, a);
		filter_model_score(small, features, b);
		for (unsigned k = 0; k < 3; k++)
			g_assert_cmpfloat_with_epsilon(a[k], b[k], 0.05);
	}
}

static FilterKind
likeliest(const FilterKinds *kinds, const char *subject, const char *own_words,
    char *const *rules)
{
	g_autoptr(FilterHeard) heard =
	    filter_heard_new(kinds, subject, own_words);
	g_autoptr(GArray) all = filter_kinds_guess(kinds, heard, rules);
	double sum = 0;

	for (unsigned i = 0; i < all->len; i++) {
		FilterKind kind = g_array_index(all, FilterKind, i);

		sum += kind.probability;
		g_assert_cmpfloat(kind.probability, <=,
		    g_array_index(all, FilterKind, 0).probability);
	}
	g_assert_cmpfloat_with_epsilon(sum, 1, 1e-6);
	return g_array_index(all, FilterKind, 0);
}

static void
test_the_likeliest_kind_is_named(void)
{
	char *sign[] = { (char[]){ "sign" }, NULL };
	static const unsigned features[] = { 1000000, 30 };

	for (unsigned i = 0; i < G_N_ELEMENTS(features); i++) {
		g_autoptr(GBytes) bytes = packed_new(features[i]);
		g_autoptr(FilterKinds) kinds = filter_kinds_unpack(bytes);
		double without = 0;

		g_assert_nonnull(kinds);
		for (unsigned k = 0; k < 3; k++) {
			FilterKind kind =
			    likeliest(kinds, "Hi", words[k], NULL);

			g_assert_cmpstr(kind.name, ==, names[k]);
			g_assert_cmpfloat(kind.probability, >, 0.34);
			g_assert_cmpfloat(kind.probability, <, 1);
			without = k == 0 ? kind.probability : without;
		}
		g_assert_cmpfloat(
		    likeliest(kinds, NULL, "crashes", sign).probability, >,
		    without);
		(void)likeliest(kinds, NULL, NULL, NULL);
	}
}

static void
test_the_sentence_that_speaks_for_it(void)
{
	g_autoptr(GBytes) bytes = packed_new(1000000);
	g_autoptr(FilterKinds) kinds = filter_kinds_unpack(bytes);
	static const struct {
		const char *text, *kind, *sentence;
	} cases[] = {
		{ "Hello you there. It crashes today. Lovely weather, is it?",
		    "bug", "It crashes today." },
		{ "Hello you there.\nIt crashes today\nLovely weather?",
		    "praise", "Lovely weather?" },
		{ "Version 8.1 crashes today! Bye.", "bug",
		    "Version 8.1 crashes today!" },
		{ "no", "bug", NULL },
		{ "", "bug", NULL },
		{ "It crashes today.", "job", NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(FilterHeard) heard =
		    filter_heard_new(kinds, "It crashes", cases[i].text);
		g_autofree char *found =
		    filter_kinds_evidence(kinds, heard, cases[i].kind);

		g_assert_cmpstr(found, ==, cases[i].sentence);
	}
}

static void
test_other_bytes_are_no_model(void)
{
	g_autoptr(GBytes) bytes = packed_new(100);
	g_autoptr(GBytes) none = g_bytes_new_static("", 0);
	size_t length;
	const unsigned char *data = g_bytes_get_data(bytes, &length);

	g_assert_null(filter_kinds_unpack(none));
	for (size_t i = 0; i < length; i++) {
		g_autofree unsigned char *copy = g_memdup2(data, length);
		g_autoptr(GBytes) cut = g_bytes_new_static(data, i);
		g_autoptr(GBytes) changed = g_bytes_new_static(copy, length);
		g_autoptr(FilterKinds) kinds = NULL;

		g_assert_null(filter_kinds_unpack(cut));
		copy[i] ^= (unsigned char)(1u << (i % 8));
		kinds = filter_kinds_unpack(changed);
		if (kinds) /* a weight that is another */
			(void)likeliest(kinds, "", "it", NULL);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/kinds/small",
	    test_a_small_model_tells_what_the_whole_one_did);
	g_test_add_func(
	    "/filters/kinds/likeliest", test_the_likeliest_kind_is_named);
	g_test_add_func(
	    "/filters/kinds/evidence", test_the_sentence_that_speaks_for_it);
	g_test_add_func("/filters/kinds/bytes", test_other_bytes_are_no_model);
	return g_test_run();
}
