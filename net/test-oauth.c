#include "net/oauth.h"

#include "core/autoptr.h"
#include "net/error.h"
#include "net/form.h"
#include "net/oauth-code.h"
#include "net/oauth-post.h"
#include "net/oauth-redirect.h"
#include "net/test-oauthd.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define END                                                                    \
	{                                                                      \
		NULL, 0, NULL                                                  \
	}

static void
test_forms_are_encoded(void)
{
	g_autoptr(NetForm) form = net_form_new();
	g_autofree char *huge = g_strnfill(NET_FORM_BYTES, 'x');

	net_form_add(form, "a b", "Z-._~9");
	net_form_add(form, "c", "&=%+/ \n\xc3\xa9");
	g_assert_cmpstr(net_form_text(form), ==,
	    "a%20b=Z-._~9&c=%26%3D%25%2B%2F%20%0A%C3%A9");
	net_form_add(form, "d", huge);
	g_assert_null(net_form_text(form));
}

/* RFC 7636, appendix B. */
static void
test_the_challenge_is_of_the_verifier(void)
{
	g_autofree char *challenge = net_oauth_code_challenge(
	    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

	g_assert_cmpstr(
	    challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_each_login_has_its_own_secrets(void)
{
	g_autoptr(NetOAuthCode) one = net_oauth_code_new(4711);
	g_autoptr(NetOAuthCode) other = net_oauth_code_new(4711);

	g_assert_cmpuint(strlen(one->verifier), ==, 43); /* RFC 7636 4.1 */
	g_assert_cmpstr(one->verifier, !=, other->verifier);
	g_assert_cmpstr(one->state, !=, other->state);
	g_assert_cmpstr(one->state, !=, one->verifier);
	g_assert_cmpstr(one->redirect_url, ==, "http://127.0.0.1:4711");
}

static void
test_the_address_asks_for_what_is_needed(void)
{
	CoreServer server = { .user = (char[]){ "ann@tideway.example" },
		.auth = CORE_AUTH_GOOGLE,
		.oauth = { .client_id = (char[]){ "app&1" } } };
	g_autoptr(NetOAuthCode) code = net_oauth_code_new(4711);
	g_autofree char *address = net_oauth_code_address(code, &server);
	g_autofree char *challenge = net_oauth_code_challenge(code->verifier);
	g_autofree char *wanted = g_strdup_printf(
	    "https://accounts.google.com/o/oauth2/v2/auth?"
	    "response_type=code&client_id=app%%261&"
	    "redirect_uri=http%%3A%%2F%%2F127.0.0.1%%3A4711&"
	    "scope=https%%3A%%2F%%2Fmail.google.com%%2F&state=%s&"
	    "code_challenge=%s&code_challenge_method=S256&"
	    "login_hint=ann%%40tideway.example&access_type=offline&"
	    "prompt=consent",
	    code->state, challenge);

	g_assert_cmpstr(address, ==, wanted);
	g_assert_null(strstr(address, code->verifier));
}

static void
test_codes_are_found(void)
{
	static const struct {
		const char *address, *code, *refusal; /* '$': the state */
	} cases[] = {
		{ "http://127.0.0.1:1/?state=$&code=4%2FabC-_x&scope=y",
		    "4/abC-_x", NULL },
		{ "/?code=c&state=$", "c", NULL },
		{ "/?code=c&state=$ HTTP/1.1", "c", NULL },
		{ "/?code=c&state=$#end", "c", NULL },
		{ "/?error=access_denied&state=$", NULL, "access_denied" },
		{ "/?error=%1b%5b2Jx&code=c&state=$", NULL, "refused: [2Jx" },
		/* Not of this login. */
		{ "/?code=c&state=guess", NULL, NULL },
		{ "/?code=c", NULL, NULL },
		{ "/?state=$", NULL, NULL },
		{ "/?error=access_denied", NULL, NULL },
		{ "/?code=%&state=$", NULL, NULL },
		{ "/?", NULL, NULL },
		{ "yes", NULL, NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(NetOAuthCode) self = net_oauth_code_new(1);
		g_auto(GStrv) parts = g_strsplit(cases[i].address, "$", 2);
		g_autofree char *address = g_strjoinv(self->state, parts);
		g_autoptr(GError) error = NULL;
		g_autofree char *code = NULL;
		bool found = net_oauth_code_find(self, address, &code, &error);

		g_test_message("%s", cases[i].address);
		g_assert_cmpint(found, ==, cases[i].refusal == NULL);
		g_assert_cmpstr(code, ==, cases[i].code);
		if (cases[i].refusal)
			g_assert_nonnull(
			    strstr(error->message, cases[i].refusal));
	}
}

static int
visit(int port, const char *request)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	g_assert_cmpint(
	    connect(fd, (const void *)&address, sizeof address), ==, 0);
	g_assert_cmpint(
	    write(fd, request, strlen(request)), ==, (ssize_t)strlen(request));
	return fd;
}

static void
assert_hears(int fd, const char *words)
{
	char answer[500] = "";

	g_assert_cmpint(recv(fd, answer, sizeof answer - 1, MSG_WAITALL), >, 0);
	g_assert_nonnull(strstr(answer, words));
	close(fd);
}

static void
test_the_browser_is_heard(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(NetOAuthRedirect) redirect =
	    net_oauth_redirect_new(-1, &error);
	g_autofree char *address = NULL, *none = NULL;
	int port = net_oauth_redirect_port(redirect);
	int64_t soon_us = g_get_monotonic_time() + 10 * G_USEC_PER_SEC;
	int icon = visit(port, "GET /favicon.ico HTTP/1.1\r\n\r\n");
	int cut = visit(port, "");
	g_assert_cmpint(shutdown(cut, SHUT_WR), ==, 0);
	int real = visit(port, "GET /?code=c HTTP/1.1\r\nHost: x\r\n\r\n");

	g_assert_true(
	    net_oauth_redirect_next(redirect, soon_us, &address, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(address, ==, "/?code=c");
	assert_hears(icon, "404");
	assert_hears(real, "Close this window");
	close(cut);
	g_assert_false(net_oauth_redirect_next(
	    redirect, g_get_monotonic_time() + 50000, &none, &error));
	g_assert_error(error, NET_ERROR, NET_ERROR_NETWORK);
}

static void
test_pasted_lines_are_heard(void)
{
	int ends[2];
	g_assert_cmpint(pipe(ends), ==, 0);
	g_autofree char *huge = g_strnfill(9000, 'x');
	g_autoptr(NetOAuthRedirect) redirect =
	    net_oauth_redirect_new(ends[0], NULL);
	static const char *const lines[] = { "one", "two", "four" };

	g_assert_cmpint(write(ends[1], "one\n\n  two \r\n", 13), ==, 13);
	g_assert_cmpint(write(ends[1], huge, 9000), ==, 9000);
	g_assert_cmpint(write(ends[1], "\nfour\nfi", 8), ==, 8);
	close(ends[1]);
	for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *line = NULL;
		do {
			g_clear_pointer(&line, g_free);
			g_assert_true(net_oauth_redirect_next(redirect,
			    g_get_monotonic_time() + G_USEC_PER_SEC, &line,
			    NULL));
			g_assert_cmpuint(strlen(line), <=, 8192);
		} while (line[0] == 'x');
		g_assert_cmpstr(line, ==, lines[i]);
	}
	/* The end of what is pasted is not the end of the waiting. */
	int fd = visit(
	    net_oauth_redirect_port(redirect), "GET /?five HTTP/1.0\r\n\r\n");
	g_autofree char *line = NULL;
	g_assert_true(net_oauth_redirect_next(
	    redirect, g_get_monotonic_time() + G_USEC_PER_SEC, &line, NULL));
	g_assert_cmpstr(line, ==, "/?five");
	close(fd);
	close(ends[0]);
}

static void
test_a_code_is_redeemed(void)
{
	static const TestAnswer answers[] = {
		{ "grant_type=authorization_code&client_id=app&client_secret="
		  "hush&code=4%2Fc&code_verifier=v&"
		  "redirect_uri=http%3A%2F%2F127.0.0.1%3A1",
		    200,
		    "{\"access_token\":\"A\",\"refresh_token\":\"R\","
		    "\"expires_in\":1e99,\"scope\":\"s\"}" },
		END,
	};
	static const NetOAuthGrant grant = { "4/c", "v", "http://127.0.0.1:1" };
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	g_autoptr(NetOAuthTokens) tokens = NULL;
	g_autoptr(GError) error = NULL;
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	g_assert_true(net_oauth_redeem(&server, &grant, &tokens, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(tokens->access_token, ==, "A");
	g_assert_cmpstr(tokens->refresh_token, ==, "R");
	g_assert_cmpstr(tokens->scope, ==, "s");
	g_assert_cmpint(tokens->expires_in_s, ==, 86400);
}

static void
test_a_device_waits_for_its_person(void)
{
	static const TestAnswer answers[] = {
		{ "client_id=app&scope=https%3A%2F%2Foutlook.office.com*", 200,
		    "{\"device_code\":\"D\",\"user_code\":\"AB-12\","
		    "\"verification_uri\":\"https://microsoft.com/devicelogin\""
		    ",\"expires_in\":900,\"interval\":2}" },
		{ "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3A"
		  "device_code&client_id=app&device_code=D",
		    400, "{\"error\":\"authorization_pending\"}" },
		{ "*", 400, "{\"error\":\"slow_down\"}" },
		{ "*", 200,
		    "{\"access_token\":\"A\",\"refresh_token\":\"R\"}" },
		{ "*", 400, "{\"error\":\"authorization_declined\"}" },
		END,
	};
	static const int intervals_s[] = { 2, 7 };
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	g_autoptr(NetOAuthDevice) device = NULL;
	g_autoptr(NetOAuthTokens) tokens = NULL;
	g_autoptr(GError) error = NULL;
	CoreServer server = { .name = NULL };

	test_oauthd_account(oauthd, CORE_AUTH_MICROSOFT, &server);
	g_assert_true(net_oauth_device_begin(&server, &device, &error));
	g_assert_cmpstr(device->user_code, ==, "AB-12");
	g_assert_cmpint(device->expires_in_s, ==, 900);
	for (unsigned i = 0; i < G_N_ELEMENTS(intervals_s); i++) {
		g_assert_true(
		    net_oauth_device_ask(&server, device, &tokens, &error));
		g_assert_null(tokens);
		g_assert_cmpint(device->interval_s, ==, intervals_s[i]);
	}
	g_assert_true(net_oauth_device_ask(&server, device, &tokens, &error));
	g_assert_cmpstr(tokens->refresh_token, ==, "R");
	g_clear_pointer(&tokens, net_oauth_tokens_free);
	g_assert_false(net_oauth_device_ask(&server, device, &tokens, &error));
	g_assert_error(error, NET_ERROR, NET_ERROR_AUTH);
}

/* What is shown to a person comes from outside. */
static void
test_device_codes_that_are_refused(void)
{
	static const char *const answers[] = {
		"{}",
		"{\"device_code\":\"D\",\"user_code\":\"\","
		"\"verification_uri\":\"https://x.example/\"}",
		"{\"device_code\":\"D\",\"user_code\":\"\\u001b\\u202e\","
		"\"verification_uri\":\"https://x.example/\"}",
		"{\"device_code\":\"D\",\"user_code\":\"U\","
		"\"verification_uri\":\"http://x.example/\"}",
		"{\"device_code\":\"D\",\"user_code\":\"U\","
		"\"verification_uri\":\"javascript:alert(1)\"}",
		"{\"device_code\":\"a b\",\"user_code\":\"U\","
		"\"verification_uri\":\"https://x.example/\"}",
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autoptr(json_t) object = json_loads(answers[i], 0, NULL);
		g_autoptr(NetOAuthDevice) device = NULL;
		g_autoptr(GError) error = NULL;

		g_assert_false(net_oauth_read_device(object, &device, &error));
		g_assert_error(error, NET_ERROR, NET_ERROR_NETWORK);
	}
}

static void
assert_post_fails(const NetOAuthPost *post, int code, const char *words)
{
	g_autoptr(NetForm) form = net_form_new();
	g_autoptr(json_t) answer = NULL;
	g_autoptr(GError) error = NULL;
	int status;

	net_form_add(form, "a", "b");
	g_assert_false(net_oauth_post(post, form, &status, &answer, &error));
	g_assert_error(error, NET_ERROR, code);
	g_assert_nonnull(strstr(error->message, words));
}

static void
test_answers_have_an_end(void)
{
	g_autofree char *huge = g_strnfill(NET_OAUTH_ANSWER_BYTES + 1, ' ');
	const TestAnswer answers[] = {
		{ "*", 200, huge },
		{ "*", 200, NULL },
		END,
	};
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreServer server = { .name = NULL };
	int64_t began_us = g_get_monotonic_time();

	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &server);
	const NetOAuthPost post = { .url = server.oauth.token_url,
		.timeout_ms = 300 };
	assert_post_fails(&post, NET_ERROR_NETWORK, "beyond 64 KB");
	assert_post_fails(&post, NET_ERROR_NETWORK, "Timeout");
	g_assert_cmpint(
	    g_get_monotonic_time() - began_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_servers_that_are_not_reached(void)
{
	static const struct {
		NetOAuthPost post;
		int code;
		const char *words;
	} cases[] = {
		{ { .url = "https://127.0.0.1:1/", .timeout_ms = 5000 },
		    NET_ERROR_NETWORK, "127.0.0.1: " },
		{ { .url = "file:///etc/passwd", .timeout_ms = 5000 },
		    NET_ERROR_NETWORK, "Unsupported protocol" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_post_fails(
		    &cases[i].post, cases[i].code, cases[i].words);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{ "form", test_forms_are_encoded },
		{ "challenge", test_the_challenge_is_of_the_verifier },
		{ "secrets", test_each_login_has_its_own_secrets },
		{ "address", test_the_address_asks_for_what_is_needed },
		{ "codes", test_codes_are_found },
		{ "browser", test_the_browser_is_heard },
		{ "paste", test_pasted_lines_are_heard },
		{ "redeem", test_a_code_is_redeemed },
		{ "device", test_a_device_waits_for_its_person },
		{ "bad-device", test_device_codes_that_are_refused },
		{ "bounds", test_answers_have_an_end },
		{ "unreached", test_servers_that_are_not_reached },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
		g_autofree char *path =
		    g_strconcat("/net/oauth/", tests[i].path, NULL);
		g_test_add_func(path, tests[i].run);
	}
	return g_test_run();
}
