/* What an escalation says: its mail, golden and of hostile words. */
#include "digest/escalation.h"

#include "digest/error.h"
#include "digest/test-place.h"
#include "store/test-rows.h"

#include <string.h>

#define SUPPORT                                                                \
	"[department support]\nname = Support <b>& Care</b>\n"                 \
	"to = support@tideway.example\ndigest = monday 08:00\n"
#define HOUR_S 3600

static DigestMail *
preview(TestPlace *place)
{
	g_autoptr(GError) error = NULL;
	DigestMail *mail = NULL;

	digest_escalation_preview(
	    place->store, place->config, TEST_NOW, &mail, &error);
	g_assert_no_error(error);
	return mail;
}

/* What the rows around it are for: other mail with the mark, of the customer
 * and of the topic. */
static void
add_context(TestPlace *place)
{
	const TestRow rows[] = {
		{ .from_address = "ann@example.org",
		    .from_name = "Ann Byrne",
		    .subject = "Please delete my data",
		    .received_at = TEST_NOW - 20 * TEST_DAY_S,
		    .pattern = "Deleting an account" },
		{ .from_address = "bob@example.org",
		    .subject = "Deletion",
		    .received_at = TEST_NOW - 10 * TEST_DAY_S,
		    .tag = "legal/threat",
		    .urgency = 1,
		    .pattern = "Deleting an account" },
		{ .from_address = "cy@example.org",
		    .subject = "Too long ago to count",
		    .received_at = TEST_NOW - 29 * TEST_DAY_S,
		    .tag = "legal/threat",
		    .urgency = 2,
		    .pattern = "Deleting an account" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
}

static void
test_golden_of_one_mail(TestPlace *place)
{
	g_autoptr(DigestMail) mail = NULL;
	TestRow row = test_place_urgent;

	add_context(place);
	row.pattern = "Deleting an account";
	test_rows_add(place->store, &row);
	mail = preview(place);
	g_assert_cmpstr(
	    mail->subject, ==, "Now: Letter before action (legal: threat)");
	g_assert_null(strstr(mail->text, "Ann"));
	g_assert_null(strstr(mail->html, "Ann"));
	test_place_golden(mail, "alarm");
}

/* Nobody is to take a guess for what their own rule says. */
static void
test_a_guess_is_told_as_one(TestPlace *place)
{
	g_autoptr(DigestMail) one = NULL;
	g_autoptr(DigestMail) two = NULL;
	TestRow row = test_place_urgent;

	row.probability = 0.43;
	test_rows_add(place->store, &row);
	one = preview(place);
	g_assert_null(strstr(one->html, "Your rule"));
	g_assert_nonnull(strstr(one->html,
	    "No rule is sure of it: your sign legal/threat speaks for legal:"
	    " threat, which cannot wait, and a model is 43% sure."));
	g_assert_nonnull(
	    strstr(one->html, "a guess by sign legal/threat, 43% sure, for"));
	row.probability = 0;
	row.key = NULL;
	row.received_at++;
	test_rows_add(place->store, &row);
	two = preview(place);
	g_assert_nonnull(strstr(two->html,
	    "that cannot wait, as your rules say or, by your signs, a"
	    " model guesses."));
	g_assert_nonnull(strstr(two->html, "\u00b7 rule legal/threat, for"));
}

/* Customers write what they like into all that is shown. */
static void
add_many(TestPlace *place, int n)
{
	static const char *const subjects[] = {
		"<script>alert(1)</script> my lawyer will write",
		"Re: AW: YOU WILL HEAR FROM MY LAWYER!!!",
		"",
		"\u202eGNP.exe\u202c write to eve@example.org or"
		" https://evil.example/x",
		"Call +353 1 555 0199 now",
		"A subject that goes on and on, over all that a person would"
		" ever read, and has an end that nobody has seen so far",
	};
	static const char *const departments[] = { "executives qa",
		"qa support", "support", "executives", "", "nobody" };

	for (int i = 0; i < n; i++) {
		const TestRow row = {
			.from_address = "eve@example.org",
			.from_name = "Eve \"><img src=x> Adams",
			.subject = subjects[i % 6],
			.words = "Eve Adams here. I <b>will</b> sue you & your"
			         " company, if nothing happens by Friday.",
			.received_at = TEST_NOW - HOUR_S + i * 60,
			.departments = departments[i % 6],
			.tag = "legal/threat",
			.urgency = 2,
		};

		test_rows_add(place->store, &row);
	}
}

static void
test_golden_of_many_mails(TestPlace *place)
{
	static const char *const never[] = { "<script", "<b>will", "<img src=x",
		"Eve", "Adams", "eve@example", "https://evil", "555 0199",
		"\u202e", "<b>& Care" };
	g_autoptr(DigestMail) mail = NULL;

	add_many(place, 7);
	mail = preview(place);
	g_assert_nonnull(strstr(mail->subject, "(and 6 more)"));
	for (unsigned i = 0; i < G_N_ELEMENTS(never); i++)
		g_assert_null(strstr(mail->html, never[i]));
	for (unsigned i = 3; i < G_N_ELEMENTS(never) - 1; i++)
		g_assert_null(strstr(mail->text, never[i]));
	g_assert_nonnull(strstr(mail->text, "* 2 more, not told here."));
	test_place_golden(mail, "alarms");
}

static void
test_all_are_told_or_counted(TestPlace *place)
{
	g_autoptr(DigestMail) mail = NULL, none = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *subject = NULL;

	add_many(place, 5);
	mail = preview(place);
	g_assert_null(strstr(mail->text, "not told here"));
	g_assert_null(strstr(mail->html, "not told here"));
	add_many(place, 1);
	g_clear_pointer(&mail, digest_mail_free);
	mail = preview(place);
	g_assert_nonnull(strstr(mail->text, "1 more, not told here"));
	g_assert_nonnull(strstr(mail->html, "1 more, not told here"));
	g_assert_true(digest_escalation_freeze(
	    place->store, place->config, TEST_NOW, &subject, NULL));
	/* What is not told one by one is not told again either. */
	g_assert_false(digest_escalation_preview(
	    place->store, place->config, TEST_NOW, &none, &error));
	g_assert_error(error, DIGEST_ERROR, DIGEST_ERROR_NOTHING);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest_message"),
	    ==, 6);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest_item"), ==,
	    5);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_place_add("/digest/alarm/one", SUPPORT, test_golden_of_one_mail);
	test_place_add(
	    "/digest/alarm/guess", SUPPORT, test_a_guess_is_told_as_one);
	test_place_add(
	    "/digest/alarm/many", SUPPORT, test_golden_of_many_mails);
	test_place_add(
	    "/digest/alarm/counted", SUPPORT, test_all_are_told_or_counted);
	return g_test_run();
}
