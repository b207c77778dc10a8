#include "digest/words.h"

#include <string.h>

static void
test_counts(void)
{
	static const struct {
		int64_t n;
		const char *text;
	} cases[] = {
		{ 0, "0 mails" },
		{ 1, "1 mail" },
		{ 999, "999 mails" },
		{ 1000, "1,000 mails" },
		{ 1234567, "1,234,567 mails" },
		{ -1200, "-1,200 mails" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
		    digest_count(cases[i].n, "mail", "mails");
		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

static void
test_dates_are_local(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Dublin");
	/* Sunday 25 October 2026, 23:30 UTC; the clock went back that day. */
	const int64_t at = 1792971000;
	g_autofree char *day = digest_weekday_day(at, zone);
	g_autofree char *moment = digest_moment(at - 86400, zone);
	CorePeriod period;

	g_assert_cmpstr(day, ==, "Sun 25 Oct");
	g_assert_cmpstr(moment, ==, "Sun 25 Oct, 00:30");
	g_assert_true(core_period_parse("2026-W46", zone, &period, NULL));
	g_autofree char *within = digest_days(&period, zone);
	g_assert_cmpstr(within, ==, "9\u201315 Nov 2026");
	g_assert_true(core_period_parse("2026-W53", zone, &period, NULL));
	g_autofree char *across = digest_days(&period, zone);
	g_assert_cmpstr(across, ==, "28 Dec \u2013 3 Jan 2027");
}

static void
test_takes_out_what_names_people(void)
{
	static const struct {
		const char *text, *name, *redacted;
	} cases[] = {
		{ "write to ann@example.com now", "",
		    "write to [address] now" },
		{ "call +353 (1) 555-0199 today", "", "call [number] today" },
		{ "order 12 of 2026", "", "order 12 of 2026" },
		{ "see https://x.example/a and www.y.example", "",
		    "see hxxps://x.example/a and www[.]y.example" },
		{ "Regards, Mary O'Neill", "Mary O'Neill",
		    "Regards, [name] O'[name]" },
		{ "Jo says no", "Jo Li", "Jo says no" },
		{ "two\nlines\tand  blanks", "", "two lines and blanks" },
		{ "a (regex) .* [name", ".* [", "a (regex) .* [name" },
		{ "evil \u202etxt\u202c", "", "evil txt" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *redacted =
		    digest_redact(cases[i].text, cases[i].name);
		g_assert_cmpstr(redacted, ==, cases[i].redacted);
	}
}

static void
test_titles(void)
{
	static const struct {
		const char *subject, *words, *title;
	} cases[] = {
		{ "Re: AW: Fwd[2]: invoice is empty", "", "Invoice is empty" },
		{ "INVOICE IS EMPTY!!!", "", "Invoice is empty" },
		{ "PDF is empty", "", "PDF is empty" },
		{ "Help", "Hi,\n\nthe export button is gone. Why?",
		    "The export button is gone" },
		{ "", "", "Without a subject" },
		{ "", "Thanks", "Without a subject" },
		{ "Is it down?", "", "Is it down?" },
		{ "...", "Hello team, search finds nothing at all",
		    "Search finds nothing at all" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *title =
		    digest_title(cases[i].subject, cases[i].words, "", 80);
		g_assert_cmpstr(title, ==, cases[i].title);
	}
	g_autofree char *cut =
	    digest_title("one two three four five six seven", "", "", 20);
	g_assert_cmpint(g_utf8_strlen(cut, -1), <=, 20);
}

static void
test_quotes_what_adds_to_the_title(void)
{
	static const struct {
		const char *words, *title, *quote;
	} cases[] = {
		{ "Hi,\nThe invoice PDF is empty.\nMy customers get a white "
		  "page"
		  " instead of the invoice.\nThanks,\nAnn",
		    "The invoice PDF is empty",
		    "My customers get a white page instead of the invoice." },
		{ "The line is folded by a mail program right here\nand goes on"
		  " here until it ends.",
		    "Fold",
		    "The line is folded by a mail program right here and goes "
		    "on"
		    " here until it ends." },
		{ "Too short.", "Title", NULL },
		{ "", "Title", NULL },
		{ "w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w",
		    "Title",
		    "W w w w w w w w w w w w w w w w w w w w w w w w w "
		    "\u2026" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		int score;
		g_autofree char *quote =
		    digest_quote(cases[i].words, cases[i].title, "", &score);
		g_assert_cmpstr(quote, ==, cases[i].quote);
	}
}

/* Whatever comes in, no address or link comes out, and it ends. */
static void
test_any_text_is_safe(void)
{
	static const char *const pieces[] = { "http://", "www.", "a@b", "@",
		" ", "\n", "Hi ", "Re: ", "\u202e", "<b>", "555 0199 555", ".",
		"!", "Ann", "\u00e9", "word " };

	for (int round = 0; round < 2000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		int score;

		for (int i = g_test_rand_int_range(0, 30); i > 0; i--)
			g_string_append(text, pieces[g_test_rand_int_range(
			                          0, G_N_ELEMENTS(pieces))]);
		g_autofree char *title =
		    digest_title(text->str, text->str, "Ann", 60);
		g_autofree char *quote =
		    digest_quote(text->str, title, "Ann", &score);
		g_assert_true(g_utf8_validate(title, -1, NULL));
		g_assert_null(strstr(title, "a@b"));
		g_assert_null(strstr(title, "http://"));
		g_assert_null(quote ? strstr(quote, "http://") : NULL);
		g_assert_null(quote ? strstr(quote, "\u202e") : NULL);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digest/words/counts", test_counts);
	g_test_add_func("/digest/words/dates", test_dates_are_local);
	g_test_add_func(
	    "/digest/words/redact", test_takes_out_what_names_people);
	g_test_add_func("/digest/words/titles", test_titles);
	g_test_add_func(
	    "/digest/words/quotes", test_quotes_what_adds_to_the_title);
	g_test_add_func("/digest/words/any", test_any_text_is_safe);
	return g_test_run();
}
