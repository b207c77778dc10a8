#include "cli/disk.h"

#define GB (INT64_C(1) << 30)
#define MB (INT64_C(1) << 20)

static void
test_judges_what_is_left(void)
{
	static const struct {
		int64_t free_bytes, days_left;
		bool full, tight;
	} cases[] = {
		{ 50 * GB, -1, false, false },
		{ 50 * GB, 30, false, false },
		{ 50 * GB, 29, false, true },
		{ 5 * GB, 0, false, true },
		{ 5 * GB - 1, 0, true, true },
		{ 4 * GB, -1, true, false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const CliDisk disk = {
			.room = { cases[i].free_bytes, 100 * GB, 0, 0 },
			.days_left = cases[i].days_left,
			.least_percent = 5,
		};
		g_assert_cmpint(cli_disk_is_full(&disk), ==, cases[i].full);
		g_assert_cmpint(cli_disk_is_tight(&disk), ==, cases[i].tight);
	}
}

static void
test_says_it_in_the_unit_of_people(void)
{
	static const struct {
		int64_t days_left;
		const char *words;
	} cases[] = {
		{ -1, "it does not grow" },
		{ 0, "room for less than a day" },
		{ 1, "room for a day" },
		{ 29, "room for 29 days" },
		{ 90, "room for 3 months" },
		{ 800, "room for 2 years" },
		{ 99999, "room for a century" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const CliDisk disk = { .room = { 41 * GB, 100 * GB, 0, 0 },
			.growth = { 28, 1000, 12 * MB },
			.days_left = cases[i].days_left };
		g_autofree char *wanted = g_strdup_printf(
		    "41 GB of 100 GB (41%%) free; the mail of the last 28 days"
		    " took 12 MB a day: %s",
		    cases[i].words);
		g_autofree char *got = cli_disk_describe(&disk);
		g_assert_cmpstr(got, ==, wanted);
	}
}

static void
test_says_when_too_little_is_known(void)
{
	const CliDisk disk = { .room = { 41 * GB, 100 * GB, 3, 100 },
		.days_left = -1 };
	g_autofree char *got = cli_disk_describe(&disk);

	g_assert_cmpstr(got, ==,
	    "41 GB of 100 GB (3%) free; too little mail to say for how long");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/disk/judges", test_judges_what_is_left);
	g_test_add_func("/cli/disk/words", test_says_it_in_the_unit_of_people);
	g_test_add_func(
	    "/cli/disk/unknown", test_says_when_too_little_is_known);
	return g_test_run();
}
