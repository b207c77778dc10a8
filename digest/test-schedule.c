#include "digest/schedule.h"

#include "core/clock.h"
#include "digest/test-place.h"
#include "store/test-rows.h"

#define EXTRA                                                                  \
	"[department sales]\nname = Sales\nto = sales@tideway.example\n"       \
	"digest = friday 16:00\n"                                              \
	"[department legal]\nname = Legal\nto = legal@tideway.example\n"       \
	"digest = monday 08:00\n"

static int64_t
time_of(const char *text)
{
	int64_t at;

	g_assert_true(core_time_parse(text, &at, NULL));
	return at;
}

static void
test_a_digest_covers_the_week_before(void)
{
	static const struct {
		const char *weekly, *now, *period;
	} cases[] = {
		{ "monday 08:00", "2026-11-16T07:59:59Z", "2026-W45" },
		{ "monday 08:00", "2026-11-16T08:00:00Z", "2026-W46" },
		{ "monday 08:00", "2026-11-22T23:59:59Z", "2026-W46" },
		{ "friday 16:00", "2026-11-20T15:59:59Z", "2026-W45" },
		{ "friday 16:00", "2026-11-20T16:00:00Z", "2026-W46" },
		{ "sunday 23:59", "2026-11-22T23:59:00Z", "2026-W46" },
		/* In summer 08:00 is 07:00 UTC, and is not once that ends. */
		{ "monday 08:00", "2026-10-19T06:59:59Z", "2026-W41" },
		{ "monday 08:00", "2026-10-19T07:00:00Z", "2026-W42" },
		{ "monday 08:00", "2026-10-26T07:59:59Z", "2026-W42" },
		{ "monday 08:00", "2026-10-26T08:00:00Z", "2026-W43" },
		{ "monday 08:00", "2027-03-29T06:59:59Z", "2027-W11" },
		{ "monday 08:00", "2027-03-29T07:00:00Z", "2027-W12" },
		/* There is no 01:30 on the day when summer begins, */
		{ "sunday 01:30", "2027-03-28T00:59:59Z", "2027-W10" },
		{ "sunday 01:30", "2027-03-28T01:00:00Z", "2027-W11" },
		/* and there are two when it ends: the first one counts. */
		{ "sunday 01:30", "2026-10-25T00:29:59Z", "2026-W41" },
		{ "sunday 01:30", "2026-10-25T00:30:00Z", "2026-W42" },
		{ "sunday 01:30", "2026-10-25T01:30:00Z", "2026-W42" },
		{ "monday 08:00", "2027-01-04T08:00:00Z", "2026-W53" },
		{ "monday 08:00", "2027-01-11T08:00:00Z", "2027-W01" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Dublin");
	const CoreConfig config = { .zone = zone };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		CoreDepartment department = { 0 };
		CorePeriod period;

		g_test_message("%s at %s", cases[i].weekly, cases[i].now);
		g_assert_true(core_weekly_parse(
		    cases[i].weekly, &department.digest, NULL));
		period = digest_schedule_period(
		    &config, &department, time_of(cases[i].now));
		g_assert_cmpstr(period.name, ==, cases[i].period);
	}
}

static void
note_frozen(const CoreDepartment *department, const char *period, void *data)
{
	GString *out = data;

	g_string_append_printf(out, "%s %s;", department->id, period);
}

static char *
build(TestPlace *place, int64_t now)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	digest_schedule_departments(
	    place->store, place->config, now, note_frozen, out, &error);
	g_assert_no_error(error);
	return g_string_free(out, FALSE);
}

static void
assert_builds(TestPlace *place, int64_t now, const char *expected)
{
	g_autofree char *built = NULL;
	bool due = false;

	g_assert_true(digest_schedule_is_due(
	    place->store, place->config, now, &due, NULL));
	g_assert_cmpint(due, ==, *expected != '\0');
	built = build(place, now);
	g_assert_cmpstr(built, ==, expected);
	g_assert_true(digest_schedule_is_due(
	    place->store, place->config, now, &due, NULL));
	g_assert_false(due);
}

static void
add_mail(TestPlace *place, const char *at, const char *department)
{
	const TestRow row = { .subject = "Where is the export button?",
		.words = "I cannot find the button to export my list.",
		.received_at = time_of(at),
		.departments = department };

	test_rows_add(place->store, &row);
}

static void
test_one_period_is_frozen_once(TestPlace *place)
{
	add_mail(place, "2026-11-10T12:00:00Z", "qa");
	assert_builds(place, TEST_NOW, "qa 2026-W46;");
	assert_builds(place, TEST_NOW, "");
	assert_builds(place, TEST_NOW + 6 * TEST_DAY_S, "");
	/* Mail of that week that comes afterwards does not build it again. */
	add_mail(place, "2026-11-11T12:00:00Z", "qa");
	assert_builds(place, TEST_NOW + 3600, "");
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest"), ==, 1);
}

static void
test_each_department_has_its_day(TestPlace *place)
{
	add_mail(place, "2026-11-10T12:00:00Z", "qa sales");
	add_mail(place, "2026-11-10T12:00:00Z", "nobody");
	assert_builds(place, TEST_NOW, "qa 2026-W46;");
	assert_builds(place, time_of("2026-11-20T15:59:59Z"), "");
	assert_builds(
	    place, time_of("2026-11-20T16:00:00Z"), "sales 2026-W46;");
}

static void
test_is_due_after_an_outage(TestPlace *place)
{
	add_mail(place, "2026-11-10T12:00:00Z", "qa legal");
	add_mail(place, "2026-11-17T12:00:00Z", "qa");
	assert_builds(place, time_of("2026-11-18T03:12:00Z"),
	    "qa 2026-W46;legal 2026-W46;");
	assert_builds(place, time_of("2026-11-29T23:00:00Z"), "qa 2026-W47;");
	/* A week that nobody wrote in stays without a digest. */
	assert_builds(place, time_of("2026-12-07T08:00:00Z"), "");
}

static void
test_a_week_is_as_long_as_its_clock(TestPlace *place)
{
	static const struct {
		const char *now;
		const char *times[4]; /* first and last second, and outside */
	} weeks[] = {
		/* 169 hours, and then 167. */
		{ "2026-10-26T08:00:00Z",
		    { "2026-10-18T23:00:00Z", "2026-10-25T23:59:59Z",
		        "2026-10-18T22:59:59Z", "2026-10-26T00:00:00Z" } },
		{ "2027-03-29T08:00:00Z",
		    { "2027-03-22T00:00:00Z", "2027-03-28T22:59:59Z",
		        "2027-03-21T23:59:59Z", "2027-03-28T23:00:00Z" } },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(weeks); i++) {
		g_autofree char *built = NULL;
		g_autofree char *sql = NULL;

		for (int k = 0; k < 4; k++)
			add_mail(place, weeks[i].times[k], "qa");
		built = build(place, time_of(weeks[i].now));
		sql = g_strdup_printf(
		    "SELECT count(*) FROM digest_message x JOIN message m ON"
		    " m.id = x.message_id WHERE NOT x.late AND m.received_at"
		    " BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT,
		    time_of(weeks[i].times[0]), time_of(weeks[i].times[1]));
		g_assert_cmpint(test_rows_int(place->store, sql), ==, 2);
		g_assert_cmpint(
		    test_rows_int(place->store,
		        "SELECT count(*) FROM digest_message WHERE NOT late"),
		    ==, 2 * (i + 1));
	}
}

static void
test_without_send_nothing_is_due(TestPlace *place)
{
	CoreSend *send = g_steal_pointer(&place->config->send);

	add_mail(place, "2026-11-10T12:00:00Z", "qa");
	assert_builds(place, TEST_NOW, "");
	place->config->send = send;
	assert_builds(place, TEST_NOW, "qa 2026-W46;");
}

static void
test_what_the_store_cannot_do_is_told(TestPlace *place)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	add_mail(place, "2026-11-10T12:00:00Z", "qa legal");
	test_rows_run(place->store,
	    "CREATE TRIGGER full BEFORE INSERT ON outbox WHEN NEW.subject ="
	    " 'legal' BEGIN SELECT RAISE(ABORT, 'no room'); END");
	g_assert_false(digest_schedule_departments(
	    place->store, place->config, TEST_NOW, note_frozen, out, &error));
	g_assert_nonnull(error);
	/* What was whole before stays, of the other nothing. */
	g_assert_cmpstr(out->str, ==, "qa 2026-W46;");
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM digest"), ==, 1);
	test_rows_run(place->store, "DROP TRIGGER full");
	assert_builds(place, TEST_NOW, "legal 2026-W46;");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/digest/schedule/week", test_a_digest_covers_the_week_before);
	test_place_add(
	    "/digest/schedule/once", EXTRA, test_one_period_is_frozen_once);
	test_place_add(
	    "/digest/schedule/days", EXTRA, test_each_department_has_its_day);
	test_place_add(
	    "/digest/schedule/outage", EXTRA, test_is_due_after_an_outage);
	test_place_add("/digest/schedule/clock", EXTRA,
	    test_a_week_is_as_long_as_its_clock);
	test_place_add("/digest/schedule/no-send", EXTRA,
	    test_without_send_nothing_is_due);
	test_place_add("/digest/schedule/store", EXTRA,
	    test_what_the_store_cannot_do_is_told);
	return g_test_run();
}
