#include "filters/rules/explain.h"

#include "filters/rules/query.h"

/* "(or +crash -(and +idea -x))": what holds of a tree. */
static void
show(const FilterExplained *node, GString *out)
{
	static const char *const kinds[] = { [CORE_QUERY_AND] = "and",
		[CORE_QUERY_OR] = "or",
		[CORE_QUERY_NOT] = "not" };

	g_string_append_c(out, node->holds ? '+' : '-');
	if (!node->children) {
		g_string_append(
		    out, node->query->text ? node->query->text : "#");
		return;
	}
	g_string_append_printf(out, "(%s", kinds[node->query->kind]);
	for (unsigned i = 0; i < node->children->len; i++) {
		g_string_append_c(out, ' ');
		show(node->children->pdata[i], out);
	}
	g_string_append_c(out, ')');
}

static CoreMessage *
message_new(void)
{
	CoreMessage *message = core_message_new();

	message->subject = g_strdup("It crashed");
	message->own_words = g_strdup("The editor crashes on Mondays.");
	message->text = g_strdup("The editor crashes.\n> quoted words");
	message->from = core_address_new("Ann", "ann@daily.example");
	message->language = g_strdup("en");
	g_ptr_array_add(message->headers, core_header_new("X-Form", "7"));
	return message;
}

static void
test_tells_of_each_term(void)
{
	static const struct {
		const char *when, *tree, *reasons;
	} cases[] = {
		{ "crash*", "+crash", "" },
		{ "bug", "-bug", "bug is not there" },
		{ "crash* and bug and not editor",
		    "-(and +crash -bug -(not +editor))",
		    "bug is not there|editor is there" },
		{ "bug or crash*", "+(or -bug +crash)", "" },
		{ "bug or idea", "-(or -bug -idea)",
		    "none of bug or idea is there" },
		{ "not (editor or bug)", "-(not +(or +editor -bug))",
		    "editor is there" },
		{ "not not bug", "-(not +(not -bug))", "bug is not there" },
		{ "from:@daily.example and subject:editor",
		    "-(and +@daily.example -editor)",
		    "subject:editor is not there" },
		{ "header.x-form:7 and body:\"quoted words\"",
		    "+(and +7 +quoted words)", "" },
		{ "lang:de or size>2KB", "-(or -de -#)",
		    "none of lang:de or size>2KB is there" },
		{ "/cra(sh)es\\b/ and age<1h", "-(and +cra(sh)es\\b -#)",
		    "age<1h is not there" },
		{ "tag:bug and tag:idea", "-(and +bug -idea)",
		    "tag:idea is not there" },
	};
	g_autoptr(CoreMessage) message = message_new();
	FilterSubject subject = { .message = message,
		.now = 100000,
		.received_at = 90000,
		.size_bytes = 1000 };
	g_autoptr(GPtrArray) tags = g_ptr_array_new();

	g_ptr_array_add(tags, (void *)(uintptr_t) "bug/crash");
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(FilterRule) rule = filter_rule_new(
		    "t", filter_query_parse(cases[i].when, 1, &error));
		g_autoptr(FilterExplained) tree =
		    filter_explain(rule, tags, &subject, &error);
		g_autoptr(GString) shown = g_string_new(NULL);
		g_autoptr(GPtrArray) reasons = NULL;
		g_autofree char *joined = NULL;

		g_assert_no_error(error);
		show(tree, shown);
		g_assert_cmpstr(shown->str, ==, cases[i].tree);
		reasons = filter_explained_reasons(tree);
		g_ptr_array_add(reasons, NULL);
		joined = g_strjoinv("|", (char **)reasons->pdata);
		g_assert_cmpstr(joined, ==, cases[i].reasons);
	}
}

static void
test_keeps_the_words(void)
{
	g_autoptr(CoreMessage) message = message_new();
	FilterSubject subject = { .message = message };
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	g_autoptr(FilterRule) rule =
	    filter_rule_new("t", filter_query_parse("crash* or bug", 1, NULL));
	g_autoptr(FilterExplained) tree =
	    filter_explain(rule, tags, &subject, NULL);
	const FilterExplained *first = tree->children->pdata[0];
	const FilterExplained *second = tree->children->pdata[1];

	g_assert_cmpstr(first->spans[0], ==, "crashed");
	g_assert_cmpstr(first->spans[1], ==, "crashes");
	g_assert_null(second->spans);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/explain/terms", test_tells_of_each_term);
	g_test_add_func("/filters/explain/words", test_keeps_the_words);
	return g_test_run();
}
