#include "net/token.h"

#include "core/stop.h"
#include "net/error.h"
#include "net/secret.h"
#include "net/test-oauthd.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define GOOGLE "google person common app ann"
#define MICROSOFT "microsoft person common app ann"
#define END                                                                    \
	{                                                                      \
		NULL, 0, NULL                                                  \
	}
#define REFRESH "grant_type=refresh_token&client_id=app&client_secret=hush&"

static NetToken *
get(const CoreServer *server, const NetToken *refused)
{
	g_autoptr(GError) error = NULL;
	NetToken *token = net_token_get(server, refused, NULL, &error);

	g_assert_no_error(error);
	return token;
}

static void
assert_fails(const CoreServer *server, int code, const char *words)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(net_token_get(server, NULL, NULL, &error));
	g_assert_error(error, NET_ERROR, code);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, words));
	g_assert_null(strstr(error->message, "hush"));
	g_assert_null(strstr(error->message, "REFRESH"));
}

static void
assert_kept(const CoreServer *server, const char *key, const char *value)
{
	g_autofree char *kept = test_oauthd_kept(server, key);

	g_assert_cmpstr(kept, ==, value);
}

/* The end of the script would fail the test if it were asked. */
static void
test_a_good_token_is_used_as_it_is(void)
{
	static const TestAnswer nothing[] = { END };
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(nothing);
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	test_oauthd_write(&server, GOOGLE, "ACCESS", "REFRESH", 120);
	g_autoptr(NetToken) token = get(&server, NULL);
	g_assert_cmpstr(net_token_text(token), ==, "ACCESS");
}

static void
test_a_token_is_renewed_a_minute_early(void)
{
	static const TestAnswer answers[] = {
		{ REFRESH "refresh_token=REFRESH%2F1", 200,
		    "{\"access_token\":\"NEW\",\"expires_in\":3600,"
		    "\"token_type\":\"Bearer\"}" },
		END,
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL };
	GStatBuf st;

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	test_oauthd_write(&server, GOOGLE, "ACCESS", "REFRESH/1", 55);
	for (int i = 0; i < 2; i++) { /* the second time it is kept */
		g_autoptr(NetToken) token = get(&server, NULL);
		g_assert_cmpstr(net_token_text(token), ==, "NEW");
	}
	assert_kept(&server, "refresh_token", "REFRESH/1");
	g_assert_cmpint(g_stat(server.oauth.token_file, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 07777, ==, 0600);
	g_assert_null(net_secret_warning(&server));
}

static void
test_a_new_refresh_token_takes_the_place_of_the_old(void)
{
	static const TestAnswer answers[] = {
		{ "grant_type=refresh_token&client_id=app&refresh_token=R1&"
		  "scope=https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser."
		  "All%20https%3A%2F%2Foutlook.office.com%2FSMTP.Send%20"
		  "offline_access",
		    200,
		    "{\"access_token\":\"A2\",\"refresh_token\":\"R2\","
		    "\"expires_in\":\"1\"}" },
		{ "*&refresh_token=R2&*", 200,
		    "{\"access_token\":\"A3\",\"refresh_token\":\"R3\"}" },
		END,
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_MICROSOFT, &server);
	test_oauthd_write(&server, MICROSOFT, "A1", "R1", 0);
	g_autoptr(NetToken) second = get(&server, NULL);
	g_assert_cmpstr(net_token_text(second), ==, "A2");
	assert_kept(&server, "refresh_token", "R2");
	g_autoptr(NetToken) third = get(&server, NULL);
	g_assert_cmpstr(net_token_text(third), ==, "A3");
	assert_kept(&server, "refresh_token", "R3");
}

static void
test_a_refused_token_is_renewed_unless_another_did(void)
{
	static const TestAnswer answers[] = {
		{ "*refresh_token=R1", 200,
		    "{\"access_token\":\"A2\",\"expires_in\":3600}" },
		END,
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	test_oauthd_write(&server, GOOGLE, "A1", "R1", 3600);
	g_autoptr(NetToken) refused = get(&server, NULL);
	for (int i = 0; i < 2; i++) {
		g_autoptr(NetToken) token = get(&server, refused);
		g_assert_cmpstr(net_token_text(token), ==, "A2");
	}
}

static void
test_an_app_needs_no_login(void)
{
	static const TestAnswer answers[] = {
		{ "grant_type=client_credentials&client_id=app&client_secret="
		  "hush&scope=https%3A%2F%2Foutlook.office365.com%2F.default",
		    200, "{\"access_token\":\"A\",\"expires_in\":3599}" },
		END,
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL }, google = { .name = NULL };
	char tenant[] = "tideway.example";

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &google);
	test_oauthd_account(oauthd, CORE_AUTH_MICROSOFT, &server);
	server.oauth.tenant = tenant;
	server.oauth.client_secret_file = google.oauth.client_secret_file;
	g_autoptr(NetToken) token = get(&server, NULL);
	g_assert_cmpstr(net_token_text(token), ==, "A");
	assert_kept(&server, "access_token", "A");
	assert_kept(&server, "refresh_token", NULL);
}

static void
test_refusals_say_what_to_do(void)
{
	static const struct {
		TestAnswer answers[2];
		int code;
		const char *words;
	} cases[] = {
		{ { { "*", 400, "{\"error\":\"invalid_grant\"}" }, END },
		    NET_ERROR_AUTH, "`tribune login box`: invalid_grant" },
		{ { { "*", 400,
		        "{\"error\":\"invalid_grant\",\"error_description\":"
		        "\"AADSTS70008: ann@tideway.example has REFRESH\"}" },
		      END },
		    NET_ERROR_AUTH, "invalid_grant (AADSTS70008)" },
		{ { { "*", 401, "{\"error\":\"invalid_client\"}" }, END },
		    NET_ERROR_AUTH, "client-id and client-secret-file of box" },
		{ { { "*", 400, "{\"error\":\"interaction_required\"}" }, END },
		    NET_ERROR_AUTH, "`tribune login box`" },
		{ { { "*", 400, "{\"error\":\"temporarily_unavailable\"}" },
		      END },
		    NET_ERROR_NETWORK, "temporarily_unavailable" },
		{ { { "*", 503, "{\"error\":\"invalid_grant\"}" }, END },
		    NET_ERROR_NETWORK, "token for box: invalid_grant" },
		{ { { "*", 429, "{}" }, END }, NET_ERROR_NETWORK,
		    "HTTP status 429" },
		{ { { "*", 302, "{}" }, END }, NET_ERROR_NETWORK,
		    "HTTP status 302" },
		{ { { "*", 200, "{}" }, END }, NET_ERROR_NETWORK,
		    "no good access_token" },
		{ { { "*", 200, "{\"access_token\":\"a b\"}" }, END },
		    NET_ERROR_NETWORK, "no good access_token" },
		{ { { "*", 200, "{\"access_token\":\"a\\u0001b\"}" }, END },
		    NET_ERROR_NETWORK, "no good access_token" },
		{ { { "*", 200, "{\"access_token\":7}" }, END },
		    NET_ERROR_NETWORK, "no good access_token" },
		{ { { "*", 200,
		        "{\"access_token\":\"a\",\"token_type\":\"mac\"}" },
		      END },
		    NET_ERROR_NETWORK, "no good token_type" },
		{ { { "*", 200,
		        "{\"access_token\":\"a\",\"refresh_token\":\"\"}" },
		      END },
		    NET_ERROR_NETWORK, "no good refresh_token" },
		{ { { "*", 200, "[1]" }, END }, NET_ERROR_NETWORK,
		    "status 200, is no JSON" },
		{ { { "*", 200, "<html>" }, END }, NET_ERROR_NETWORK,
		    "status 200, is no JSON" },
		{ { { "*", 200, "" }, END }, NET_ERROR_NETWORK,
		    "status 200, is no JSON" },
		{ { { "*", 0, "garbage\r\n\r\n" }, END }, NET_ERROR_NETWORK,
		    "127.0.0.1" },
		{ { { "*", 0, "" }, END }, NET_ERROR_NETWORK, "127.0.0.1" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(TestOAuthd) oauthd =
		    test_oauthd_start(cases[i].answers);
		CoreServer server = { .name = NULL };

		test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
		test_oauthd_write(&server, GOOGLE, "OLD", "REFRESH", 0);
		assert_fails(&server, cases[i].code, cases[i].words);
		assert_kept(&server, "refresh_token", "REFRESH");
		assert_kept(&server, "access_token", "OLD");
	}
}

static void
test_without_a_login_nobody_is_asked(void)
{
	static const TestAnswer nothing[] = { END };
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(nothing);
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	assert_fails(&server, NET_ERROR_AUTH, "run `tribune login box`");
	test_oauthd_write(&server, "google person common app bob", "A", "R", 9);
	assert_fails(&server, NET_ERROR_AUTH, "nobody has logged in for box");
	test_oauthd_write(&server, GOOGLE, NULL, NULL, 0);
	assert_fails(&server, NET_ERROR_AUTH, "nobody has logged in for box");
	g_assert_true(g_file_set_contents(
	    server.oauth.token_file, "{\"account\": 1}", -1, NULL));
	assert_fails(&server, NET_ERROR_CONFIG, "holds no tokens");
	g_assert_true(
	    g_file_set_contents(server.oauth.token_file, "{\"acc", -1, NULL));
	assert_fails(&server, NET_ERROR_CONFIG, "holds no tokens");
	g_assert_cmpint(g_unlink(server.oauth.token_file), ==, 0);
	server.oauth.token_file = (char[]){ "/proc/tokens/box.json" };
	assert_fails(&server, NET_ERROR_AUTH, "nobody");
}

static void *
get_in_thread(void *server)
{
	return get(server, NULL);
}

/* The server's second refusal would fail this. */
static void
test_of_many_at_once_one_asks(void)
{
	static const TestAnswer answers[] = {
		{ "*refresh_token=R1", 200,
		    "{\"access_token\":\"A2\",\"refresh_token\":\"R2\","
		    "\"expires_in\":3600}" },
		END,
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL };
	GThread *threads[8];

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	test_oauthd_write(&server, GOOGLE, "A1", "R1", 0);
	for (unsigned i = 0; i < G_N_ELEMENTS(threads); i++)
		threads[i] = g_thread_new("asks", get_in_thread, &server);
	for (unsigned i = 0; i < G_N_ELEMENTS(threads); i++) {
		g_autoptr(NetToken) token = g_thread_join(threads[i]);
		g_assert_cmpstr(net_token_text(token), ==, "A2");
	}
}

static void *
stop_soon(void *data)
{
	g_usleep(G_USEC_PER_SEC / 5);
	core_stop_ask(data);
	return NULL;
}

static void
test_stopping_ends_the_waiting(void)
{
	static const TestAnswer answers[] = { { "*", 200, NULL }, END };
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL };
	volatile sig_atomic_t stop = 0;
	g_autoptr(GError) error = NULL;
	int64_t began_us = g_get_monotonic_time();

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	test_oauthd_write(&server, GOOGLE, "A1", "R1", 0);
	GThread *stopper =
	    g_thread_new("stop", stop_soon, (void *)(uintptr_t)&stop);
	g_assert_null(net_token_get(&server, NULL, &stop, &error));
	g_thread_join(stopper);
	g_assert_error(error, NET_ERROR, NET_ERROR_NETWORK);
	g_assert_cmpint(
	    g_get_monotonic_time() - began_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_a_login_is_kept_if_it_brings_enough(void)
{
	static const TestAnswer nothing[] = { END };
	static const struct {
		const char *refresh, *scope, *lack;
	} cases[] = {
		{ NULL, NULL, "a refresh token" },
		{ "R", "openid email", "the right to read and send mail" },
		{ "R", "", "the right to read and send mail" },
		{ "R", "openid https://mail.google.com/", NULL },
		{ "R", NULL, NULL },
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(nothing);
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *refresh = g_strdup(cases[i].refresh);
		g_autofree char *scope = g_strdup(cases[i].scope);
		const NetOAuthTokens tokens = { .access_token = (char[]){ "A" },
			.refresh_token = refresh,
			.scope = scope,
			.expires_in_s = 3600 };
		bool kept = net_token_keep(&server, &tokens, &error);

		g_assert_cmpint(kept, ==, cases[i].lack == NULL);
		if (cases[i].lack)
			g_assert_nonnull(strstr(error->message, cases[i].lack));
	}
	g_autoptr(NetToken) token = get(&server, NULL);
	g_assert_cmpstr(net_token_text(token), ==, "A");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{ "good", test_a_good_token_is_used_as_it_is },
		{ "early", test_a_token_is_renewed_a_minute_early },
		{ "rotation",
		    test_a_new_refresh_token_takes_the_place_of_the_old },
		{ "refused",
		    test_a_refused_token_is_renewed_unless_another_did },
		{ "app", test_an_app_needs_no_login },
		{ "refusals", test_refusals_say_what_to_do },
		{ "no-login", test_without_a_login_nobody_is_asked },
		{ "one-asks", test_of_many_at_once_one_asks },
		{ "stop", test_stopping_ends_the_waiting },
		{ "keep", test_a_login_is_kept_if_it_brings_enough },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
		g_autofree char *path =
		    g_strconcat("/net/token/", tests[i].path, NULL);
		g_test_add_func(path, tests[i].run);
	}
	return g_test_run();
}
