#include "net/backoff.h"

static void
assert_waits(NetBackoff *backoff, int least_s, int wait_s)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(g_test_rand_int());
	int got_s = net_backoff_failed(backoff, least_s, rand);

	g_assert_cmpint(got_s, <=, wait_s);
	g_assert_cmpint(got_s, >=, wait_s - wait_s / 10);
	g_assert_cmpint(got_s, >=, 1);
}

static void
test_doubles_up_to_the_cap(void)
{
	static const int waits_s[] = { 30, 60, 120, 200, 200 };
	g_autoptr(NetBackoff) backoff = net_backoff_new(30, 200);

	for (unsigned i = 0; i < G_N_ELEMENTS(waits_s); i++)
		assert_waits(backoff, 0, waits_s[i]);
	net_backoff_succeeded(backoff);
	assert_waits(backoff, 0, 30);
}

static void
test_a_refused_login_waits_long_at_once(void)
{
	g_autoptr(NetBackoff) backoff = net_backoff_new(1, 300);

	assert_waits(backoff, 900, 900);
	assert_waits(backoff, 0, 2);
	assert_waits(backoff, 900, 900);
}

static void
test_a_constant_wait(void)
{
	g_autoptr(NetBackoff) backoff = net_backoff_new(1, 1);

	for (int i = 0; i < 100; i++)
		assert_waits(backoff, 0, 1);
}

static void
test_the_longest_cap_never_overflows(void)
{
	g_autoptr(NetBackoff) backoff = net_backoff_new(G_MAXINT, G_MAXINT);

	assert_waits(backoff, 0, G_MAXINT);
	assert_waits(backoff, 0, G_MAXINT);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/net/backoff/doubles", test_doubles_up_to_the_cap);
	g_test_add_func(
	    "/net/backoff/auth", test_a_refused_login_waits_long_at_once);
	g_test_add_func("/net/backoff/constant", test_a_constant_wait);
	g_test_add_func(
	    "/net/backoff/overflow", test_the_longest_cap_never_overflows);
	return g_test_run();
}
