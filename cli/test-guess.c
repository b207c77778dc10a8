#include "cli/guess.h"

#include "filters/learn/kinds.h"

static void
test_a_guess_is_told_as_one(void)
{
	static const struct {
		const char *rule;
		bool is_there;
		double probability;
		const char *line;
	} cases[] = {
		{ "bug/sign-in#4", true, 0.43,
		    "guessed by the model, 43% sure; sign bug/sign-in#4, "
		    "a.rules:38" },
		{ NULL, false, 0.999,
		    "guessed by the model, over 99% sure; no sign" },
		{ "bug/old", false, 0.3,
		    "guessed by the model, 30% sure; sign bug/old, which is no "
		    "more" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		FilterRule rule = { .name = (char *)(uintptr_t)cases[i].rule,
			.file = (char *)(uintptr_t) "a.rules",
			.line = 38 };
		StoreTag tag = { .rule = (char *)(uintptr_t)cases[i].rule,
			.by = STORE_BY_MODEL,
			.probability = cases[i].probability };
		g_autofree char *line =
		    cli_guess_format(&tag, cases[i].is_there ? &rule : NULL);

		g_assert_cmpstr(line, ==, cases[i].line);
	}
}

static void
test_the_likeliest_kinds_are_told(void)
{
	static const FilterKind four[] = { { FILTER_KIND_NONE, 0.61 },
		{ "question", 0.22 }, { "bug", 0.004 }, { "idea", 0.003 } };
	g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(FilterKind));
	g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(FilterKind));

	g_array_append_vals(kinds, four, G_N_ELEMENTS(four));
	g_array_append_val(one, four[1]);
	g_autofree char *three = cli_kinds_format(kinds);
	g_autofree char *single = cli_kinds_format(one);
	json_t *json = cli_kinds_to_json(kinds);
	json_t *none = cli_kinds_to_json(NULL);

	g_assert_cmpstr(three, ==,
	    "the model gave no tag: to it this is no kind 61%, question 22%, "
	    "bug under 1%; it takes 30% and a sign of that kind");
	g_assert_cmpstr(single, ==,
	    "the model gave no tag: to it this is question 22%; it takes 30% "
	    "and a sign of that kind");
	g_assert_cmpuint(json_array_size(json), ==, 4);
	g_assert_cmpuint(json_array_size(none), ==, 0);
	json_decref(json);
	json_decref(none);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/guess/tag", test_a_guess_is_told_as_one);
	g_test_add_func("/cli/guess/kinds", test_the_likeliest_kinds_are_told);
	return g_test_run();
}
