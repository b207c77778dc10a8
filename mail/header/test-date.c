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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/date/as-gmime", test_reads_as_gmime_does);
	return g_test_run();
}
