#include "digest/department.h"

#include "core/error.h"
#include "digest/error.h"
#include "digest/test-place.h"
#include "mail/compose.h"
#include "store/test-rows.h"

#include <string.h>

static DigestOrder
order_of(const TestPlace *place, const char *period)
{
	DigestOrder order = { .config = place->config,
		.department = core_config_department(place->config, "qa"),
		.now = TEST_NOW };

	g_assert_true(core_period_parse(
	    period, place->config->zone, &order.period, NULL));
	return order;
}

static void
assert_mail(TestPlace *place, const char *period, const char *name)
{
	DigestOrder order = order_of(place, period);
	g_autoptr(DigestMail) mail = NULL;
	g_autoptr(GError) error = NULL;

	digest_department_preview(place->store, &order, &mail, &error);
	g_assert_no_error(error);
	test_place_golden(mail, name);
}

static void
test_golden_busy_week(TestPlace *place)
{
	test_place_fill(place);
	assert_mail(place, "2026-W46", "busy");
}

static void
test_golden_first_week(TestPlace *place)
{
	test_place_fill(place);
	assert_mail(place, "2026-W38", "first");
}

static void
test_golden_quiet_week(TestPlace *place)
{
	const TestRow rows[] = {
		{ .subject = "Where is the export button?",
		    .words = "I cannot find the button to export my list.",
		    .from_address = "a@example.org",
		    .received_at = TEST_NOW - 4 * TEST_DAY_S,
		    .departments = "qa",
		    .tag = "question" },
		{ .subject = "Opening hours",
		    .words = "When are you open?",
		    .from_address = "b@example.org",
		    .received_at = TEST_NOW - 40 * TEST_DAY_S,
		    .departments = "sales" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
	assert_mail(place, "2026-W46", "quiet");
}

static void
test_a_topic_is_told_by_mail_of_the_department(TestPlace *place)
{
	const TestRow rows[] = {
		{ .subject = "Bank details on invoices",
		    .from_address = "a@example.org",
		    .received_at = TEST_NOW - 4 * TEST_DAY_S,
		    .departments = "finance",
		    .pattern = "Bank details on invoices" },
		{ .subject = "The logo hides the bank details",
		    .from_address = "b@example.org",
		    .received_at = TEST_NOW - 3 * TEST_DAY_S,
		    .departments = "qa",
		    .pattern = "Bank details on invoices" },
		{ .subject = "No bank details any more",
		    .from_address = "c@example.org",
		    .received_at = TEST_NOW - 3 * TEST_DAY_S,
		    .departments = "qa",
		    .pattern = "Bank details on invoices" },
		/* Theirs, but not what the one mail of this week says. */
		{ .subject = "Search is slow",
		    .from_address = "d@example.org",
		    .received_at = TEST_NOW - 20 * TEST_DAY_S,
		    .departments = "qa",
		    .pattern = "Search is slow" },
		{ .subject = "Search finds nothing at all",
		    .from_address = "e@example.org",
		    .received_at = TEST_NOW - 3 * TEST_DAY_S,
		    .departments = "qa",
		    .pattern = "Search is slow" },
	};
	DigestOrder order = order_of(place, "2026-W46");
	g_autoptr(DigestMail) mail = NULL;

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
	g_assert_true(
	    digest_department_preview(place->store, &order, &mail, NULL));
	g_assert_nonnull(strstr(mail->text, "The logo hides the bank"));
	g_assert_null(strstr(mail->text, "Bank details on invoices"));
	g_assert_nonnull(strstr(mail->text, "Search finds nothing at all"));
	g_assert_null(strstr(mail->text, "Search is slow"));
}

static void
test_no_customer_is_named(TestPlace *place)
{
	static const char *const secrets[] = { "Mary", "Byrne", "@example.org",
		"555 0199", "<script", "https://evil", "Eve", "Adams" };
	DigestOrder order = order_of(place, "2026-W46");
	g_autoptr(DigestMail) mail = NULL;

	test_place_fill(place);
	g_assert_true(
	    digest_department_preview(place->store, &order, &mail, NULL));
	for (unsigned i = 0; i < G_N_ELEMENTS(secrets); i++) {
		g_assert_null(strstr(mail->html, secrets[i]));
		g_assert_null(strstr(mail->text, secrets[i]));
	}
}

static void
test_an_empty_week_has_no_digest(TestPlace *place)
{
	DigestOrder order = order_of(place, "2026-W46");
	g_autoptr(GError) error = NULL;
	bool is_new;

	g_assert_false(digest_department_freeze(
	    place->store, &order, false, &is_new, &error));
	g_assert_error(error, DIGEST_ERROR, DIGEST_ERROR_NOTHING);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest"), ==, 0);
}

static int64_t
count_rows(TestPlace *place)
{
	return test_rows_int(place->store,
	    "SELECT (SELECT count(*) FROM digest) * 100000000"
	    " + (SELECT count(*) FROM digest_item) * 1000000"
	    " + (SELECT count(*) FROM digest_message) * 10000"
	    " + (SELECT count(*) FROM outbox) * 100"
	    " + (SELECT count(*) FROM reply_token)");
}

static void
test_freezes_once(TestPlace *place)
{
	DigestOrder order = order_of(place, "2026-W46");
	bool is_new = false;

	test_place_fill(place);
	g_assert_true(digest_department_freeze(
	    place->store, &order, false, &is_new, NULL));
	g_assert_true(is_new);
	/* One digest, 9 items, 25 messages, 2 readers. */
	g_assert_cmpint(count_rows(place), ==, 109250202);
	order.now += 60;
	g_assert_true(digest_department_freeze(
	    place->store, &order, false, &is_new, NULL));
	g_assert_false(is_new);
	g_assert_cmpint(count_rows(place), ==, 109250202);
	g_assert_true(digest_department_freeze(
	    place->store, &order, true, &is_new, NULL));
	g_assert_true(is_new);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT max(revision) FROM outbox"), ==,
	    2);
}

static void
test_late_mail_is_in_the_next(TestPlace *place)
{
	DigestOrder order = order_of(place, "2026-W46");
	const TestRow late = { .subject = "Came too late",
		.words = "x",
		.received_at = TEST_NOW - 2 * TEST_DAY_S,
		.filtered_at = TEST_NOW + TEST_DAY_S,
		.departments = "qa" };
	g_autoptr(DigestMail) mail = NULL;
	bool is_new;

	test_place_fill(place);
	g_assert_true(digest_department_freeze(
	    place->store, &order, false, &is_new, NULL));
	test_rows_add(place->store, &late);
	order = order_of(place, "2026-W47");
	order.now = TEST_NOW + 7 * TEST_DAY_S;
	g_assert_true(
	    digest_department_preview(place->store, &order, &mail, NULL));
	g_assert_nonnull(strstr(mail->text, "Came too late"));
	g_assert_nonnull(strstr(mail->text, "1 that came late"));
	g_assert_true(digest_department_freeze(
	    place->store, &order, false, &is_new, NULL));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest_message"
	                                " WHERE late = 1"),
	    ==, 1);
}

static void
test_drops_items_over_the_size(TestPlace *place)
{
	DigestOrder order = order_of(place, "2026-W46");
	g_autoptr(DigestMail) mail = NULL;
	bool is_new;

	test_place_fill(place);
	place->config->limits.html_bytes = 40000;
	g_assert_true(digest_department_freeze(
	    place->store, &order, false, &is_new, NULL));
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest_item"), <,
	    9);
	g_assert_true(
	    digest_department_preview(place->store, &order, &mail, NULL));
	g_assert_nonnull(strstr(mail->text, "not listed here"));
}

static void
test_without_send_there_is_only_a_preview(TestPlace *place)
{
	DigestOrder order = order_of(place, "2026-W46");
	g_autoptr(GError) error = NULL;
	CoreSend *send = g_steal_pointer(&place->config->send);
	g_autoptr(DigestMail) mail = NULL;
	bool is_new;

	test_place_fill(place);
	g_assert_true(
	    digest_department_preview(place->store, &order, &mail, NULL));
	g_assert_false(digest_department_freeze(
	    place->store, &order, false, &is_new, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
	place->config->send = send;
}

static void
test_only_to_gets_all_of_it(TestPlace *place)
{
	DigestOrder order = order_of(place, "2026-W46");
	bool is_new;

	test_place_fill(place);
	place->config->send->only_to = g_strdup("manager@tideway.example");
	g_assert_true(digest_department_freeze(
	    place->store, &order, false, &is_new, NULL));
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM outbox o JOIN digest d ON d.id ="
	        " o.digest_id WHERE recipient = 'manager@tideway.example'"
	        " AND d.text LIKE '%lead@tideway.example%'"),
	    ==, 1);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM outbox"), ==, 1);
}

typedef void (*Run)(TestPlace *place);

static void
run_in_place(const void *data)
{
	const Run *run = data;
	TestPlace place = { 0 };

	test_place_set_up(&place, "");
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
		{ "/digest/department/busy", test_golden_busy_week },
		{ "/digest/department/first", test_golden_first_week },
		{ "/digest/department/quiet", test_golden_quiet_week },
		{ "/digest/department/title",
		    test_a_topic_is_told_by_mail_of_the_department },
		{ "/digest/department/no-names", test_no_customer_is_named },
		{ "/digest/department/nothing",
		    test_an_empty_week_has_no_digest },
		{ "/digest/department/once", test_freezes_once },
		{ "/digest/department/late", test_late_mail_is_in_the_next },
		{ "/digest/department/size", test_drops_items_over_the_size },
		{ "/digest/department/no-send",
		    test_without_send_there_is_only_a_preview },
		{ "/digest/department/only-to", test_only_to_gets_all_of_it },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_data_func(
		    tests[i].path, &tests[i].run, run_in_place);
	return g_test_run();
}
