#include "digest/finding.h"

#include "digest/foot.h"
#include "digest/select.h"

#include <string.h>

#define WEEK_S (7 * 86400)
#define THIS_WEEK (DIGEST_WEEKS - 1)

/* A report of one item, as its words are made from it. */
typedef struct {
	DigestState state;
	int urgency;
	int64_t mails, customers, customers_before;
	int64_t all_mails, all_customers;
	const char *title;
	const char *subject, *headline;
	const char *lead; /* what the lead contains */
} Case;

static const Case cases[] = {
	{ DIGEST_NEW, 0, 5, 4, 0, 9, 8, "Card is charged twice",
	    "QA weekly: Card is charged twice (4 customers)",
	    "New: \u201cCard is charged twice\u201d",
	    "4 customers wrote about it in 5 mails, the first on 9 Nov. In all,"
	    " 8 customers wrote 9 mails for QA." },
	{ DIGEST_GROWING, 0, 5, 5, 2, 5, 5, "Invoice PDFs lose text",
	    "QA weekly: Invoice PDFs lose text (5 customers)",
	    "Growing: \u201cInvoice PDFs lose text\u201d",
	    "up from 2 last week. It was first seen on 9 Nov. Nothing else came"
	    " for QA" },
	{ DIGEST_RETURNED, 0, 2, 2, 0, 3, 3, "Login loop",
	    "QA weekly: Login loop (2 customers)",
	    "Back again: \u201cLogin loop\u201d",
	    "the first in over four weeks" },
	{ DIGEST_STEADY, 0, 3, 3, 3, 4, 4, "Photos turn",
	    "QA weekly: Photos turn (3 customers)",
	    "Most wrote about: \u201cPhotos turn\u201d",
	    "as many as last week" },
	{ DIGEST_STEADY, 1, 1, 1, 0, 4, 4, "Photos turn",
	    "QA weekly: Photos turn (urgent)",
	    "Urgent: \u201cPhotos turn\u201d",
	    "1 customer wrote about it in 1 mail, none last week" },
	{ DIGEST_FADING, 0, 2, 2, 6, 2, 2, "Search misses names",
	    "QA weekly: Search misses names (2 customers)",
	    "Fading, but still first: \u201cSearch misses names\u201d",
	    "down from 6 last week" },
	{ DIGEST_SINGLE, 2, 1, 1, 0, 2, 2, "Notes are lost",
	    "QA weekly: Notes are lost (urgent)",
	    "Urgent: \u201cNotes are lost\u201d",
	    "your rules mark it as urgent" },
	{ DIGEST_SINGLE, 0, 1, 1, 0, 1, 1, "Where is export?",
	    "QA weekly: Where is export? (one mail)", "A quiet week: one mail",
	    "In all, 1 customer wrote 1 mail for QA." },
	{ DIGEST_SINGLE, 0, 1, 1, 0, 2, 1, "Where is export?",
	    "QA weekly: 1 customer wrote, no common topic",
	    "A quiet week: one customer wrote",
	    "In all, 1 customer wrote 2 mails for QA." },
	{ DIGEST_SINGLE, 0, 1, 1, 0, 12, 12, "Where is export?",
	    "QA weekly: 12 customers wrote, no common topic",
	    "No common topic: 12 customers wrote, each about something else",
	    "In all, 12 customers wrote 12 mails for QA." },
};

static DigestReport *
report_of(const Case *it)
{
	DigestReport *report = g_new0(DigestReport, 1);
	DigestItem *item = g_new0(DigestItem, 1);

	item->state = it->state;
	item->urgency = it->urgency;
	item->mails = it->mails;
	item->customers = it->customers;
	item->customers_before = it->customers_before;
	item->title = g_strdup(it->title);
	item->messages = g_ptr_array_new();
	item->tags = g_new0(char *, 1);
	item->number = 1;
	item->first_at = 1794225600; /* Monday 9 November 2026, noon */
	item->last_at = item->first_at;
	report->items =
	    g_ptr_array_new_with_free_func((GDestroyNotify)digest_item_free);
	g_ptr_array_add(report->items, item);
	report->tags = g_ptr_array_new();
	report->rows = g_ptr_array_new();
	report->sources = g_ptr_array_new();
	report->mails = report->weeks[THIS_WEEK] = it->all_mails;
	report->customers = it->all_customers;
	return report;
}

static void
test_says_what_was_found(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(DigestReport) report = report_of(&cases[i]);
		g_autofree char *subject = digest_subject(report, "QA");
		g_autofree char *headline = digest_headline(report);
		g_autofree char *lead = digest_lead(report, "QA", zone);

		g_assert_cmpstr(subject, ==, cases[i].subject);
		g_assert_cmpstr(headline, ==, cases[i].headline);
		if (!strstr(lead, cases[i].lead))
			g_assert_cmpstr(lead, ==, cases[i].lead);
	}
}

static void
test_subjects_stay_short(void)
{
	g_autofree char *title = g_strnfill(80, 'w');
	Case it = cases[0];
	const char *names[] = { "QA", "Customer success and retention",
		"\u00c9quipe qualit\u00e9" };

	it.title = title;
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(DigestReport) report = report_of(&it);
		g_autofree char *subject = digest_subject(report, names[i]);
		g_assert_cmpint(g_utf8_strlen(subject, -1), <=, 72);
	}
	g_autoptr(DigestReport) report = report_of(&it);
	g_autofree char *subject = digest_subject(report, "QA");
	g_assert_cmpint(g_utf8_strlen(subject, -1), <=, 60);
}

static void
test_no_percentage_on_a_small_base(void)
{
	static const struct {
		int64_t usual, now;
		int known_weeks;
		const char *yardstick;
	} bases[] = {
		{ 0, 5, 0, "nothing to compare yet" },
		{ 9, 20, 8, "usual: 9" },
		{ 10, 20, 8, "\u25b2 100% on usual (10)" },
		{ 20, 15, 4, "\u25bc 25% on usual (20)" },
		{ 20, 20, 4, "usual: 20" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(bases); i++) {
		g_autoptr(DigestReport) report = report_of(&cases[0]);
		g_autoptr(GPtrArray) tiles = NULL;

		for (int week = 0; week < THIS_WEEK; week++)
			report->weeks[week] = bases[i].usual;
		report->mails = bases[i].now;
		report->known_weeks = bases[i].known_weeks;
		tiles = digest_tiles(report, "QA");
		g_assert_cmpint(tiles->len, ==, 4);
		g_assert_cmpstr(((DigestTile *)tiles->pdata[1])->yardstick, ==,
		    bases[i].yardstick);
	}
}

static void
test_urgency_may_rest_on_a_guess(void)
{
	static const struct {
		int64_t guessed;
		const char *yardstick;
	} bases[] = { { 0, "by your rules" }, { 1, "by rules and signs" } };

	for (unsigned i = 0; i < G_N_ELEMENTS(bases); i++) {
		g_autoptr(DigestReport) report = report_of(&cases[0]);
		g_autoptr(GPtrArray) tiles = NULL;

		report->base.guessed = bases[i].guessed;
		tiles = digest_tiles(report, "QA");
		g_assert_cmpstr(((DigestTile *)tiles->pdata[3])->yardstick, ==,
		    bases[i].yardstick);
	}
}

static void
test_says_what_is_not_listed(void)
{
	static const struct {
		int64_t topics, singles;
		const char *text;
	} rests[] = {
		{ 0, 0, NULL },
		{ 1, 0, "1 more topic, not listed here." },
		{ 0, 3,
		    "3 more single mails, like no other, not listed here." },
		{ 2, 1, "2 more topics and 1 single mail, not listed here." },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rests); i++) {
		g_autoptr(DigestReport) report = report_of(&cases[0]);
		g_autofree char *more = NULL;

		report->more_topics = rests[i].topics;
		report->more_singles = rests[i].singles;
		more = digest_more(report);
		g_assert_cmpstr(more, ==, rests[i].text);
	}
}

static void
test_the_foot_adds_up(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(DigestReport) report = report_of(&cases[0]);
	char mailbox[] = "support";
	StoreFeedbackSource source = { mailbox, 10, 5, 2, 1, 2, 1794816000 };

	g_assert_true(
	    core_period_parse("2026-W46", zone, &report->period, NULL));
	report->base = (StoreFeedbackBase){ 1, 1284, 47, 900 };
	report->late = 1;
	g_ptr_array_add(report->sources, &source);
	g_auto(GStrv) foot =
	    digest_foot(report, "QA", "m@x.example", zone, "Etc/UTC");
	g_auto(GStrv) alone = digest_foot(report, "QA", NULL, zone, "UTC");
	g_assert_cmpstr(foot[0], ==,
	    "Week 2026-W46: Mon 9 Nov 00:00 to Sun 15 Nov 24:00 (UTC). In it,"
	    " people wrote 1,284 mails to the company; 47 of them went to no"
	    " department. For 900 of them no rule was sure: what they are"
	    " marked is the guess of a model. 1 that came late, from earlier "
	    "weeks, is counted"
	    " here. Names are left out and quotes shortened.");
	g_assert_cmpstr(foot[1], ==,
	    "Mailbox support since then: 10 listed = 5 new + 2 duplicate + 1"
	    " vanished + 2 skipped; complete until Mon 16 Nov, 08:00.");
	g_assert_nonnull(strstr(foot[2], "m@x.example"));
	g_assert_cmpstr(
	    alone[2], ==, "You get this because you are on the QA list.");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digest/finding/words", test_says_what_was_found);
	g_test_add_func("/digest/finding/short", test_subjects_stay_short);
	g_test_add_func(
	    "/digest/finding/base", test_no_percentage_on_a_small_base);
	g_test_add_func(
	    "/digest/finding/guess", test_urgency_may_rest_on_a_guess);
	g_test_add_func("/digest/finding/more", test_says_what_is_not_listed);
	g_test_add_func("/digest/finding/foot", test_the_foot_adds_up);
	return g_test_run();
}
