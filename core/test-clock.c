#include "core/clock.h"

#include "core/error.h"

static void
test_parses_and_formats(void)
{
	static const struct {
		const char *text;
		int64_t at;
		const char *whole;
	} cases[] = {
		{ "1970-01-01", 0, "1970-01-01T00:00:00Z" },
		{ "2026-01-01", 1767225600, "2026-01-01T00:00:00Z" },
		{ "2026-11-16T08:00:00Z", 1794816000, "2026-11-16T08:00:00Z" },
		{ "2026-11-16t08:00:00z", 1794816000, "2026-11-16T08:00:00Z" },
		{ "2026-11-16T08:00:00.999Z", 1794816000,
		    "2026-11-16T08:00:00Z" },
		{ "2026-11-16T10:00:00+02:00", 1794816000,
		    "2026-11-16T08:00:00Z" },
		{ "2026-11-15T23:30:00-08:30", 1794816000,
		    "2026-11-16T08:00:00Z" },
		{ "2028-02-29T00:00:00Z", 1835395200, "2028-02-29T00:00:00Z" },
		{ "9999-12-31T23:59:59Z", 253402300799,
		    "9999-12-31T23:59:59Z" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		int64_t at = -1;

		g_assert_true(core_time_parse(cases[i].text, &at, &error));
		g_assert_no_error(error);
		g_assert_cmpint(at, ==, cases[i].at);
		g_autofree char *whole = core_time_format(at);
		g_assert_cmpstr(whole, ==, cases[i].whole);
	}
}

static void
test_rejects(void)
{
	static const char *const texts[] = { "", "2026", "2026-13-01",
		"2026-02-29", "2026-1-1", "2026-01-01 ", " 2026-01-01",
		"2026-01-01T08:00:00", "2026-01-01T08:00Z",
		"2026-01-01T24:00:00Z", "2026-01-01T08:60:00Z",
		"2026-01-01T08:00:60Z", "2026-01-01T08:00:00.Z",
		"2026-01-01T08:00:00+0200", "2026-01-01T08:00:00+24:00",
		"2026-01-01T08:00:00+02:60", "2026-01-01T08:00:00Zjunk",
		"1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01",
		"0000-01-01", "9999-12-31T23:59:59-00:01", "2026-01-01T08:00:0",
		"2026-01-01T08:00:00", "tomorrow" };

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		int64_t at = 17;

		g_test_message("%s", texts[i]);
		g_assert_false(core_time_parse(texts[i], &at, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_cmpint(at, ==, 17);
	}
}

static void
test_formats_what_a_hostile_clock_gives(void)
{
	g_autofree char *early = core_time_format(G_MININT64);
	g_autofree char *late = core_time_format(G_MAXINT64);

	g_assert_cmpstr(early, ==, "1970-01-01T00:00:00Z");
	g_assert_cmpstr(late, ==, "9999-12-31T23:59:59Z");
}

static void
test_a_set_clock_stands_still(void)
{
	const CoreClock set = { 1794816000 }, real = { 0 };
	int64_t before = g_get_real_time() / G_USEC_PER_SEC;

	g_assert_cmpint(core_clock_now(&set), ==, 1794816000);
	int64_t now = core_clock_now(&real);
	g_assert_cmpint(now, >=, before);
	g_assert_cmpint(now, <=, g_get_real_time() / G_USEC_PER_SEC);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/clock/parses", test_parses_and_formats);
	g_test_add_func("/core/clock/rejects", test_rejects);
	g_test_add_func(
	    "/core/clock/bounds", test_formats_what_a_hostile_clock_gives);
	g_test_add_func("/core/clock/set", test_a_set_clock_stands_still);
	return g_test_run();
}
