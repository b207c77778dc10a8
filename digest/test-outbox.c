#include "digest/outbox.h"

#include "digest/envelope.h"
#include "digest/error.h"
#include "digest/follow.h"
#include "digest/schedule.h"
#include "digest/test-place.h"
#include "store/settled.h"
#include "store/test-rows.h"

#include <string.h>

#define NOW 1000000

static void
test_waits_longer_each_time(void)
{
	static const int64_t minutes[] = { 1, 5, 15, 30, 60, 60, 60 };

	for (unsigned i = 0; i < G_N_ELEMENTS(minutes); i++)
		g_assert_cmpint(digest_retry_s(i + 1), ==, minutes[i] * 60);
}

static void
test_judges_each_end(void)
{
	static const struct {
		const char *kind;
		int code; /* of DIGEST_ERROR, -1 for none */
		int64_t dots;
		int state;
		int64_t dots_after, wait_s;
	} cases[] = {
		{ "department", -1, 0, STORE_OUTBOX_SENT, 0, 0 },
		{ "department", -1, 1, STORE_OUTBOX_SENT, 1, 0 },
		{ "department", DIGEST_ERROR_REFUSED, 0, STORE_OUTBOX_FAILED, 0,
		    0 },
		{ "department", DIGEST_ERROR_DEFERRED, 0, STORE_OUTBOX_DEFERRED,
		    0, 300 },
		{ "department", DIGEST_ERROR_RELAY, 0, STORE_OUTBOX_DEFERRED, 0,
		    300 },
		{ "department", DIGEST_ERROR_DEFERRED, 1, STORE_OUTBOX_IN_DOUBT,
		    1, 300 },
		{ "department", DIGEST_ERROR_UNCERTAIN, 0,
		    STORE_OUTBOX_IN_DOUBT, 1, 900 },
		{ "escalation", DIGEST_ERROR_UNCERTAIN, 0,
		    STORE_OUTBOX_IN_DOUBT, 1, 120 },
		{ "department", DIGEST_ERROR_UNCERTAIN, 1, STORE_OUTBOX_FAILED,
		    2, 900 },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *kind = g_strdup(cases[i].kind);
		const StoreOutboxRow row = {
			.kind = kind, .attempts = 2, .dots = cases[i].dots
		};
		g_autoptr(GError) why = cases[i].code < 0
		                            ? NULL
		                            : g_error_new_literal(DIGEST_ERROR,
		                                  cases[i].code, "test");
		StoreSendingResult result = { 0 };

		digest_outbox_judge(&row,
		    cases[i].code == DIGEST_ERROR_UNCERTAIN, why, NOW, &result);
		g_assert_cmpint(result.state, ==, cases[i].state);
		g_assert_cmpint(result.dots, ==, cases[i].dots_after);
		g_assert_cmpint(result.next_at, ==, NOW + cases[i].wait_s);
	}
}

static void
test_is_of_use_until_the_next_working_day(void)
{
	static const struct {
		const char *built, *until;
	} cases[] = {
		{ "2026-11-16T08:00:00Z", "2026-11-17T18:00:00Z" },
		{ "2026-11-20T08:00:00Z", "2026-11-23T18:00:00Z" },
		{ "2026-11-21T23:59:00Z", "2026-11-23T18:00:00Z" },
		{ "2026-03-27T12:00:00Z", "2026-03-30T17:00:00Z" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Dublin");

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		int64_t built, until;

		g_assert_true(core_time_parse(cases[i].built, &built, NULL));
		g_assert_true(core_time_parse(cases[i].until, &until, NULL));
		g_assert_cmpint(digest_use_until(built, zone), ==, until);
	}
}

static void
count_frozen(const CoreDepartment *department, const char *period, void *data)
{
	int *n = data;

	g_assert_true(!department || g_str_equal(period, "2026-W46"));
	(*n)++;
}

static bool
is_idle(TestPlace *place, int64_t now)
{
	bool idle = false;

	g_assert_true(digest_is_idle(
	    place->store, place->config, TEST_NOW, now, &idle, NULL));
	return idle;
}

static void
test_is_idle_when_all_is_done(void)
{
	TestPlace place = { 0 };
	int n = 0;

	test_place_set_up(&place, "[mailbox support]\nserver = localhost\n"
	                          "tls = none\nuser = u\npassword-file = p");
	test_place_fill(&place);
	g_assert_false(is_idle(&place, TEST_NOW)); /* not grouped */
	g_assert_true(store_grouped(place.store, NULL));
	g_assert_false(is_idle(&place, TEST_NOW)); /* a digest is due */
	g_assert_true(digest_schedule_departments(
	    place.store, place.config, TEST_NOW, count_frozen, &n, NULL));
	g_assert_false(is_idle(&place, TEST_NOW)); /* its mails are due */
	test_rows_run(place.store, "UPDATE outbox SET state = 1");
	g_assert_false(is_idle(&place, TEST_NOW)); /* on the wire */
	test_rows_run(
	    place.store, "UPDATE outbox SET state = 3, next_at = next_at + 60");
	g_assert_true(is_idle(&place, TEST_NOW));
	test_rows_run(
	    place.store, "UPDATE mailbox_status SET tried_at = tried_at - 1");
	g_assert_false(is_idle(&place, TEST_NOW)); /* not polled yet */
	test_place_tear_down(&place);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digest/outbox/waits", test_waits_longer_each_time);
	g_test_add_func("/digest/outbox/judge", test_judges_each_end);
	g_test_add_func(
	    "/digest/outbox/expiry", test_is_of_use_until_the_next_working_day);
	g_test_add_func("/digest/follow/idle", test_is_idle_when_all_is_done);
	return g_test_run();
}
