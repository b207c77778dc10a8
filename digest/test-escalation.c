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

static void
test_no_mail_escalates_twice(TestPlace *place)
{
	g_autofree char *subject = NULL;
	g_autofree char *again = NULL;
	g_autoptr(GError) error = NULL;
	TestRow second = test_place_urgent;
	int n = 0;

	test_rows_add(place->store, &test_place_urgent);
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
	test_rows_add(place->store, &test_place_urgent);
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
		TestRow row = test_place_urgent;
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
			TestRow rows[] = { test_place_urgent,
				test_place_urgent };

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

	test_rows_add(place->store, &test_place_urgent);
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

	test_rows_add(place->store, &test_place_urgent);
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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_place_add(
	    "/digest/escalation/once", SUPPORT, test_no_mail_escalates_twice);
	test_place_add("/digest/escalation/digest", SUPPORT,
	    test_a_digest_does_not_stand_for_an_escalation);
	test_place_add("/digest/escalation/waits", SUPPORT,
	    test_says_what_waits_and_nothing_else);
	test_place_add(
	    "/digest/escalation/key", SUPPORT, test_key_is_of_the_first_mail);
	test_place_add(
	    "/digest/escalation/config", SUPPORT, test_needs_somebody_to_tell);
	test_place_add("/digest/escalation/whole", SUPPORT,
	    test_a_failed_freeze_leaves_nothing);
	return g_test_run();
}
