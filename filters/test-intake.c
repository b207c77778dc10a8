#include "filters/intake.h"

#include "filters/test-mails.h"

#include <string.h>

/* @bodies: one letter a mail: "p" is poison. */
static void
put(TestPlace *place, const char *bodies)
{
	for (; *bodies; bodies++) {
		g_autofree char *id =
		    g_strdup_printf("%" G_GINT64_FORMAT "@x", place->uid);

		(void)test_mails_put(
		    place, &(TestMail){ .id = id,
		               .body = *bodies == 'p' ? "poison" : "ok" });
	}
}

static FilterIntake *
open_intake(TestPlace *place)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autoptr(GError) error = NULL;

	place->config->limits.transaction_rows = 2;
	FilterIntake *intake = filter_intake_new(
	    place->base.store, place->config, program, &error);
	g_assert_no_error(error);
	return intake;
}

/* As "1 2!": what the next batch has, and which of it has a fault. */
static char *
next(FilterIntake *intake)
{
	g_autoptr(GArray) items = NULL;
	g_autoptr(GError) error = NULL;
	GString *ids = g_string_new(NULL);

	g_assert_true(filter_intake_next(intake, NOW, &items, &error));
	g_assert_no_error(error);
	for (unsigned i = 0; i < items->len; i++) {
		const FilterItem *item = &g_array_index(items, FilterItem, i);

		g_assert_true(!item->record == (item->fault != NULL));
		g_string_append_printf(ids, "%s%" G_GINT64_FORMAT "%s",
		    i ? " " : "", item->row.id, item->fault ? "!" : "");
	}
	g_assert_true(filter_intake_tend(intake, &error));
	return g_string_free(ids, FALSE);
}

static void
assert_next(FilterIntake *intake, const char *ids)
{
	g_autofree char *got = next(intake);

	g_assert_cmpstr(got, ==, ids);
}

static void
test_hands_out_in_order(TestPlace *place, const void *data)
{
	static const struct {
		const char *bodies;
		const char *batches[5];
	} cases[] = {
		{ "", { "" } },
		{ "o", { "1", "" } },
		{ "ooooo", { "2 3", "4 5", "6", "" } },
		{ "pooopp", { "7! 8", "9 10", "11! 12!", "" } },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(FilterIntake) intake = open_intake(place);

		put(place, cases[i].bodies);
		for (unsigned n = 0; cases[i].batches[n]; n++)
			assert_next(intake, cases[i].batches[n]);
		test_rows_run(
		    place->base.store, "UPDATE message SET state = 1");
	}
}

static void
test_is_one_batch_ahead(TestPlace *place, const void *data)
{
	static const char claimed[] =
	    "SELECT count(*) FROM message WHERE claim_epoch IS NOT NULL";
	g_autoptr(FilterIntake) intake = open_intake(place);

	(void)data;
	put(place, "ooooooo");
	assert_next(intake, "1 2");
	g_assert_cmpint(test_rows_int(place->base.store, claimed), ==, 4);
	assert_next(intake, "3 4");
	g_assert_cmpint(test_rows_int(place->base.store, claimed), ==, 6);
}

static void
test_the_next_one_begins_where_work_was_left(TestPlace *place, const void *data)
{
	g_autoptr(FilterIntake) intake = open_intake(place);
	int64_t epoch = filter_intake_epoch(intake);

	(void)data;
	put(place, "ooooo");
	assert_next(intake, "1 2");
	assert_next(intake, "3 4");
	test_rows_run(
	    place->base.store, "UPDATE message SET state = 1 WHERE id < 3");
	filter_intake_free(intake);
	intake = open_intake(place);
	g_assert_cmpint(filter_intake_epoch(intake), >, epoch);
	assert_next(intake, "3 4");
	assert_next(intake, "5");
	assert_next(intake, "");
}

/* What was taken too often is read with nothing ahead of it. */
static void
test_the_suspicious_comes_alone(TestPlace *place, const void *data)
{
	g_autoptr(FilterIntake) intake = open_intake(place);

	(void)data;
	put(place, "oooo");
	test_rows_run(
	    place->base.store, "UPDATE message SET tries = 5 WHERE id = 2");
	assert_next(intake, "1");
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT tries FROM message WHERE id = 2"),
	    ==, 5);
	assert_next(intake, "2");
	assert_next(intake, "3 4");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestPlace *, const void *);
	} tests[] = {
		{ "/filters/intake/order", test_hands_out_in_order },
		{ "/filters/intake/ahead", test_is_one_batch_ahead },
		{ "/filters/intake/again",
		    test_the_next_one_begins_where_work_was_left },
		{ "/filters/intake/alone", test_the_suspicious_comes_alone },
	};

	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return test_mails_serve();
	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestPlace, NULL, test_mails_set_up,
		    tests[i].run, test_mails_tear_down);
	return g_test_run();
}
