#include "filters/rules/match.h"

#include "filters/error.h"
#include "filters/rules/query.h"

#include <string.h>

static void
add_address(GPtrArray *list, const char *name, const char *address)
{
	g_ptr_array_add(list, core_address_new(name, address));
}

static CoreMessage *
sample(void)
{
	CoreMessage *message = core_message_new();

	message->subject = g_strdup("Crashes since the update");
	message->own_words =
	    g_strdup("It CRASHED twice, the app freezes and stops\nworking."
	             " L\xe2\x80\x99"
	             "application ne d\xc3\xa9marre pas;"
	             " \xc3\x9c"
	             "berweisung fehlt. I don\xe2\x80\x99t know."
	             " Fatal error 4711! "
	             "\xe3\x83\x87\xe3\x83\xbc\xe3\x82\xbf\xe3\x81\x8c"
	             "\xe6\xb6\x88\xe3\x81\x88\xe3\x81\x9f");
	message->text =
	    g_strconcat(message->own_words, "\n> please cancel", NULL);
	message->from = core_address_new("Ann Lee", "ann@news.daily.example");
	add_address(message->to, "Support", "support@tideway.example");
	add_address(message->cc, "Bob", "bob@other.example");
	message->language = g_strdup("en");
	g_ptr_array_add(message->attachments,
	    core_attachment_new("log.TXT", "text/plain", 12));
	g_ptr_array_add(
	    message->headers, core_header_new("X-Plan", "Gold yearly"));
	return message;
}

static GPtrArray *
rules_of(const char *when)
{
	GPtrArray *rules = g_ptr_array_new_with_free_func(filter_rule_free);
	g_autoptr(GError) error = NULL;
	CoreQuery *query = filter_query_parse(when, 1, &error);

	g_assert_no_error(error);
	g_ptr_array_add(rules, filter_rule_new("t", query));
	return rules;
}

/* Returns: the spans joined by '|', NULL where the rule does not match. */
static char *
spans_of(const char *when, const FilterSubject *subject)
{
	g_autoptr(GPtrArray) rules = rules_of(when);
	g_autoptr(GError) error = NULL;
	g_autoptr(FilterMatcher) matcher = filter_matcher_new(rules, &error);
	g_autoptr(GPtrArray) matches = NULL;
	const FilterMatch *match;

	g_assert_no_error(error);
	matches = filter_matcher_match(matcher, subject, NULL);
	if (matches->len == 0)
		return NULL;
	match = matches->pdata[0];
	return g_strjoinv("|", match->spans);
}

static void
test_matches(void)
{
	static const struct {
		const char *when, *spans; /* NULL: no match */
	} cases[] = {
		{ "crashes", "Crashes" },
		{ "crash", NULL },
		{ "crash*", "Crashes|CRASHED" },
		{ "freez* or crash*", "freezes|Crashes|CRASHED" },
		{ "\"stops working\"", "stops working" },
		{ "\"working stops\"", NULL },
		{ "uberweisung", "\xc3\x9c"
		                 "berweisung" },
		{ "\xc3\x9c"
		  "BERWEISUNG",
		    "\xc3\x9c"
		    "berweisung" },
		{ "application", "application" },
		{ "demarre", "d\xc3\xa9marre" },
		{ "don't", "don\xe2\x80\x99t" },
		{ "\xe6\xb6\x88\xe3\x81\x88\xe3\x81\x9f",
		    "\xe3\x83\x87\xe3\x83\xbc\xe3\x82\xbf\xe3\x81\x8c"
		    "\xe6\xb6\x88\xe3\x81\x88\xe3\x81\x9f" },
		{ "/\\bfatal error \\d+/", "Fatal error 4711" },
		{ "/\xc3\xbc"
		  "berweisung/",
		    "\xc3\x9c"
		    "berweisung" },
		{ "crashes and not freezes", NULL },
		{ "crashes and not cancel", "Crashes" },
		{ "not cancel", "" },
		{ "cancel", NULL },
		{ "body:cancel", "cancel" },
		{ "subject:update", "update" },
		{ "subject:freezes", NULL },
		{ "subject:(freezes or update)", "update" },
		{ "from:@daily.example", "" },
		{ "from:@aily.example", NULL },
		{ "from:@news.daily.example", "" },
		{ "from:ANN@news.daily.example", "" },
		{ "from:bob@other.example", NULL },
		{ "from:lee", "Lee" },
		{ "from:\"ann lee\"", "Ann Lee" },
		{ "to:support@*", "" },
		{ "to:@tideway.example and cc:bob", "Bob|bob" },
		{ "header.x-plan:gold", "Gold" },
		{ "header.x-plan:/year/", "year" },
		{ "header.x-other:gold", NULL },
		{ "attachment:txt", "TXT" },
		{ "attachment:pdf", NULL },
		{ "lang:EN", "" },
		{ "lang:de", NULL },
		{ "origin:person", "" },
		{ "origin:bounce", NULL },
		{ "source:form", NULL },
		{ "type:customer", "" },
		{ "stage:buy", NULL },
		{ "mailbox:support", "" },
		{ "mailbox:sup*", "" },
		{ "mailbox:sales", NULL },
		{ "size>1KB", "" },
		{ "size<1KB", NULL },
		{ "age<1h", "" },
		{ "age>1h", NULL },
	};
	char mailbox[] = "support";
	char *mailboxes[] = { mailbox, NULL };
	g_autoptr(CoreMessage) message = sample();
	FilterSubject subject = { .message = message,
		.now = 5000,
		.received_at = 4000,
		.size_bytes = 2048,
		.mailboxes = mailboxes,
		.contact_type = "customer" };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *spans = spans_of(cases[i].when, &subject);

		if (g_strcmp0(spans, cases[i].spans) != 0)
			g_test_message("case: %s", cases[i].when);
		g_assert_cmpstr(spans, ==, cases[i].spans);
	}
}

static void
test_a_rule_sees_the_tags_above_it(void)
{
	static const struct {
		const char *tag, *when;
	} texts[] = { { "late", "tag:bug" }, { "bug/crash", "crashes" },
		{ "hot", "tag:bug and update" }, { "hot2", "tag:bu" },
		{ "hot3", "tag:bug/crash and tag:hot" } };
	g_autoptr(GPtrArray) rules =
	    g_ptr_array_new_with_free_func(filter_rule_free);
	g_autoptr(CoreMessage) message = sample();
	FilterSubject subject = { .message = message };
	g_autoptr(GString) tags = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
		g_ptr_array_add(
		    rules, filter_rule_new(texts[i].tag,
		               filter_query_parse(texts[i].when, 1, NULL)));
	g_autoptr(FilterMatcher) matcher = filter_matcher_new(rules, NULL);
	g_autoptr(GPtrArray) matches =
	    filter_matcher_match(matcher, &subject, NULL);
	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];

		g_string_append_printf(tags, "%s ", match->rule->tag);
	}
	g_assert_cmpstr(tags->str, ==, "bug/crash hot hot3 ");
}

static void
test_a_runaway_regex_is_no_match(void)
{
	g_autoptr(GPtrArray) rules = rules_of("/(a+)+$/ or zebra");
	g_autoptr(FilterMatcher) matcher = filter_matcher_new(rules, NULL);
	g_autoptr(CoreMessage) message = core_message_new();
	FilterSubject subject = { .message = message };
	g_autofree char *many = g_strnfill(5000, 'a');
	bool limited = false;

	message->own_words = g_strconcat(many, "! zebra", NULL);
	g_autoptr(GPtrArray) matches =
	    filter_matcher_match(matcher, &subject, &limited);
	g_assert_true(limited);
	g_assert_cmpuint(matches->len, ==, 1);
}

static void
test_spans_are_few_and_short(void)
{
	g_autoptr(GPtrArray) rules = rules_of("/\xc3\xa9+/ or w*");
	g_autoptr(FilterMatcher) matcher = filter_matcher_new(rules, NULL);
	g_autoptr(CoreMessage) message = core_message_new();
	FilterSubject subject = { .message = message };
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < 500; i++)
		g_string_append(text, "\xc3\xa9");
	for (int i = 0; i < 50; i++)
		g_string_append_printf(text, " w%d", i);
	message->own_words = g_strdup(text->str);
	g_autoptr(GPtrArray) matches =
	    filter_matcher_match(matcher, &subject, NULL);
	const FilterMatch *match = matches->pdata[0];
	g_assert_cmpuint(g_strv_length(match->spans), ==, 8);
	g_assert_cmpuint(strlen(match->spans[0]), ==, 120);
	g_assert_true(g_utf8_validate(match->spans[0], -1, NULL));
}

static void
test_bad_regexes_are_shown(void)
{
	static const struct {
		const char *text, *start;
	} cases[] = {
		{ "a or /b(/", "3:9: this regex: missing closing parenthesis" },
		{ "subject:/[z-a]/", "3:13: this field's regex: range out of" },
		{ "/\\C/", "3:4: this regex: using \\C is disabled" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(filter_query_parse(cases[i].text, 3, &error));
		g_assert_error(error, FILTER_ERROR, FILTER_ERROR_RULES);
		if (!g_str_has_prefix(error->message, cases[i].start))
			g_test_message("%s", error->message);
		g_assert_true(g_str_has_prefix(error->message, cases[i].start));
	}
}

/* Ten thousand terms cost about what ten do: each word is looked up once. */
static void
test_many_terms_are_fast(void)
{
	g_autoptr(GPtrArray) rules =
	    g_ptr_array_new_with_free_func(filter_rule_free);
	g_autoptr(CoreMessage) message = sample();
	g_autoptr(GString) text = g_string_new(NULL);
	FilterSubject subject = { .message = message };
	int64_t start, us;

	for (int i = 0; i < 10000; i++) {
		g_autofree char *when =
		    g_strdup_printf(i % 3 == 0   ? "word%dx"
		                    : i % 3 == 1 ? "pre%dx*"
		                                 : "\"two words%dx\"",
		        i);
		g_ptr_array_add(rules,
		    filter_rule_new("t", filter_query_parse(when, 1, NULL)));
	}
	for (int i = 0; i < 400; i++)
		g_string_append_printf(
		    text, "pre%dxyz two words%dx ", i * 7919, i);
	g_free(message->own_words);
	message->own_words = g_strdup(text->str);
	g_autoptr(FilterMatcher) matcher = filter_matcher_new(rules, NULL);
	start = g_get_monotonic_time();
	for (int i = 0; i < 20; i++) {
		g_autoptr(GPtrArray) matches =
		    filter_matcher_match(matcher, &subject, NULL);
		g_assert_cmpuint(matches->len, >, 100);
	}
	us = (g_get_monotonic_time() - start) / 20;
	g_test_message("%" G_GINT64_FORMAT " us a message", us);
	/* A search term by term takes 100 times as long. */
	g_assert_cmpint(us, <, 20000);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/match/terms", test_matches);
	g_test_add_func(
	    "/filters/match/tags", test_a_rule_sees_the_tags_above_it);
	g_test_add_func(
	    "/filters/match/runaway", test_a_runaway_regex_is_no_match);
	g_test_add_func("/filters/match/spans", test_spans_are_few_and_short);
	g_test_add_func("/filters/match/bad-regex", test_bad_regexes_are_shown);
	g_test_add_func("/filters/match/many", test_many_terms_are_fast);
	return g_test_run();
}
