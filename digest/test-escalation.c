#include "digest/escalation.h"

#include "core/error.h"
#include "digest/error.h"
#include "digest/schedule.h"
#include "digest/test-place.h"
#include "store/test-rows.h"

#include <string.h>

#define SUPPORT                                                                \
	"[department support]\nname = Support <b>& Care</b>\n"                 \
	"to = support@tideway.example\ndigest = monday 08:00\n"
#define HOUR_S 3600

static const TestRow urgent = {
	.key = "0123456789abcdef",
	.from_address = "ann@example.org",
	.from_name = "Ann Byrne",
	.subject = "Letter before action",
	.words =
	    "Hello,\nunless you delete my data by Friday I will take you to"
	    " court, says Ann.",
	.received_at = TEST_NOW - HOUR_S,
	.departments = "executives qa",
	.tag = "legal/threat",
	.urgency = 2,
};

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

static bool
is_quiet(TestPlace *place, int64_t now)
{
	g_autoptr(DigestMail) mail = NULL;
	g_autoptr(GError) error = NULL;

	if (digest_escalation_preview(
	        place->store, place->config, now, &mail, &error))
		return false;
	g_assert_error(error, DIGEST_ERROR, DIGEST_ERROR_NOTHING);
	g_assert_null(mail);
	return true;
}

static char *
freeze(TestPlace *place, int64_t now)
{
	g_autoptr(GError) error = NULL;
	char *subject = NULL;

	digest_escalation_freeze(
	    place->store, place->config, now, &subject, &error);
	g_assert_no_error(error);
	return subject;
}

static int64_t
count_mails(TestPlace *place)
{
	return test_rows_int(place->store,
	    "SELECT count(*) FROM outbox WHERE kind = 'escalation'");
}

static void
count_frozen(const CoreDepartment *department, const char *period, void *data)
{
	int *n = data;

	g_assert_null(department);
	g_assert_cmpstr(period, ==, "escalation");
	(*n)++;
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
	TestRow row = urgent;

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
	TestRow row = urgent;

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
	g_autoptr(DigestMail) mail = NULL;

	add_many(place, 5);
	mail = preview(place);
	g_assert_null(strstr(mail->text, "not told here"));
	g_assert_null(strstr(mail->html, "not told here"));
	add_many(place, 1);
	g_clear_pointer(&mail, digest_mail_free);
	mail = preview(place);
	g_assert_nonnull(strstr(mail->text, "1 more, not told here"));
	g_assert_nonnull(strstr(mail->html, "1 more, not told here"));
	g_free(freeze(place, TEST_NOW));
	/* What is not told one by one is not told again either. */
	g_assert_true(is_quiet(place, TEST_NOW));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest_message"),
	    ==, 6);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest_item"), ==,
	    5);
}

static void
test_no_mail_escalates_twice(TestPlace *place)
{
	g_autofree char *subject = NULL;
	g_autofree char *again = NULL;
	g_autoptr(GError) error = NULL;
	TestRow second = urgent;
	int n = 0;

	test_rows_add(place->store, &urgent);
	subject = freeze(place, TEST_NOW);
	g_assert_cmpstr(
	    subject, ==, "Now: Letter before action (legal: threat)");
	g_assert_cmpint(count_mails(place), ==, 1);
	g_assert_false(digest_escalation_freeze(
	    place->store, place->config, TEST_NOW, &again, &error));
	g_assert_error(error, DIGEST_ERROR, DIGEST_ERROR_NOTHING);
	g_assert_true(digest_schedule_escalation(
	    place->store, place->config, TEST_NOW, count_frozen, &n, NULL));
	g_assert_cmpint(n, ==, 0);
	second.key = "fedcba9876543210";
	second.subject = "A second letter before action";
	test_rows_add(place->store, &second);
	g_assert_true(digest_schedule_escalation(place->store, place->config,
	    TEST_NOW + 60, count_frozen, &n, NULL));
	g_assert_cmpint(n, ==, 1);
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM digest WHERE kind = 'escalation' AND"
	        " headline LIKE '%A second letter%' AND text NOT LIKE"
	        " '%* Letter before action%'"),
	    ==, 1);
	g_assert_cmpint(count_mails(place), ==, 2);
}

/* A week's digest that counts the mail does not stand for an escalation. */
static void
test_a_digest_does_not_stand_for_an_escalation(TestPlace *place)
{
	test_rows_add(place->store, &urgent);
	test_rows_run(place->store,
	    "INSERT INTO digest (id, kind, subject, period, revision, start_at,"
	    " end_at, built_at, headline, html, text) VALUES (1, 'department',"
	    " 'qa', '2026-W47', 1, 1, 2, 3, '', '', '');"
	    "INSERT INTO digest_message (digest_id, message_id, late)"
	    " VALUES (1, 1, 0)");
	g_assert_false(is_quiet(place, TEST_NOW));
}

static void
test_says_what_waits_and_nothing_else(TestPlace *place)
{
	static const struct {
		const char *name;
		int64_t age_s;
		int urgency, origin;
		bool imported, escalates;
	} cases[] = {
		{ "fresh", HOUR_S, 2, 0, false, true },
		{ "at the limit", DIGEST_ESCALATION_AGE_S, 2, 0, false, true },
		{ "too old", DIGEST_ESCALATION_AGE_S + 1, 2, 0, false, false },
		{ "imported", HOUR_S, 2, 0, true, false },
		{ "soon, not now", HOUR_S, 1, 0, false, false },
		{ "not urgent", HOUR_S, 0, 0, false, false },
		{ "by a machine", HOUR_S, 2, 1, false, false },
		{ "our own", HOUR_S, 2, 2, false, false },
	};

	g_assert_true(is_quiet(place, TEST_NOW));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		TestRow row = urgent;
		bool due = false;

		g_test_message("%s", cases[i].name);
		row.key = NULL;
		row.departments = "executives"; /* no digest */
		row.received_at = TEST_NOW - cases[i].age_s;
		row.urgency = cases[i].urgency;
		row.origin = cases[i].origin;
		row.imported = cases[i].imported;
		test_rows_add(place->store, &row);
		g_assert_cmpint(
		    is_quiet(place, TEST_NOW), ==, !cases[i].escalates);
		g_assert_true(digest_schedule_is_due(
		    place->store, place->config, TEST_NOW, &due, NULL));
		g_assert_cmpint(due, ==, cases[i].escalates);
		test_rows_run(place->store, "DELETE FROM tag;");
	}
}

/* The period of an escalation is made of its first mail alone: neither the time
 * of building nor the order of rows changes it. */
static void
test_key_is_of_the_first_mail(TestPlace *place)
{
	static const struct {
		int64_t received_at;
		const char *period;
	} cases[] = {
		{ TEST_NOW - HOUR_S, "2026-11-16-01234567" },
		/* 23:59:59 and 00:00 in Dublin, in winter, */
		{ 1794787199, "2026-11-15-01234567" },
		{ 1794787200, "2026-11-16-01234567" },
		/* and 00:30 there in summer, 23:30 UTC the day before. */
		{ 1784503800, "2026-07-20-01234567" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		for (int turn = 0; turn < 2; turn++) {
			g_autofree char *sql = NULL;
			TestRow rows[] = { urgent, urgent };

			rows[turn].received_at = cases[i].received_at;
			rows[!turn].received_at = cases[i].received_at + 60;
			rows[!turn].key = "ffffffffffffffff";
			for (int k = 0; k < 2; k++)
				test_rows_add(place->store, &rows[k]);
			g_free(freeze(
			    place, cases[i].received_at + 120 + turn * 500));
			sql = g_strdup_printf(
			    "SELECT count(*) FROM outbox WHERE period = '%s'",
			    cases[i].period);
			g_assert_cmpint(
			    test_rows_int(place->store, sql), ==, 1);
			test_rows_run(place->store,
			    "DELETE FROM reply_token; DELETE FROM outbox;"
			    "DELETE FROM digest_item; DELETE FROM"
			    " digest_message; DELETE FROM digest; DELETE FROM"
			    " tag; UPDATE message SET content_key = id");
		}
}

static void
test_needs_somebody_to_tell(TestPlace *place)
{
	g_autoptr(GError) error = NULL;
	CoreSend *send = g_steal_pointer(&place->config->send);
	CoreExecutive *executive;
	char *subject = NULL;
	bool due = true;
	int n = 0;

	test_rows_add(place->store, &urgent);
	g_assert_false(digest_escalation_freeze(
	    place->store, place->config, TEST_NOW, &subject, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
	g_clear_error(&error);
	place->config->send = send;
	executive = g_steal_pointer(&place->config->executive);
	g_assert_false(digest_escalation_freeze(
	    place->store, place->config, TEST_NOW, &subject, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
	g_assert_true(digest_schedule_escalation(
	    place->store, place->config, TEST_NOW, count_frozen, &n, NULL));
	g_assert_true(digest_schedule_is_due(
	    place->store, place->config, TEST_NOW, &due, NULL));
	g_assert_false(due);
	place->config->executive = executive;
	g_assert_cmpint(n, ==, 0);
	g_assert_cmpint(count_mails(place), ==, 0);
}

static void
test_a_failed_freeze_leaves_nothing(TestPlace *place)
{
	g_autoptr(GError) error = NULL;
	char *subject = NULL;

	test_rows_add(place->store, &urgent);
	test_rows_run(place->store,
	    "CREATE TRIGGER full BEFORE INSERT ON reply_token BEGIN SELECT"
	    " RAISE(ABORT, 'no room'); END");
	g_assert_false(digest_escalation_freeze(
	    place->store, place->config, TEST_NOW, &subject, &error));
	g_assert_nonnull(error);
	g_assert_null(subject);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest"), ==, 0);
	g_assert_cmpint(count_mails(place), ==, 0);
	test_rows_run(place->store, "DROP TRIGGER full");
	g_free(freeze(place, TEST_NOW));
	g_assert_cmpint(count_mails(place), ==, 1);
}

typedef void (*Run)(TestPlace *place);

static void
run_in_place(const void *data)
{
	const Run *run = data;
	TestPlace place = { 0 };

	test_place_set_up(&place, SUPPORT);
	(*run)(&place);
	test_place_tear_down(&place);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		Run run;
	} tests[] = {
		{ "/digest/escalation/one", test_golden_of_one_mail },
		{ "/digest/escalation/guess", test_a_guess_is_told_as_one },
		{ "/digest/escalation/many", test_golden_of_many_mails },
		{ "/digest/escalation/counted", test_all_are_told_or_counted },
		{ "/digest/escalation/once", test_no_mail_escalates_twice },
		{ "/digest/escalation/digest",
		    test_a_digest_does_not_stand_for_an_escalation },
		{ "/digest/escalation/waits",
		    test_says_what_waits_and_nothing_else },
		{ "/digest/escalation/key", test_key_is_of_the_first_mail },
		{ "/digest/escalation/config", test_needs_somebody_to_tell },
		{ "/digest/escalation/whole",
		    test_a_failed_freeze_leaves_nothing },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_data_func(
		    tests[i].path, &tests[i].run, run_in_place);
	return g_test_run();
}
