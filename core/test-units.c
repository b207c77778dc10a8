#include "core/units.h"

#include "core/error.h"

typedef bool (*Parse)(const char *text, int64_t *ret_value, GError **error);

typedef struct {
	const char *text;
	int64_t value;
} Case;

static void
assert_parses(Parse parse, const Case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_autoptr(GError) error = NULL;
		int64_t value = -1;

		g_assert_true(parse(cases[i].text, &value, &error));
		g_assert_no_error(error);
		g_assert_cmpint(value, ==, cases[i].value);
	}
}

static void
assert_rejects(Parse parse, const char *const *texts)
{
	for (; *texts; texts++) {
		g_autoptr(GError) error = NULL;
		int64_t value = 17;

		g_test_message("%s", *texts);
		g_assert_false(parse(*texts, &value, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_cmpint(value, ==, 17);
	}
}

static void
test_durations(void)
{
	static const Case cases[] = { { "0", 0 }, { "0s", 0 }, { "250ms", 250 },
		{ "60s", 60000 }, { "9m", 540000 }, { "2h", 7200000 },
		{ "1d", 86400000 }, { "2w", 1209600000 },
		{ "3653d", INT64_C(315619200000) } };
	static const char *const bad[] = { "", "s", "60", "60 s", " 60s", "60S",
		"-1s", "+1s", "1.5h", "3654d", "99999999999999999999s",
		"9223372036854775807w", "1h30m", NULL };

	assert_parses(core_duration_parse, cases, G_N_ELEMENTS(cases));
	assert_rejects(core_duration_parse, bad);
}

static void
test_sizes(void)
{
	static const Case cases[] = { { "0", 0 }, { "1B", 1 },
		{ "100KB", 102400 }, { "4MB", 4194304 },
		{ "2GB", INT64_C(2147483648) },
		{ "1048576GB", INT64_C(1) << 50 } };
	static const char *const bad[] = { "", "MB", "4", "4 MB", "4mb", "4M",
		"4TB", "1048577GB", "-4MB", "4.5MB", "99999999999999999999B",
		NULL };

	assert_parses(core_size_parse, cases, G_N_ELEMENTS(cases));
	assert_rejects(core_size_parse, bad);
}

static void
test_sizes_read_well(void)
{
	static const struct {
		int64_t bytes;
		const char *text;
	} cases[] = { { -5, "0 bytes" }, { 0, "0 bytes" }, { 1, "1 byte" },
		{ 312, "312 bytes" }, { 1023, "1023 bytes" }, { 1024, "1 KB" },
		{ 1536, "1.5 KB" }, { 1048575, "1 MB" }, { 4194304, "4 MB" },
		{ 1610612736, "1.5 GB" }, { INT64_C(1) << 50, "1024 TB" } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = core_size_format(cases[i].bytes);
		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

static void
test_formats_durations(void)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = { { -5, "0 s" }, { 0, "0 s" }, { 59, "59 s" },
		{ 60, "1 min" }, { 3599, "59 min" }, { 3600, "1 h" },
		{ 3659, "1 h" }, { 12000, "3 h 20 min" },
		{ 86400 + 60, "24 h 1 min" }, { 172799, "47 h 59 min" },
		{ 172800, "2 days" }, { 30 * 86400 - 1, "29 days" },
		{ INT64_MAX, "106751991167300 days" } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = core_duration_format(cases[i].seconds);

		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

static void
test_nothing_is_certain(void)
{
	static const struct {
		double probability;
		const char *text;
	} cases[] = { { 0, "under 1%" }, { 0.01, "1%" }, { 0.434, "43%" },
		{ 0.436, "44%" }, { 0.99, "99%" }, { 0.991, "over 99%" },
		{ 1, "over 99%" } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
		    core_percent_format(cases[i].probability);

		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

static void
test_one_is_not_many(void)
{
	static const struct {
		int64_t count;
		const char *text;
	} cases[] = {
		{ 0, "0 people" },
		{ 1, "1 person" },
		{ 2, "2 people" },
		{ 21, "21 people" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
		    core_count_format(cases[i].count, "person", "people");

		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/units/durations", test_durations);
	g_test_add_func("/core/units/sizes", test_sizes);
	g_test_add_func("/core/units/format-sizes", test_sizes_read_well);
	g_test_add_func("/core/units/durations-format", test_formats_durations);
	g_test_add_func("/core/units/percent", test_nothing_is_certain);
	g_test_add_func("/core/units/count", test_one_is_not_many);
	return g_test_run();
}
