#include "cli/supervisor.h"

#include "core/error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#define GRACE_MS 2000

typedef struct {
	char *folder, *log;
	size_t want_bytes; /* idle once the log has so many */
	int64_t until_us;
} Place;

static void
set_up(Place *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-run-XXXXXX", NULL);
	self->log = g_build_filename(self->folder, "log", NULL);
	self->until_us = g_get_monotonic_time() + 20 * G_USEC_PER_SEC;
}

static void
tear_down(Place *self, const void *data)
{
	(void)data;
	(void)g_remove(self->log);
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->log);
}

static size_t
log_bytes(const Place *self)
{
	GStatBuf status;

	return g_stat(self->log, &status) == 0 ? (size_t)status.st_size : 0;
}

static bool
is_logged(void *data, bool *ret_idle, GError **error)
{
	const Place *self = data;

	(void)error;
	g_assert_cmpint(g_get_monotonic_time(), <, self->until_us);
	*ret_idle = log_bytes(self) >= self->want_bytes;
	return true;
}

/* Runs @script under the supervisor until it has logged @want_bytes. */
static bool
supervise(Place *place, const char *script, size_t want_bytes, GError **error)
{
	g_autofree char *whole =
	    g_strdup_printf("log='%s'; %s", place->log, script);
	const char *const argv[] = { "/bin/sh", "-c", whole, NULL };
	const CliChild child = { "test", argv, true };
	const CliSupervision supervision = { GRACE_MS, is_logged, place };

	place->want_bytes = want_bytes;
	return cli_supervise(&child, 1, &supervision, error);
}

static void
test_starts_again(Place *place, const void *data)
{
	/* Ends once, by exit code or signal, then stays. */
	g_autofree char *script = g_strdup_printf(
	    "printf x >> $log; [ $(wc -c < $log) = 2 ] && exec sleep 60; %s",
	    (const char *)data);
	g_autoptr(GError) error = NULL;

	g_test_expect_message("run", G_LOG_LEVEL_WARNING, "*ended by*");
	g_assert_true(supervise(place, script, 2, &error));
	g_assert_no_error(error);
	g_test_assert_expected_messages();
}

static void
test_gives_up_on_a_wrong_config(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_false(supervise(place, "exit 78", 1, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
}

static void
test_asks_politely_first(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_true(supervise(place,
	    "trap 'printf yy >> $log; exit 0' TERM; printf x >> $log;"
	    " while :; do sleep 0.05; done",
	    1, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(log_bytes(place), ==, 3);
}

static void
test_passes_on_that_rules_changed(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	/* The child makes its supervisor get what it then waits for. */
	g_assert_true(supervise(place,
	    "trap 'printf yy >> $log' HUP; printf x >> $log; kill -HUP $PPID;"
	    " while :; do sleep 0.05; done",
	    3, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(log_bytes(place), ==, 3);
}

static void
test_kills_what_will_not_stop(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_test_expect_message("run", G_LOG_LEVEL_WARNING, "*did not stop*");
	g_assert_true(supervise(place,
	    "trap '' TERM; echo $$ > $log; while :; do sleep 0.05; done", 1,
	    &error));
	g_test_assert_expected_messages();
	g_autofree char *pid = NULL;
	g_assert_true(g_file_get_contents(place->log, &pid, NULL, NULL));
	g_assert_cmpint(kill((pid_t)atoi(pid), 0), ==, -1);
}

static void
test_reports_a_missing_program(void)
{
	const char *const argv[] = { "/nonexistent/tribune", NULL };
	const CliChild child = { "test", argv, true };
	const CliSupervision supervision = { GRACE_MS, NULL, NULL };
	g_autoptr(GError) error = NULL;

	g_assert_false(cli_supervise(&child, 1, &supervision, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
}

static void
test_waits_longer_each_time(void)
{
	static const int waits_ms[] = { 500, 1000, 2000, 4000, 8000, 16000,
		32000, 60000, 60000 };

	for (int i = 0; i < (int)G_N_ELEMENTS(waits_ms); i++)
		g_assert_cmpint(cli_restart_wait_ms(i + 1), ==, waits_ms[i]);
	g_assert_cmpint(cli_restart_wait_ms(G_MAXINT), ==, 60000);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path, *data;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/cli/supervisor/exits", "exit 1", test_starts_again },
		{ "/cli/supervisor/killed", "kill -9 $$", test_starts_again },
		{ "/cli/supervisor/config", NULL,
		    test_gives_up_on_a_wrong_config },
		{ "/cli/supervisor/polite", NULL, test_asks_politely_first },
		{ "/cli/supervisor/reloads", NULL,
		    test_passes_on_that_rules_changed },
		{ "/cli/supervisor/stubborn", NULL,
		    test_kills_what_will_not_stop },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, tests[i].data, set_up,
		    tests[i].run, tear_down);
	g_test_add_func(
	    "/cli/supervisor/missing", test_reports_a_missing_program);
	g_test_add_func("/cli/supervisor/waits", test_waits_longer_each_time);
	return g_test_run();
}
