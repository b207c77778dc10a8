#include "core/business.h"
#include "core/clock.h"
#include "core/day.h"
#include "core/error.h"

static int64_t
at(const char *text)
{
	int64_t when;
	bool parsed = core_time_parse(text, &when, NULL);

	g_assert_true(parsed);
	return when;
}

static void
test_parse(void)
{
	static const struct {
		const char *text;
		CoreBusiness is; /* first_weekday 0: refused */
	} cases[] = {
		{ "monday-friday 09:00-17:30", { 1, 5, 540, 1050 } },
		{ "Monday-Sunday 00:00-24:00", { 1, 7, 0, 1440 } },
		{ "saturday 10:00-12:00", { 6, 6, 600, 720 } },
		{ "always", { 1, 7, 0, 1440 } },
		{ "friday-monday 09:00-17:00", { 0 } },
		{ "monday-friday", { 0 } },
		{ "monday-friday 17:00-09:00", { 0 } },
		{ "monday-friday 09:00", { 0 } },
		{ "montag 09:00-17:00", { 0 } },
		{ "monday-friday 09:00-24:01", { 0 } },
		{ "", { 0 } },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		CoreBusiness business = { 0 };
		bool parsed =
		    core_business_parse(cases[i].text, &business, &error);

		g_assert_cmpint(parsed, ==, cases[i].is.first_weekday != 0);
		if (!parsed)
			g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_cmpint(
		    business.first_weekday, ==, cases[i].is.first_weekday);
		g_assert_cmpint(
		    business.last_weekday, ==, cases[i].is.last_weekday);
		g_assert_cmpint(
		    business.from_minute, ==, cases[i].is.from_minute);
		g_assert_cmpint(business.to_minute, ==, cases[i].is.to_minute);
	}
}

/* 2026-11-16 is a Monday; clocks in Dublin went back on 2026-10-25. */
static void
test_between(void)
{
	static const struct {
		const char *from, *to, *hours;
		int64_t minutes;
	} cases[] = {
		{ "2026-11-16T10:00:00Z", "2026-11-16T11:30:00Z", "office",
		    90 },
		{ "2026-11-16T07:00:00Z", "2026-11-16T20:00:00Z", "office",
		    510 },
		{ "2026-11-13T17:00:00Z", "2026-11-16T09:15:00Z", "office",
		    45 },
		{ "2026-11-14T00:00:00Z", "2026-11-15T23:00:00Z", "office", 0 },
		{ "2026-11-16T11:30:00Z", "2026-11-16T10:00:00Z", "office", 0 },
		/* 17:00 was 16:00 UTC on the Friday of summer time. */
		{ "2026-10-23T16:00:00Z", "2026-10-26T09:30:00Z", "office",
		    60 },
		{ "2026-10-24T23:00:00Z", "2026-10-25T23:59:59Z", "always",
		    25 * 60 - 1 },
		/* Christmas Day is a holiday, a Friday. */
		{ "2026-12-24T17:00:00Z", "2026-12-28T09:10:00Z", "office",
		    40 },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Dublin");
	char *holidays[] = { (char[]){ "2026-12-25" }, NULL };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(CoreOffice) office = { 0 };
		CoreBusiness business;
		bool parsed =
		    core_business_parse(g_str_equal(cases[i].hours, "office")
		                            ? "monday-friday 09:00-17:30"
		                            : "always",
		        &business, NULL);

		g_assert_true(parsed);
		core_office_init(&office, &business, holidays, zone);
		g_assert_cmpint(core_office_between(&office, at(cases[i].from),
		                    at(cases[i].to)) /
		                    60,
		    ==, cases[i].minutes);
	}
}

static void
test_dates(void)
{
	g_assert_true(core_is_date("2026-12-25"));
	g_assert_false(core_is_date("2026-02-30"));
	g_assert_false(core_is_date("25.12.2026"));
	g_assert_false(core_is_date("2026-12-25T00:00:00Z"));
	g_assert_false(core_is_date("1970-01-01"));
}

static void
test_after(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	CoreBusiness business = { 1, 5, 540, 1050 };
	g_auto(CoreOffice) office = { 0 };

	core_office_init(&office, &business, NULL, zone);
	int64_t friday = core_day_at(at("2026-11-13T12:00:00Z"), zone);

	g_assert_cmpint(core_office_after(&office, friday, 0), ==, friday);
	g_assert_cmpint(core_office_after(&office, friday, 1), ==, friday + 3);
	g_assert_cmpint(core_office_after(&office, friday, 5), ==, friday + 7);
	g_assert_cmpint(
	    core_office_after(&office, friday + 1, 1), ==, friday + 3);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/business/parse", test_parse);
	g_test_add_func("/business/between-counts-worked-time", test_between);
	g_test_add_func("/business/dates", test_dates);
	g_test_add_func("/business/days-after", test_after);
	return g_test_run();
}
