#include "filters/beside.h"

#include "filters/rules/rules.h"
#include "filters/test-mails.h"
#include "store/search-text.h"

typedef struct {
	TestPlace place;
	GPtrArray *rules;
	FilterTagger *tagger;
} Beside;

/* @rules: a file of them. */
static void
open_tagger(Beside *self, const char *rules)
{
	FilterTaggerOptions options = { .guess = true };
	g_autoptr(GError) error = NULL;

	test_mails_set_up(&self->place, NULL);
	test_mails_write(&self->place, "t.rules", rules);
	self->rules = filter_rules_load(self->place.config, &error);
	g_assert_no_error(error);
	options.rules = self->rules;
	self->tagger = filter_tagger_new(&options, &error);
	g_assert_no_error(error);
}

static void
close_tagger(Beside *self)
{
	filter_tagger_free(self->tagger);
	g_ptr_array_unref(self->rules);
	test_mails_tear_down(&self->place, NULL);
}

static CoreMessage *
record(const char *words, CoreOrigin origin)
{
	CoreMessage *self = core_message_new();

	self->origin = origin;
	self->subject = g_strdup("Hello");
	self->text = g_strdup(words);
	self->own_words = g_strdup(words);
	return self;
}

/* Gives records away and takes them back. */
static void
look(FilterTagger *tagger, FilterGlance *glances, unsigned n)
{
	g_autoptr(FilterBeside) beside = filter_beside_new(tagger);

	for (unsigned i = 0; i < n; i++)
		filter_beside_give(beside, &glances[i]);
	for (unsigned i = 0; i < n; i++)
		while (glances[i].is_away)
			filter_beside_take(beside);
	/* Nothing was in line behind the last one. */
	g_assert_nonnull(glances[n - 1].findings.words);
}

static void
test_finds_what_would_be_found(void)
{
	static const struct {
		const char *words, *tag;
		CoreOrigin origin;
	} cases[] = {
		{ "It crashes.", "bug/crash", CORE_ORIGIN_PERSON },
		{ "It crashes.", NULL, CORE_ORIGIN_BOUNCE },
		{ "A journalist.", "press", CORE_ORIGIN_PERSON },
		{ "", "", CORE_ORIGIN_PERSON },
	};
	FilterGlance glances[G_N_ELEMENTS(cases)] = { 0 };
	CoreMessage *records[G_N_ELEMENTS(cases)];
	Beside self;

	open_tagger(&self, "bug/crash -> qa\n  crash*\n"
	                   "press -> qa\n  journalist\n");
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		glances[i].record = records[i] =
		    record(cases[i].words, cases[i].origin);
	look(self.tagger, glances, G_N_ELEMENTS(cases));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const GPtrArray *tags = glances[i].findings.tags;
		g_autofree char *words = store_search_text(records[i]);

		if (glances[i].findings.words)
			g_assert_cmpstr(glances[i].findings.words, ==, words);
		g_assert_true(!tags == !cases[i].tag);
		g_assert_cmpuint(tags ? tags->len : 0, ==,
		    cases[i].tag && *cases[i].tag ? 1 : 0);
		if (tags && tags->len > 0)
			g_assert_cmpstr(((StoreTag *)tags->pdata[0])->tag, ==,
			    cases[i].tag);
		filter_findings_clear(&glances[i].findings);
		core_message_free(records[i]);
	}
	close_tagger(&self);
}

/* Who wrote, when and to which mailbox is not in the record. */
static void
test_what_needs_more_is_left(void)
{
	static const char *const conditions[] = { "type:customer",
		"not stage:buy", "hello and mailbox:support",
		"hello or (age>9d and lang:en)" };

	for (unsigned i = 0; i < G_N_ELEMENTS(conditions); i++) {
		g_autoptr(CoreMessage) hello =
		    record("Hello", CORE_ORIGIN_PERSON);
		FilterGlance glance = { .record = hello };
		g_autofree char *rules = g_strdup_printf(
		    "a -> qa\n  hello\nb -> qa\n  %s\n", conditions[i]);
		Beside self;

		open_tagger(&self, rules);
		look(self.tagger, &glance, 1);
		g_assert_null(glance.findings.tags);
		filter_findings_clear(&glance.findings);
		close_tagger(&self);
	}
}

static void
test_ends_with_much_in_line(void)
{
	static FilterGlance glances[2000];
	g_autoptr(CoreMessage) hello = record("Hello", CORE_ORIGIN_PERSON);
	unsigned looked_at = 0, back = 0;
	FilterBeside *beside;
	Beside self;

	open_tagger(&self, "a -> qa\n  hello\n");
	beside = filter_beside_new(self.tagger);
	for (unsigned i = 0; i < G_N_ELEMENTS(glances); i++) {
		glances[i] = (FilterGlance){ .record = hello };
		filter_beside_give(beside, &glances[i]);
	}
	filter_beside_take(beside);
	filter_beside_free(beside);
	for (unsigned i = 0; i < G_N_ELEMENTS(glances); i++) {
		back += !glances[i].is_away;
		looked_at += glances[i].findings.tags != NULL;
		filter_findings_clear(&glances[i].findings);
	}
	g_assert_cmpuint(looked_at, >=, 1);
	g_assert_cmpuint(back, ==, 1);
	close_tagger(&self);
}

static char *
tags_text(const GPtrArray *tags)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];
		g_autofree char *spans = g_strjoinv("|", tag->spans);

		g_string_append_printf(
		    text, "%s %.17g %s\n", tag->tag, tag->probability, spans);
	}
	return g_string_free(text, FALSE);
}

/* Some mails by rules, some by signs. */
static void
test_many_at_once_are_told_apart(void)
{
	static const char *const words[] = {
		"It crashes. A journalist told me so.",
		"A journalist. It would be lovely if it could print.",
		"How do I print? I cannot find where.",
		"My card was charged twice for one invoice. Why?",
		"The app does not start any more. What shall I do?"
	};
	static FilterGlance glances[40 * G_N_ELEMENTS(words)];
	CoreMessage *records[G_N_ELEMENTS(words)];
	Beside self;

	open_tagger(&self, "bug/crash -> qa\n  crash*\n"
	                   "bug? -> qa\n  start* or print*\n"
	                   "question? -> qa\n  how or why or what\n"
	                   "billing? -> qa\n  charg*\n"
	                   "press -> qa\n  journalist\n");
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		records[i] = record(words[i], CORE_ORIGIN_PERSON);
	for (unsigned i = 0; i < G_N_ELEMENTS(glances); i++)
		glances[i].record = records[i % G_N_ELEMENTS(words)];
	look(self.tagger, glances, G_N_ELEMENTS(glances));
	for (unsigned i = 0; i < G_N_ELEMENTS(glances); i++) {
		FilterSubject subject = { .message = glances[i].record };
		g_autoptr(GPtrArray) alone =
		    filter_tagger_run(self.tagger, &subject, NULL);
		g_autofree char *wanted = tags_text(alone);
		g_autofree char *found = tags_text(glances[i].findings.tags);

		g_assert_cmpstr(found, ==, wanted);
		g_assert_cmpstr(found, !=, "");
		filter_findings_clear(&glances[i].findings);
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		core_message_free(records[i]);
	close_tagger(&self);
}

/* What is found of a mail, as text. */
static char *
found_of(const TestPlace *place, int64_t id)
{
	g_autoptr(StoreRecord) record = test_mails_get(place, id);
	GString *text = g_string_new(record->record->own_words);

	g_string_append_printf(
	    text, " %s", record->contact_type ? record->contact_type : "");
	for (unsigned i = 0; i < record->tags->len; i++) {
		g_autofree char *spans = g_strjoinv(
		    "|", ((StoreTag *)record->tags->pdata[i])->spans);

		g_string_append_printf(text, " %s(%s)",
		    ((StoreTag *)record->tags->pdata[i])->tag, spans);
	}
	for (unsigned i = 0; i < record->record->flags->len; i++)
		g_string_append_printf(
		    text, " %s", (char *)record->record->flags->pdata[i]);
	return g_string_free(text, FALSE);
}

/* Puts mails of all sorts into the queue. @round: part of their ids. */
static void
put_all_sorts(TestPlace *place, int round, int64_t *ret_ids)
{
	static const TestMail mails[] = { { .body = "It crashes" },
		{ .body = "a journalist" }, { .body = "once more" },
		{ .from = "forms@tideway.example",
		    .body = "Name\r\nMessage:\r\nIt crashes." },
		{ .more = "Auto-Submitted: auto-replied\r\n",
		    .body = "crashes" },
		{ .answer = true, .body = "crashes" },
		{ .body = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz!" } };

	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
		TestMail mail = mails[i];
		g_autofree char *id = g_strdup_printf("%u.%d@x", i, round);
		g_autofree char *from =
		    g_strdup_printf("ann%d@example.com", round);

		mail.id = id;
		mail.from = mail.from ? mail.from : from;
		ret_ids[i] = test_mails_put(place, &mail);
	}
}
#define SORTS 7

/* With rules that see the record alone, and with one that sees who wrote. */
static void
test_a_thread_beside_changes_nothing(TestPlace *place, const void *data)
{
	static const char *const rules[] = { "bug -> qa\n  crash*\n"
		                             "press -> qa\n  journalist\n",
		"bug -> qa\n  crash*\npress -> qa\n  journalist\n"
		"known -> qa\n  type:journalist\n" };
	g_autofree char *path = test_mails_program();
	FilterOptions options = test_mails_options(place);
	FilterTally tally;
	int64_t ids[2][SORTS];

	(void)data;
	options.program = path;
	for (unsigned n = 0; n < G_N_ELEMENTS(rules); n++) {
		test_mails_write(place, "t.rules", rules[n]);
		for (int alone = 0; alone < 2; alone++) {
			options.alone = alone;
			put_all_sorts(place, (int)n * 2 + alone, ids[alone]);
			g_assert_true(filter_run_once(
			    place->base.store, &options, &tally, NULL));
		}
		for (unsigned i = 0; i < SORTS; i++) {
			g_autofree char *beside = found_of(place, ids[0][i]);
			g_autofree char *alone = found_of(place, ids[1][i]);

			g_assert_cmpstr(beside, ==, alone);
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/beside/finds", test_finds_what_would_be_found);
	g_test_add_func("/filters/beside/left", test_what_needs_more_is_left);
	g_test_add_func("/filters/beside/ends", test_ends_with_much_in_line);
	g_test_add_func(
	    "/filters/beside/many", test_many_at_once_are_told_apart);
	g_test_add("/filters/beside/same", TestPlace, NULL, test_mails_set_up,
	    test_a_thread_beside_changes_nothing, test_mails_tear_down);
	return g_test_run();
}
