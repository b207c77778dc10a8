#include "cli/wait.h"

#include "core/clock.h"

/* Monday to Friday in Dublin, which is an hour ahead in summer. */
static CoreOffice
office_new(GTimeZone *dublin)
{
	CoreBusiness business = { 0 };
	CoreOffice office;

	g_assert_nonnull(dublin);
	g_assert_true(
	    core_business_parse("monday-friday 09:00-17:00", &business, NULL));
	core_office_init(&office, &business, NULL, dublin);
	return office;
}

static int64_t
moment(const char *text)
{
	int64_t at;

	g_assert_true(core_time_parse(text, &at, NULL));
	return at;
}

static void
test_what_is_due_is_told_in_local_time(void)
{
	static const struct {
		const char *due, *text;
	} cases[] = {
		{ "2026-11-21T00:00:00Z", "2026-11-20" },
		{ "2026-07-20T23:00:00Z", "2026-07-20" },
		{ "2026-07-20T13:30:00Z", "2026-07-20 14:30" },
		{ "2026-11-20T14:30:00Z", "2026-11-20 14:30" },
		{ "2026-07-21T00:00:00Z", "2026-07-21 01:00" },
		/* The night in which the clock goes back. */
		{ "2026-10-26T00:00:00Z", "2026-10-25" },
	};
	g_autoptr(GTimeZone) dublin =
	    g_time_zone_new_identifier("Europe/Dublin");
	g_auto(CoreOffice) office = office_new(dublin);

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
		    cli_due_format(&office, moment(cases[i].due));

		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

static void
test_a_wait_is_told_with_its_business_hours(void)
{
	static const struct {
		const char *from, *to, *text;
	} cases[] = {
		{ "2026-11-16T10:00:00Z", "2026-11-16T10:40:00Z", "40 min" },
		{ "2026-11-16T16:00:00Z", "2026-11-17T10:00:00Z",
		    "18 h (2 h of business hours)" },
		{ "2026-11-14T10:00:00Z", "2026-11-14T12:00:00Z",
		    "2 h (outside business hours)" },
		{ "2026-11-06T09:00:00Z", "2026-11-16T09:00:00Z",
		    "10 days (6 business days)" },
	};
	g_autoptr(GTimeZone) dublin =
	    g_time_zone_new_identifier("Europe/Dublin");
	g_auto(CoreOffice) office = office_new(dublin);

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = cli_wait_format(
		    &office, moment(cases[i].from), moment(cases[i].to));

		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/cli/wait/due", test_what_is_due_is_told_in_local_time);
	g_test_add_func(
	    "/cli/wait/hours", test_a_wait_is_told_with_its_business_hours);
	return g_test_run();
}
