#include "filters/rules/fingerprint.h"

/* Rules of "TAG DEPARTMENT[,DEPARTMENT] CONDITION", one a line. */
static GPtrArray *
rules_new(const char *text)
{
	GPtrArray *rules = g_ptr_array_new_with_free_func(filter_rule_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) parts = g_strsplit(*line, " ", 3);
		FilterRule *rule = filter_rule_new(
		    parts[0], core_query_parse(parts[2], 1, NULL));

		g_strfreev(rule->departments);
		rule->departments = g_strsplit(parts[1], ",", -1);
		g_ptr_array_add(rules, rule);
	}
	return rules;
}

static void
test_the_fingerprint_is_of_what_rules_do(void)
{
	static const struct {
		const char *text;
		bool same;
	} cases[] = {
		{ "a qa x or y", true },
		{ "a qa  ((x)  or  \"y\")", true },
		{ "a qa x or z", false },
		{ "a qa x and y", false },
		{ "a product x or y", false },
		{ "a qa,product x or y", false },
		{ "b qa x or y", false },
		{ "a qa x or y\nb qa x", false },
	};
	int64_t first = 0;

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rules = rules_new(cases[i].text);
		FilterRule *rule = rules->pdata[0];
		int64_t fingerprint = filter_rules_fingerprint(rules, true);

		g_assert_cmpint(fingerprint, >, 0);
		first = i == 0 ? fingerprint : first;
		g_assert_true((fingerprint == first) == cases[i].same);
		rule->line = 99;
		g_assert_cmpint(
		    filter_rules_fingerprint(rules, true), ==, fingerprint);
		rule->urgency = STORE_URGENCY_NOW;
		g_assert_cmpint(
		    filter_rules_fingerprint(rules, true), !=, fingerprint);
	}
}

/* Another model, or none, weighs signs otherwise; rules need none. */
static void
test_the_fingerprint_is_of_the_model(void)
{
	static const struct {
		const char *left, *right;
		bool is_sign, same;
	} cases[] = {
		{ "one", "one", true, true },
		{ "one", "two", true, false },
		{ "one", NULL, true, false },
		{ "one", "two", false, true },
		{ "one", NULL, false, true },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rules = rules_new("a qa x\nb qa y");

		((FilterRule *)rules->pdata[1])->is_sign = cases[i].is_sign;
		g_assert_true(
		    (filter_rules_fingerprint_with(rules, cases[i].left) ==
		        filter_rules_fingerprint_with(rules, cases[i].right)) ==
		    cases[i].same);
		g_assert_true((filter_rules_fingerprint(rules, true) !=
		                  filter_rules_fingerprint(rules, false)) ==
		              cases[i].is_sign);
	}
}

static void
test_a_tag_goes_where_its_rules_send_it(void)
{
	static const struct {
		const char *tag, *departments;
	} cases[] = {
		{ "a", "qa pr sales" },
		{ "b", "qa" },
		{ "c", "" },
		{ "kind", "sales" },
		{ "kin", "" },
		{ "kind/one", "sales" },
	};
	g_autoptr(GPtrArray) rules = rules_new("a qa,pr x\nb qa x\n"
	                                       "a pr,sales y\n"
	                                       "kind/one sales x\n"
	                                       "kind/two qa x");

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) departments =
		    filter_rules_departments(rules, cases[i].tag);
		g_autofree char *joined = g_strjoinv(" ", departments);

		g_assert_cmpstr(joined, ==, cases[i].departments);
	}
}

static void
test_tags_are_known_with_their_kinds(void)
{
	g_autoptr(GPtrArray) rules =
	    rules_new("bug/crash qa x\nidea qa x\nbug/slow qa x\nidea qa y");
	g_auto(GStrv) tags = filter_rules_tags(rules);
	g_autofree char *joined = g_strjoinv(" ", tags);

	g_assert_cmpstr(joined, ==, "bug/crash bug idea bug/slow");
	g_assert_true(filter_rule_is_of(rules->pdata[0], "bug"));
	g_assert_true(filter_rule_is_of(rules->pdata[0], "bug/crash"));
	g_assert_false(filter_rule_is_of(rules->pdata[0], "bug/cr"));
	g_assert_false(filter_rule_is_of(rules->pdata[1], "bug"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/rule/fingerprint",
	    test_the_fingerprint_is_of_what_rules_do);
	g_test_add_func("/filters/rule/fingerprint-of-model",
	    test_the_fingerprint_is_of_the_model);
	g_test_add_func("/filters/rule/departments",
	    test_a_tag_goes_where_its_rules_send_it);
	g_test_add_func(
	    "/filters/rule/tags", test_tags_are_known_with_their_kinds);
	return g_test_run();
}
