#include "filters/rules/tagger.h"

#include <string.h>

/* Rules of "TAG[?] DEPARTMENT CONDITION", one a line. */
static GPtrArray *
rules_new(const char *text)
{
	GPtrArray *rules = g_ptr_array_new_with_free_func(filter_rule_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) parts = g_strsplit(*line, " ", 3);
		bool is_sign = g_str_has_suffix(parts[0], "?");
		FilterRule *rule;

		parts[0][strlen(parts[0]) - is_sign] = '\0';
		rule = filter_rule_new(
		    parts[0], core_query_parse(parts[2], 1, NULL));
		rule->is_sign = is_sign;
		g_strfreev(rule->departments);
		rule->departments = g_strsplit(parts[1], ",", -1);
		g_ptr_array_add(rules, rule);
	}
	return rules;
}

/* Returns: (transfer full): "tag departments by" of each tag. */
static char *
tags_of(const GPtrArray *rules, bool guess, const char *words)
{
	FilterTaggerOptions options = { .rules = rules, .guess = guess };
	g_autoptr(GError) error = NULL;
	g_autoptr(FilterTagger) tagger = filter_tagger_new(&options, &error);
	g_autoptr(CoreMessage) message = core_message_new();
	FilterSubject subject = { .message = message };
	g_autoptr(GPtrArray) tags = NULL;
	GString *all = g_string_new(NULL);

	g_assert_no_error(error);
	message->own_words = g_strdup(words);
	tags = filter_tagger_run(tagger, &subject, NULL);
	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];
		g_autofree char *departments =
		    g_strjoinv(",", tag->departments);

		g_assert_true(
		    (tag->by == STORE_BY_MODEL) == (tag->probability > 0));
		g_assert_cmpfloat(tag->probability, <=, 1);
		g_string_append_printf(all, "%s%s %s %s", i ? "; " : "",
		    tag->tag, departments, store_by_name(tag->by));
	}
	return g_string_free(all, FALSE);
}

#define CRASH "It crashes whenever I press save since the update."
#define REPLY "A kind reply, as ever."
#define THANKS "Just wanted to say thank you, we love what you do."

static void
test_signs_are_weighed_and_rules_hold(void)
{
	static const struct {
		const char *rules, *words, *guessed, *plain;
	} cases[] = {
		/* A rule needs no model. */
		{ "bug qa crash*", CRASH, "bug qa rule", "bug qa rule" },
		{ "idea product save", CRASH, "idea product rule",
		    "idea product rule" },
		/* A rule holds whatever signs say. */
		{ "bug? qa crash*\nidea product save", CRASH,
		    "idea product rule", "bug qa rule; idea product rule" },
		/* A sign that matched names the tag. */
		{ "bug/crash? qa crash*\nidea? product save", CRASH,
		    "bug/crash qa model",
		    "bug/crash qa rule; idea product rule" },
		/* None matched: the kind, where its first sign goes. */
		{ "bug/slow? qa,product slow\nbug? support x", CRASH,
		    "bug qa,product model", "" },
		/* A sign alone does not make it so. */
		{ "bug? qa save\nidea? product save", CRASH, "bug qa model",
		    "bug qa rule; idea product rule" },
		/* A kind that no rule knows is not said. */
		{ "idea? product nothing", CRASH, "", "" },
		{ "praise? marketing nothing", THANKS, "praise marketing model",
		    "" },
		{ "bug? qa nothing\npraise? marketing nothing", "", "", "" },
		/* A sign tells what else sounds like nothing. */
		{ "praise? marketing reply", REPLY, "praise marketing model",
		    "praise marketing rule" },
		{ "praise? marketing nothing", REPLY, "", "" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) rules = rules_new(cases[i].rules);
		g_autofree char *guessed = tags_of(rules, true, cases[i].words);
		g_autofree char *plain = tags_of(rules, false, cases[i].words);

		g_assert_cmpstr(guessed, ==, cases[i].guessed);
		g_assert_cmpstr(plain, ==, cases[i].plain);
	}
}

static void
test_a_guess_shows_the_sentence_that_made_it(void)
{
	g_autoptr(GPtrArray) rules = rules_new("bug? qa update");
	FilterTaggerOptions options = { .rules = rules, .guess = true };
	g_autoptr(FilterTagger) tagger = filter_tagger_new(&options, NULL);
	g_autoptr(CoreMessage) message = core_message_new();
	FilterSubject subject = { .message = message };
	g_autoptr(GPtrArray) tags = NULL;

	message->own_words = g_strdup(
	    "Good morning to you.\n" CRASH "\nRegards from the office.");
	tags = filter_tagger_run(tagger, &subject, NULL);
	g_assert_cmpuint(tags->len, ==, 1);
	const StoreTag *tag = tags->pdata[0];
	g_assert_cmpstr(tag->rule, ==, "bug");
	g_assert_cmpstr(tag->spans[0], ==, "update");
	g_assert_true(g_str_has_prefix(tag->spans[1], "It crashes whenever"));
	g_assert_null(tag->spans[2]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/tagger/signs-are-weighed-and-rules-hold",
	    test_signs_are_weighed_and_rules_hold);
	g_test_add_func("/filters/tagger/evidence",
	    test_a_guess_shows_the_sentence_that_made_it);
	return g_test_run();
}
