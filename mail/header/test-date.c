#include "mail/header/date.h"

#include <glib.h>
#include <gmime/gmime.h>

static void
test_reads_as_gmime_does(void)
{
	static const char *const dates[] = {
		"Mon, 16 Nov 2026 08:00:21 +0100",
		"16 Nov 2026 08:00:21 -0330",
		"Tue, 1 Mar 2000 00:00:00 +0000",
		"Sat, 29 Feb 2020 23:59:59 -1200",
		"Thu, 01 Jan 1970 00:00:00 +0000",
		"Wed, 31 Dec 1969 23:59:59 +0000",
		"Fri, 31 Dec 9999 23:59:59 +1400",
		"  Mon, 16 Nov 2026 08:00:21 +0100 ",
		/* not the day that it was */
		"Sun, 16 Nov 2026 08:00:21 +0100",
		/* left to GMime */
		"Mon, 16 Nov 2026 08:00 +0100",
		"Mon, 16 Nov 2026 08:00:21 +0100 (CET)",
		"Mon, 16 Nov 2026 08:00:21 GMT",
		"Mon, 16 Nov 26 08:00:21 +0100",
		"mon, 16 nov 2026 08:00:21 +0100",
		"Mon, 16 Nov 2026 08:00:60 +0000",
		"Mon, 16 Nov 2026 24:00:00 +0000",
		"Mon, 30 Feb 2026 08:00:00 +0000",
		"Mon, 16 Nov 2026 08:00:00 +2500",
		"Mon, 16 Nov 2026 08:00:00 +0160",
		"Mon, 16 Nov 12026 08:00:00 +0000",
		"Mon Nov 16 08:00:21 2026",
		"Nov",
		"",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
		g_autoptr(GDateTime) theirs =
		    g_mime_utils_header_decode_date(dates[i]);
		int64_t at = 42;
		bool is_date = mail_date_read(dates[i], &at);

		g_assert_cmpint(is_date, ==, theirs != NULL);
		g_assert_cmpint(
		    at, ==, theirs ? g_date_time_to_unix(theirs) : 42);
	}
}

/* What programs write beside RFC 5322. */
static void
test_reads_what_gmime_does_not(void)
{
	static const struct {
		const char *date;
		int64_t at; /* -1: none */
	} rows[] = {
		{ "Mon, 16 Nov 2026 08:00:21 +01:00", 1794812421 },
		{ "Mon, 16 Nov 2026 08:00:21 GMT+01:00", 1794812421 },
		{ "Mon, 16 Nov 2026 08:00:21 UTC-0100", 1794819621 },
		{ "Mon, 16 Nov 2026 08:00:21 GMT", 1794816021 },
		{ "Mon, 16 Nov 2026 08.00.21 +0100", 1794812421 },
		{ "Mon, 16 Nov 126 08:00:21 +0100", 1794812421 },
		{ "2026-11-16T08:00:21+01:00", 1794812421 },
		{ "2026-11-16T08:00:21Z", 1794816021 },
		{ "2026-11-16T08:00:21", -1 },
		{ "2026-11-16Tx", -1 },
		{ ":+", -1 },
		{ "a:+1", -1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		int64_t at = -1;

		g_assert_true(
		    mail_date_read(rows[i].date, &at) == (rows[i].at >= 0));
		g_assert_cmpint(at, ==, rows[i].at);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/date/as-gmime", test_reads_as_gmime_does);
	g_test_add_func("/mail/date/not-gmime", test_reads_what_gmime_does_not);
	return g_test_run();
}
