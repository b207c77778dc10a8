#include "core/url.h"

#include <glib.h>

static void
test_hosts_of_this_machine(void)
{
	static const struct {
		const char *host;
		bool is_here;
	} cases[] = {
		{ "localhost", true },
		{ "LOCALHOST", true },
		{ "127.0.0.1", true },
		{ "127.8.9.10", true },
		{ "::1", true },
		{ "", false },
		{ "10.0.0.1", false },
		{ "127.0.0.1.example.com", false },
		{ "localhost.example.com", false },
		{ "::2", false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(
		    core_host_is_loopback(cases[i].host), ==, cases[i].is_here);
}

static void
test_addresses_that_keep_a_secret(void)
{
	static const struct {
		const char *url;
		bool is_safe;
	} cases[] = {
		{ "https://login.example/t/oauth2/v2.0/token", true },
		{ "HTTPS://login.example:8443/?a=b", true },
		{ "http://localhost:8080/token", true },
		{ "http://127.0.0.1/token", true },
		{ "http://[::1]:80/token", true },
		{ "http://login.example/token", false },
		{ "http://localhost.login.example/", false },
		{ "http://localhost@login.example/", false },
		{ "https://user:pass@login.example/", false },
		{ "https://login.example/#part", false },
		{ "https://login.example/a b", false },
		{ "https://login.example/\r\nHost: x", false },
		{ "https:///token", false },
		{ "https:login.example", false },
		{ "ftp://localhost/", false },
		{ "file:///etc/passwd", false },
		{ "login.example", false },
		{ "", false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].url);
		g_assert_cmpint(
		    core_url_is_safe(cases[i].url), ==, cases[i].is_safe);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/url/hosts", test_hosts_of_this_machine);
	g_test_add_func("/core/url/safe", test_addresses_that_keep_a_secret);
	return g_test_run();
}
