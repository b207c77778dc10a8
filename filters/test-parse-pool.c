#include "filters/parse-pool.h"

#include "core/error.h"
#include "filters/error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAIL "From: ann@example.com\nSubject: s\n\nwords\n"

static char *
program(void)
{
	const char *folder = g_getenv("top_builddir");

	return g_build_filename(folder ? folder : ".", "tribune", NULL);
}

static FilterParsePool *
new_pool(const char *path, int n_children, int64_t parse_ms)
{
	g_autofree char *own = program();
	g_autoptr(GError) error = NULL;
	MailReadOptions options = { .domains = NULL };

	core_limits_default(&options.limits);
	options.limits.parse_ms = parse_ms;
	FilterParsePool *pool = filter_parse_pool_new(
	    path ? path : own, &options, n_children, &error);
	g_assert_no_error(error);
	return pool;
}

static void
submit(FilterParsePool *pool, int64_t id, const char *mail)
{
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));

	filter_parse_pool_submit(pool, id, raw);
}

static void
assert_reads(FilterParsePool *pool, int64_t id)
{
	g_auto(FilterParsed) parsed = { .record = NULL };
	g_autoptr(GError) error = NULL;

	submit(pool, id, MAIL);
	g_assert_true(filter_parse_pool_collect(pool, &parsed, &error));
	g_assert_no_error(parsed.fault);
	g_assert_cmpint(parsed.id, ==, id);
	g_assert_cmpstr(parsed.record->own_words, ==, "words");
	g_assert_cmpint(filter_parse_pool_pending(pool), ==, 0);
}

static void
assert_fails(FilterParsePool *pool, int64_t id, const char *why)
{
	g_auto(FilterParsed) parsed = { .record = NULL };
	g_autoptr(GError) error = NULL;

	g_assert_true(filter_parse_pool_collect(pool, &parsed, &error));
	g_assert_error(parsed.fault, FILTER_ERROR, FILTER_ERROR_CHILD);
	g_assert_nonnull(strstr(parsed.fault->message, why));
	g_assert_null(parsed.record);
	g_assert_cmpint(parsed.id, ==, id);
}

/* The one child of this process. */
static pid_t
child_pid(void)
{
	g_autofree char *path =
	    g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
	g_autofree char *pids = NULL;

	g_assert_true(g_file_get_contents(path, &pids, NULL, NULL));
	return (pid_t)strtol(pids, NULL, 10);
}

static void
test_every_mail_comes_back_once(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 3, 20000);
	bool seen[200] = { false };

	for (int i = 0; i < 200; i++) {
		g_autofree char *mail =
		    g_strdup_printf("Subject: %d\n\nwords %d\n", i, i);

		submit(pool, i, mail);
	}
	g_assert_cmpint(filter_parse_pool_pending(pool), ==, 200);
	while (filter_parse_pool_pending(pool)) {
		g_auto(FilterParsed) parsed = { .record = NULL };

		g_assert_true(filter_parse_pool_collect(pool, &parsed, NULL));
		g_autofree char *subject =
		    g_strdup_printf("%" G_GINT64_FORMAT, parsed.id);
		g_assert_cmpstr(parsed.record->subject, ==, subject);
		g_assert_false(seen[parsed.id]);
		seen[parsed.id] = true;
	}
}

static void
test_a_child_that_hangs_is_replaced(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 1, 300);

	assert_reads(pool, 1);
	g_assert_cmpint(kill(child_pid(), SIGSTOP), ==, 0);
	submit(pool, 2, MAIL);
	assert_fails(pool, 2, "longer than 300 ms");
	assert_reads(pool, 2);
}

/* Stopped for longer than the limit, it has used no time of its own. */
static void *
go_on_soon(void *data)
{
	g_usleep(500000);
	(void)kill(GPOINTER_TO_INT(data), SIGCONT);
	return NULL;
}

static void
test_a_child_that_is_not_let_run_is_not_late(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 1, 300);

	assert_reads(pool, 1);
	pid_t pid = child_pid();
	g_assert_cmpint(kill(pid, SIGSTOP), ==, 0);
	GThread *waker =
	    g_thread_new("waker", go_on_soon, GINT_TO_POINTER(pid));
	assert_reads(pool, 2);
	g_thread_join(waker);
	g_assert_cmpint(child_pid(), ==, pid);
}

static void *
kill_soon(void *data)
{
	g_usleep(100000);
	(void)kill(GPOINTER_TO_INT(data), SIGKILL);
	return NULL;
}

static void
test_a_child_that_dies_is_replaced(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 1, 20000);

	assert_reads(pool, 1);
	pid_t pid = child_pid();
	g_assert_cmpint(kill(pid, SIGSTOP), ==, 0);
	GThread *killer =
	    g_thread_new("killer", kill_soon, GINT_TO_POINTER(pid));
	submit(pool, 2, MAIL);
	assert_fails(pool, 2, "was killed");
	g_thread_join(killer);
	assert_reads(pool, 2);
}

static void
test_a_child_that_dies_idle_costs_no_mail(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 1, 20000);

	assert_reads(pool, 1);
	g_assert_cmpint(kill(child_pid(), SIGKILL), ==, 0);
	g_usleep(50000);
	submit(pool, 2, MAIL);
	g_auto(FilterParsed) parsed = { .record = NULL };
	g_assert_true(filter_parse_pool_collect(pool, &parsed, NULL));
	if (parsed.fault) /* it was asked before its death was seen */
		assert_reads(pool, 2);
}

/* Of several mails that it had none can be told to be the deadly one: all are
 * for the caller to try alone. */
static void
test_a_child_that_dies_blames_all_that_it_had(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 1, 20000);
	bool seen[20] = { false };

	assert_reads(pool, 1);
	pid_t pid = child_pid();
	g_assert_cmpint(kill(pid, SIGSTOP), ==, 0);
	GThread *killer =
	    g_thread_new("killer", kill_soon, GINT_TO_POINTER(pid));
	for (int i = 0; i < 20; i++)
		submit(pool, i, MAIL);
	for (int i = 0; i < 20; i++) {
		g_auto(FilterParsed) parsed = { .record = NULL };

		g_assert_true(filter_parse_pool_collect(pool, &parsed, NULL));
		g_assert_error(parsed.fault, FILTER_ERROR, FILTER_ERROR_CHILD);
		g_assert_false(seen[parsed.id]);
		seen[parsed.id] = true;
	}
	g_thread_join(killer);
	assert_reads(pool, 1);
}

/* A large mail waits until the child has no other. */
static void
test_small_and_large_mails_mix(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 2, 20000);
	g_autofree char *body = g_strnfill(1000000, 'x');
	g_autofree char *large = g_strconcat("Subject: large\n\n", body, NULL);
	int large_ones = 0;

	for (int i = 0; i < 100; i++)
		submit(pool, i, i % 10 == 3 ? large : MAIL);
	while (filter_parse_pool_pending(pool)) {
		g_auto(FilterParsed) parsed = { .record = NULL };
		bool is_large;

		g_assert_true(filter_parse_pool_collect(pool, &parsed, NULL));
		g_assert_no_error(parsed.fault);
		is_large = strcmp(parsed.record->subject, "large") == 0;
		g_assert_cmpint(is_large, ==, parsed.id % 10 == 3);
		large_ones += is_large;
	}
	g_assert_cmpint(large_ones, ==, 10);
}

/* What a terminal or a service manager sends to all leaves the child be. */
static void
test_signals_to_all_do_not_break_a_mail_off(void)
{
	g_autoptr(FilterParsePool) pool = new_pool(NULL, 1, 20000);

	assert_reads(pool, 1);
	g_assert_cmpint(kill(child_pid(), SIGTERM), ==, 0);
	g_assert_cmpint(kill(child_pid(), SIGINT), ==, 0);
	assert_reads(pool, 2);
}

/* A program that says it is ready, waits to be asked and prints @lie. */
static char *
write_liar(const char *folder, const char *lie)
{
	char *path = g_build_filename(folder, "liar", NULL);
	g_autofree char *script = g_strdup_printf("#!/bin/sh\n"
	                                          "printf '\\0\\0\\0\\0' >&3\n"
	                                          "sleep 0.3\n"
	                                          "printf '%s' >&3\n"
	                                          "sleep 5\n",
	    lie);

	g_assert_true(g_file_set_contents(path, script, -1, NULL));
	g_assert_cmpint(g_chmod(path, 0700), ==, 0);
	return path;
}

static void
test_a_child_that_lies_is_not_believed(void)
{
	static const struct {
		const char *lie, *why;
	} rows[] = {
		{ "\\0\\0\\0\\002{}", "sent no record" },
		{ "\\0\\0\\0\\003abc", "sent no record" },
		{ "\\377\\377\\377\\377x", "more than an answer" },
		{ "\\0\\0\\0\\0x", "more than an answer" },
		{ "\\0\\0\\0\\020{\"origin\":\"king\"}",
		    "more than an answer" },
		{ "\\0\\0\\0\\004\\0\\0\\0\\200", "sent no record" },
	};
	g_autofree char *folder = g_dir_make_tmp("tribune-XXXXXX", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *liar = write_liar(folder, rows[i].lie);
		g_autoptr(FilterParsePool) pool = new_pool(liar, 1, 20000);

		submit(pool, 7, MAIL);
		assert_fails(pool, 7, rows[i].why);
		g_assert_cmpint(g_unlink(liar), ==, 0);
	}
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void
test_what_cannot_be_started_is_the_pools_error(void)
{
	MailReadOptions options = { .domains = NULL };
	g_autoptr(GError) absent = NULL, ended = NULL;
	g_auto(FilterParsed) parsed = { .record = NULL };

	core_limits_default(&options.limits);
	g_assert_null(
	    filter_parse_pool_new("/no/such/program", &options, 1, &absent));
	g_assert_error(absent, CORE_ERROR, CORE_ERROR_IO);
	g_autoptr(FilterParsePool) pool = new_pool("/bin/false", 1, 20000);
	submit(pool, 1, MAIL);
	g_assert_false(filter_parse_pool_collect(pool, &parsed, &ended));
	g_assert_error(ended, CORE_ERROR, CORE_ERROR_IO);
}

static void
test_too_long_a_mail_is_cut(void)
{
	g_autofree char *own = program();
	g_autofree char *body = g_strnfill(100, 'x');
	g_autofree char *mail = g_strconcat("Subject: s\n\n", body, NULL);
	MailReadOptions options = { .domains = NULL };
	g_auto(FilterParsed) parsed = { .record = NULL };

	core_limits_default(&options.limits);
	options.limits.message_bytes = 32;
	g_autoptr(FilterParsePool) pool =
	    filter_parse_pool_new(own, &options, 1, NULL);
	submit(pool, 1, mail);
	g_assert_true(filter_parse_pool_collect(pool, &parsed, NULL));
	g_assert_cmpint(strlen(parsed.record->text), ==, 20);
	g_assert_cmpstr(g_ptr_array_index(parsed.record->flags,
	                    parsed.record->flags->len - 1),
	    ==, "message-cut");
}

static void
test_too_much_memory_costs_the_child_alone(void)
{
#if defined(TRIBUNE_SANITIZERS) || defined(TRIBUNE_NO_ISOLATION)
	g_test_skip("this build does not limit memory");
#else
	g_autofree char *own = program();
	g_autofree char *body = g_strnfill(45000000, 'x');
	MailReadOptions options = { .domains = NULL };

	core_limits_default(&options.limits);
	options.limits.parse_memory_bytes = INT64_C(80) * 1024 * 1024;
	g_autoptr(FilterParsePool) pool =
	    filter_parse_pool_new(own, &options, 1, NULL);
	submit(pool, 1, body);
	assert_fails(pool, 1, "had no more memory");
	assert_reads(pool, 2);
#endif
}

/* Whether @pid is gone, or waits only for somebody to take its status. */
static bool
is_dead(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid);
	g_autofree char *stat = NULL;

	return !g_file_get_contents(path, &stat, NULL, NULL) ||
	       strstr(stat, ") Z ") != NULL;
}

static void
test_children_die_with_their_parent(void)
{
	int ends[2];
	pid_t child, grandchild;

	g_assert_cmpint(pipe(ends), ==, 0);
	child = fork();
	g_assert_cmpint(child, >=, 0);
	if (child == 0) {
		FilterParsePool *pool = new_pool(NULL, 1, 20000);

		assert_reads(pool, 1);
		grandchild = child_pid();
		/* stopped, it cannot see that its socket closes */
		(void)kill(grandchild, SIGSTOP);
		if (write(ends[1], &grandchild, sizeof grandchild) < 0)
			_exit(1);
		_exit(0);
	}
	g_assert_cmpint(read(ends[0], &grandchild, sizeof grandchild), ==,
	    sizeof grandchild);
	g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
	for (int i = 0; i < 500 && !is_dead(grandchild); i++)
		g_usleep(10000);
	g_assert_true(is_dead(grandchild));
	close(ends[0]);
	close(ends[1]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/parse-pool/once", test_every_mail_comes_back_once);
	g_test_add_func(
	    "/filters/parse-pool/hangs", test_a_child_that_hangs_is_replaced);
	g_test_add_func("/filters/parse-pool/not-let-run",
	    test_a_child_that_is_not_let_run_is_not_late);
	g_test_add_func(
	    "/filters/parse-pool/dies", test_a_child_that_dies_is_replaced);
	g_test_add_func("/filters/parse-pool/dies-idle",
	    test_a_child_that_dies_idle_costs_no_mail);
	g_test_add_func("/filters/parse-pool/dies-with-many",
	    test_a_child_that_dies_blames_all_that_it_had);
	g_test_add_func(
	    "/filters/parse-pool/sizes", test_small_and_large_mails_mix);
	g_test_add_func("/filters/parse-pool/signals",
	    test_signals_to_all_do_not_break_a_mail_off);
	g_test_add_func(
	    "/filters/parse-pool/lies", test_a_child_that_lies_is_not_believed);
	g_test_add_func("/filters/parse-pool/start",
	    test_what_cannot_be_started_is_the_pools_error);
	g_test_add_func(
	    "/filters/parse-pool/too-long", test_too_long_a_mail_is_cut);
	g_test_add_func("/filters/parse-pool/memory",
	    test_too_much_memory_costs_the_child_alone);
	g_test_add_func(
	    "/filters/parse-pool/orphans", test_children_die_with_their_parent);
	return g_test_run();
}
