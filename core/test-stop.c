#include "core/stop.h"

#include <glib.h>
#include <stdint.h>

static void *
ask(void *data)
{
	core_stop_ask(data);
	return NULL;
}

/* That no more than this is needed between threads, scripts/threads shows. */
static void
test_is_seen_by_another_thread(void)
{
	volatile sig_atomic_t stop = 0;
	int64_t until_us = g_get_monotonic_time() + 10 * G_USEC_PER_SEC;
	GThread *thread;

	g_assert_false(core_stop_is_asked(&stop));
	thread = g_thread_new("stop", ask, (void *)(uintptr_t)&stop);
	while (!core_stop_is_asked(&stop) && g_get_monotonic_time() < until_us)
		g_thread_yield();
	g_assert_true(core_stop_is_asked(&stop));
	g_thread_join(thread);
}

static void
test_nobody_can_ask(void)
{
	g_assert_false(core_stop_is_asked(NULL));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stop/thread", test_is_seen_by_another_thread);
	g_test_add_func("/stop/nobody", test_nobody_can_ask);
	return g_test_run();
}
