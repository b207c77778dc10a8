#include "filters/test-mails.h"

#include <string.h>

/* What a running filter is told between two batches. */
typedef struct {
	const TestPlace *place;
	volatile sig_atomic_t stop, reload;
	int batches;
} Told;

static GLogWriterOutput
keep_message(
    GLogLevelFlags level, const GLogField *fields, size_t n_fields, void *data)
{
	(void)level;
	for (size_t i = 0; i < n_fields; i++)
		if (strcmp(fields[i].key, "MESSAGE") == 0)
			g_string_append_printf(
			    data, "%s\n", (const char *)fields[i].value);
	return G_LOG_WRITER_HANDLED;
}

static void
tell(int64_t done, int64_t total, void *data)
{
	static const char *const rules[] = { "second -> qa\n  crash\n",
		"third -> qa\n  crash and (\n", NULL };
	Told *told = data;

	(void)done;
	(void)total;
	if (told->batches == (int)G_N_ELEMENTS(rules) - 1) {
		told->stop = 1;
		return;
	}
	test_mails_write(told->place, "t.rules", rules[told->batches++]);
	told->reload = 1;
}

static int64_t
count(const TestPlace *place, const char *tag)
{
	g_autofree char *sql =
	    g_strdup_printf("SELECT count(*) FROM tag WHERE tag = '%s'", tag);

	return test_rows_int(place->base.store, sql);
}

/* Three batches: by the first rules, by changed ones, and by those again when
 * the next are faulty. */
static void
test_rules_change_between_batches(TestPlace *place, const void *data)
{
	g_autofree char *path = test_mails_program();
	FilterOptions options = test_mails_options(place);
	Told told = { .place = place };
	g_autoptr(GString) log = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	(void)data;
	g_log_set_writer_func(keep_message, log, NULL);
	test_mails_write(place, "t.rules", "first -> qa\n  crash\n");
	for (int i = 0; i < 300; i++) {
		g_autofree char *id = g_strdup_printf("%d@x", i);

		(void)test_mails_put(
		    place, &(TestMail){ .id = id, .body = "A crash." });
	}
	options.program = path;
	options.stop = &told.stop;
	options.reload = &told.reload;
	options.progress = tell;
	options.data = &told;
	g_assert_true(filter_follow(place->base.store, &options, &error));
	g_assert_no_error(error);
	g_assert_cmpint(count(place, "first"), ==, 100);
	g_assert_cmpint(count(place, "second"), ==, 200);
	g_assert_nonnull(strstr(log->str, "the rules were read again\n"));
	g_assert_nonnull(strstr(log->str, "the rules stay as they were: "));
	g_assert_nonnull(strstr(log->str, "t.rules:2:"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/filters/reload", TestPlace, NULL, test_mails_set_up,
	    test_rules_change_between_batches, test_mails_tear_down);
	return g_test_run();
}
