#include "core/period.h"

#include "core/clock.h"
#include "core/error.h"

#include <string.h>

#define DAY_S 86400
#define HOUR_S 3600

static int64_t
at(const char *time)
{
	int64_t seconds;

	g_assert_true(core_time_parse(time, &seconds, NULL));
	return seconds;
}

static GTimeZone *
zone_new(const char *name)
{
	GTimeZone *zone = g_time_zone_new_identifier(name);

	g_assert_nonnull(zone);
	return zone;
}

static CorePeriod
week(const char *name, GTimeZone *zone)
{
	g_autoptr(GError) error = NULL;
	CorePeriod period;

	g_assert_true(core_period_parse(name, zone, &period, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(period.name, ==, name);
	return period;
}

static void
test_weeks_begin_and_end_on_monday(void)
{
	static const struct {
		const char *zone, *name, *start, *end;
	} cases[] = {
		{ "UTC", "2026-W46", "2026-11-09", "2026-11-16" },
		{ "UTC", "2026-W53", "2026-12-28", "2027-01-04" },
		{ "UTC", "2027-W01", "2027-01-04", "2027-01-11" },
		{ "UTC", "2025-W01", "2024-12-30", "2025-01-06" },
		/* The clock goes on an hour on the Sunday, then back. */
		{ "Europe/Dublin", "2026-W13", "2026-03-23T00:00:00Z",
		    "2026-03-30T00:00:00+01:00" },
		{ "Europe/Dublin", "2026-W43", "2026-10-19T00:00:00+01:00",
		    "2026-10-26T00:00:00Z" },
		{ "Pacific/Auckland", "2026-W46", "2026-11-09T00:00:00+13:00",
		    "2026-11-16T00:00:00+13:00" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GTimeZone) zone = zone_new(cases[i].zone);
		CorePeriod period = week(cases[i].name, zone);

		g_assert_cmpint(period.start_at, ==, at(cases[i].start));
		g_assert_cmpint(period.end_at, ==, at(cases[i].end));
		g_assert_cmpstr(core_period_of(period.start_at, zone).name, ==,
		    cases[i].name);
		g_assert_cmpstr(core_period_of(period.end_at - 1, zone).name,
		    ==, cases[i].name);
		g_assert_cmpstr(core_period_of(period.end_at, zone).name, !=,
		    cases[i].name);
	}
}

static void
test_weeks_of_clock_changes_have_their_own_length(void)
{
	g_autoptr(GTimeZone) dublin = zone_new("Europe/Dublin");
	CorePeriod spring = week("2026-W13", dublin);
	CorePeriod autumn = week("2026-W43", dublin);

	g_assert_cmpint(
	    spring.end_at - spring.start_at, ==, 7 * DAY_S - HOUR_S);
	g_assert_cmpint(
	    autumn.end_at - autumn.start_at, ==, 7 * DAY_S + HOUR_S);
}

static void
test_rejects_weeks_that_are_not(void)
{
	static const char *const names[] = { "", "2026-W00", "2025-W53",
		"2026-W54", "2026-46", "2026W46", "2026-w46", "2026-W4",
		"2026-W466", "1969-W10", "9999-W10", "+026-W46", "2026-W 6" };
	g_autoptr(GTimeZone) zone = zone_new("UTC");

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(GError) error = NULL;
		CorePeriod period = { .start_at = 17 };

		g_test_message("%s", names[i]);
		g_assert_false(
		    core_period_parse(names[i], zone, &period, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_cmpint(period.start_at, ==, 17);
	}
}

static void
test_shifts_meet_without_gap(void)
{
	static const char *const zones[] = { "UTC", "Europe/Dublin",
		"America/Santiago", "Asia/Beirut", "Pacific/Apia" };

	for (unsigned i = 0; i < G_N_ELEMENTS(zones); i++) {
		g_autoptr(GTimeZone) zone = zone_new(zones[i]);
		CorePeriod period = week("2011-W20", zone);

		for (int n = 0; n < 1000; n++) {
			CorePeriod next = core_period_shift(&period, 1, zone);
			CorePeriod back = core_period_shift(&next, -1, zone);

			g_assert_cmpint(next.start_at, ==, period.end_at);
			g_assert_cmpstr(back.name, ==, period.name);
			g_assert_cmpint(back.start_at, ==, period.start_at);
			period = next;
		}
		g_assert_cmpstr(period.name, ==, "2030-W29");
	}
}

static void
test_any_time_has_a_week(void)
{
	static const int64_t times[] = { G_MININT64, -1, 0, 1, G_MAXINT64 };
	g_autoptr(GTimeZone) zone = zone_new("America/New_York");

	for (unsigned i = 0; i < G_N_ELEMENTS(times); i++) {
		CorePeriod period = core_period_of(times[i], zone);

		g_assert_cmpint(strlen(period.name), ==, 8);
		g_assert_cmpint(period.start_at, <, period.end_at);
	}
}

static void
test_weekly_moments(void)
{
	static const struct {
		const char *weekly, *now, *last;
	} cases[] = {
		{ "monday 08:00", "2026-11-16T08:00:00Z",
		    "2026-11-16T08:00:00Z" },
		{ "monday 08:00", "2026-11-16T07:59:59Z",
		    "2026-11-09T08:00:00Z" },
		{ "Monday 08:00", "2026-11-22T23:59:59Z",
		    "2026-11-16T08:00:00Z" },
		{ "sunday 23:59", "2026-11-16T00:00:00Z",
		    "2026-11-15T23:59:00Z" },
		{ "tuesday 00:00", "2027-01-01T00:00:00Z",
		    "2026-12-29T00:00:00Z" },
		{ "monday 08:00", "2026-07-06T07:00:00Z",
		    "2026-07-06T07:00:00Z" },
		/* 01:00..02:00 is left out on 29 March 2026 ... */
		{ "sunday 01:30", "2026-03-29T01:00:00Z",
		    "2026-03-29T01:00:00Z" },
		{ "sunday 01:30", "2026-03-29T00:59:59Z",
		    "2026-03-22T01:30:00Z" },
		/* ... and comes twice on 25 October: the first counts. */
		{ "sunday 01:30", "2026-10-25T00:30:00Z",
		    "2026-10-25T00:30:00Z" },
		{ "sunday 01:30", "2026-10-25T01:30:00Z",
		    "2026-10-25T00:30:00Z" },
		{ "sunday 02:00", "2026-10-25T01:59:59Z",
		    "2026-10-18T01:00:00Z" },
		{ "sunday 02:00", "2026-10-25T02:00:00Z",
		    "2026-10-25T02:00:00Z" },
	};
	g_autoptr(GTimeZone) zone = zone_new("Europe/Dublin");

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		CoreWeekly weekly;

		g_test_message("%s at %s", cases[i].weekly, cases[i].now);
		g_assert_true(
		    core_weekly_parse(cases[i].weekly, &weekly, NULL));
		g_assert_cmpint(
		    core_weekly_last(&weekly, at(cases[i].now), zone), ==,
		    at(cases[i].last));
	}
}

static void
test_rejects_weekly_moments(void)
{
	static const char *const texts[] = { "", "monday", "mon 08:00", "08:00",
		"monday 8:00", "monday 24:00", "monday 08:60", "monday  08:00",
		"monday 08:00 ", "monday 08:00:00", "monday 0a:00" };

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		CoreWeekly weekly = { .weekday = 17 };

		g_test_message("%s", texts[i]);
		g_assert_false(core_weekly_parse(texts[i], &weekly, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_cmpint(weekly.weekday, ==, 17);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/core/period/mondays", test_weeks_begin_and_end_on_monday);
	g_test_add_func("/core/period/clock-changes",
	    test_weeks_of_clock_changes_have_their_own_length);
	g_test_add_func(
	    "/core/period/rejects", test_rejects_weeks_that_are_not);
	g_test_add_func("/core/period/shifts", test_shifts_meet_without_gap);
	g_test_add_func("/core/period/any-time", test_any_time_has_a_week);
	g_test_add_func("/core/weekly/last", test_weekly_moments);
	g_test_add_func("/core/weekly/rejects", test_rejects_weekly_moments);
	return g_test_run();
}
