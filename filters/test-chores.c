#include "filters/learn/test-labels.h"
#include "filters/test-mails.h"

#include <string.h>
#include <unistd.h>

/* What is seen and done between two batches of a running filter. */
typedef struct {
	TestPlace *place;
	volatile sig_atomic_t stop;
	StoreLock *hold; /* on the learner; NULL: it may go on */
	int64_t mails;   /* put so far */
	int64_t before;  /* of them, filtered while the learner was held */
	const GString *log;
} Seen;

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
put_mail(Seen *seen)
{
	g_autofree char *id =
	    g_strdup_printf("%" G_GINT64_FORMAT "@x", ++seen->mails);

	(void)test_mails_put(seen->place,
	    &(TestMail){ .id = id, .body = "Today crashes at once it does." });
}

static int64_t
guessed(const Seen *seen)
{
	return test_rows_int(seen->place->base.store,
	    "SELECT count(*) FROM tag WHERE tag = 'bug' AND by = 2");
}

static int64_t
filtered(const Seen *seen)
{
	return test_rows_int(seen->place->base.store,
	           "SELECT count(*) FROM message WHERE state = 1") -
	       60;
}

/* Mail by mail: three while the learner waits, then one each time until a model
 * speaks. */
static void
go_on(int64_t done, int64_t total, void *data)
{
	Seen *seen = data;

	(void)done;
	(void)total;
	if (guessed(seen) > 0 || seen->mails == 1000) {
		seen->stop = 1;
		return;
	}
	if (filtered(seen) == 3 && seen->hold) {
		g_assert_cmpint(test_rows_int(seen->place->base.store,
		                    "SELECT count(*) FROM model"),
		    ==, 0);
		seen->before = filtered(seen);
		g_clear_pointer(&seen->hold, store_lock_free);
	}
	put_mail(seen);
}

static void
follow(Seen *seen, FilterProgress progress)
{
	g_autofree char *program = test_mails_program();
	FilterOptions options = test_mails_options(seen->place);
	g_autoptr(GError) error = NULL;

	options.program = program;
	options.stop = &seen->stop;
	options.progress = progress;
	options.data = seen;
	g_assert_true(filter_follow(seen->place->base.store, &options, &error));
	g_assert_no_error(error);
}

/* The learner goes to the same database by another name, under which a test can
 * keep it waiting. */
static void
send_learner_to(TestPlace *place, const char *name)
{
	g_free(place->config->database);
	place->config->database =
	    g_build_filename(place->base.folder, name, NULL);
}

static void
test_mail_does_not_wait_for_learning(TestPlace *place, const void *data)
{
	const GString *log = data;
	Seen seen = { .place = place, .log = log };

	test_mails_write(place, "t.rules", "press -> qa\n  journalist\n");
	test_labels_add(place->base.store, 0, 60);
	send_learner_to(place, "held.db");
	g_assert_cmpint(
	    symlink(place->base.path, place->config->database), ==, 0);
	seen.hold =
	    store_lock_take(place->config->database, STORE_LOCK_OPEN, 0, NULL);
	g_assert_nonnull(seen.hold);
	put_mail(&seen);
	follow(&seen, go_on);
	g_assert_cmpint(seen.before, ==, 3);
	g_assert_cmpint(guessed(&seen), ==, 1);
	g_assert_cmpint(filtered(&seen), ==, seen.mails);
	g_assert_nonnull(strstr(log->str, "learnt from labels: 1 tag\n"));
}

static void
stop_when_told(int64_t done, int64_t total, void *data)
{
	Seen *seen = data;

	(void)done;
	(void)total;
	if (strstr(seen->log->str, "learning") || seen->mails == 1000)
		seen->stop = 1;
	else
		put_mail(seen);
}

static void
test_learning_that_fails_is_told_once(TestPlace *place, const void *data)
{
	const GString *log = data;
	Seen seen = { .place = place, .log = log };
	const char *told;

	test_labels_add(place->base.store, 0, 60);
	test_mails_write(place, "broken.db", "This is no database at all.");
	send_learner_to(place, "broken.db");
	put_mail(&seen);
	follow(&seen, stop_when_told);
	g_assert_cmpint(filtered(&seen), ==, seen.mails);
	told = strstr(log->str, "learning from labels: ");
	g_assert_nonnull(told);
	g_assert_nonnull(strstr(told, "broken.db"));
	g_assert_null(strstr(told + 1, "learning from labels: "));
}

/* Until nobody is known any more and nothing is left to be done for that. */
static void
stop_when_settled(int64_t done, int64_t total, void *data)
{
	Seen *seen = data;
	Store *store = seen->place->base.store;

	(void)done;
	(void)total;
	if (++seen->mails == 100 ||
	    (test_rows_int(store, "SELECT count(*) FROM contact") == 0 &&
	        test_rows_int(store,
	            "SELECT count(*) FROM mark WHERE name = 'erasing'") == 0))
		seen->stop = 1;
}

static void
test_retention_is_done_with(TestPlace *place, const void *data)
{
	const GString *log = data;
	Seen seen = { .place = place, .log = log };
	g_autofree char *bytes = NULL;
	size_t length;

	(void)test_mails_put(
	    place, &(TestMail){ .id = "a@x", .body = "The xylophone broke." });
	test_mails_run(place);
	place->config->retention.contact_months = 1;
	place->clock.fixed_at = NOW + 40 * 86400;
	follow(&seen, stop_when_settled);
	g_assert_cmpint(seen.mails, <, 100);
	g_assert_nonnull(strstr(log->str, "all of 1 person\n"));
	g_assert_true(
	    g_file_get_contents(place->base.path, &bytes, &length, NULL));
	g_assert_null(memmem(bytes, length, "xylophone", 9));
}

int
main(int argc, char **argv)
{
	g_autoptr(GString) log = g_string_new(NULL);

	g_test_init(&argc, &argv, NULL);
	g_log_set_writer_func(keep_message, log, NULL);
	g_test_add("/filters/chores/beside", TestPlace, log, test_mails_set_up,
	    test_mail_does_not_wait_for_learning, test_mails_tear_down);
	g_test_add("/filters/chores/fails", TestPlace, log, test_mails_set_up,
	    test_learning_that_fails_is_told_once, test_mails_tear_down);
	g_test_add("/filters/chores/retention", TestPlace, log,
	    test_mails_set_up, test_retention_is_done_with,
	    test_mails_tear_down);
	return g_test_run();
}
