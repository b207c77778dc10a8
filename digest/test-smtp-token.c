#include "digest/smtp.h"

#include "digest/error.h"
#include "digest/test-smtp-server.h"
#include "net/error.h"
#include "net/test-oauthd.h"

#include <string.h>

#define SENT (-1)
#define OFFER "250-x.example\r\n250 AUTH LOGIN PLAIN XOAUTH2 OAUTHBEARER"
#define ACCOUNT "microsoft person common app ann"
/* base64 of "user=ann\1auth=Bearer TOKEN\1\1", by another program. */
#define ACCESS "dXNlcj1hbm4BYXV0aD1CZWFyZXIgQUNDRVNTAQE="
#define NEW "dXNlcj1hbm4BYXV0aD1CZWFyZXIgTkVXAQE="
#define END                                                                    \
	{                                                                      \
		NULL, 0, NULL                                                  \
	}
#define RENEWS                                                                 \
	{                                                                      \
		"*&refresh_token=REFRESH&*", 200,                              \
		    "{\"access_token\":\"NEW\",\"expires_in\":3600}"           \
	}

typedef struct {
	const char *name;
	TestScript script;
	TestAnswer answers[2];
	int end;
	const char *shows, *shows_too; /* NULL: nothing, nothing more */
} Case;

static const Case cases[] = {
	{ "a token is shown", { .ehlo = OFFER }, { END }, SENT, ACCESS, NULL },
	{ "a refused token is renewed",
	    { .ehlo = OFFER, .auth = "535 5.7.8 no", .secret = NEW },
	    { RENEWS, END }, SENT, ACCESS, NEW },
	{ "so is one refused by a challenge",
	    { .ehlo = OFFER,
	        .auth = "334 eyJzdGF0dXMiOiI0MDAifQ==",
	        .secret = NEW },
	    { RENEWS, END }, SENT, ACCESS, NEW },
	{ "the second refusal is the last",
	    { .ehlo = OFFER, .auth = "535 5.7.8 no" }, { RENEWS, END },
	    DIGEST_ERROR_RELAY, ACCESS, NEW },
	{ "a revoked login defers all",
	    { .ehlo = OFFER, .auth = "535 5.7.8 no" },
	    { { "*", 400, "{\"error\":\"invalid_grant\"}" }, END },
	    DIGEST_ERROR_RELAY, ACCESS, NULL },
	{ "a server with trouble keeps the token",
	    { .ehlo = OFFER, .auth = "454 4.7.0 not now" }, { END },
	    DIGEST_ERROR_RELAY, ACCESS, NULL },
	{ "a refused mail says nothing of the token",
	    { .ehlo = OFFER, .mail = "535 5.7.1 not you" }, { END },
	    DIGEST_ERROR_RELAY, ACCESS, NULL },
};

static bool
allow(void *data, GError **error)
{
	(void)data;
	(void)error;
	return true;
}

static int
try(const CoreSend *send)
{
	g_autoptr(GBytes) mail = g_bytes_new_static("Subject: x\r\n\r\n", 14);
	g_autoptr(GError) error = NULL;
	g_autoptr(DigestSmtp) smtp = digest_smtp_new(send, &error);
	g_autofree char *said = NULL;
	DigestAnswer answer = { 0, NULL };

	g_assert_no_error(error);
	bool sent = digest_smtp_send(
	    smtp, "bob@tideway.example", mail, allow, NULL, &answer, &error);
	said = answer.answer;
	if (sent)
		return SENT;
	g_assert_true(error->domain == DIGEST_ERROR);
	g_test_message("%s", error->message);
	g_assert_null(strstr(error->message, "ACCESS"));
	return error->code;
}

static void
assert_heard(const TestSmtpServer *server, const char *shown, bool is_shown)
{
	if (shown)
		g_assert_cmpint(
		    strstr(test_smtp_server_heard(server), shown) != NULL, ==,
		    is_shown);
}

static void
test_logs_in_by_token(const void *data)
{
	const Case *it = data;
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&it->script);
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(it->answers);
	CoreSend *send = test_smtp_server_send(server);

	test_oauthd_account(oauthd, CORE_AUTH_MICROSOFT, &send->server);
	test_oauthd_write(&send->server, ACCOUNT, "ACCESS", "REFRESH", 3600);
	g_assert_cmpint(try(send), ==, it->end);
	test_smtp_server_stop(server);
	assert_heard(server, it->shows, true);
	assert_heard(server, it->shows_too, true);
	assert_heard(server, NEW, it->shows_too != NULL);
}

/* As `tribune check` asks. */
static void
test_the_check_renews_too(void)
{
	static const TestScript script = {
		.ehlo = OFFER, .auth = "535 5.7.8 no", .secret = NEW
	};
	static const TestAnswer answers[] = { RENEWS, END };
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(answers);
	CoreSend *send = test_smtp_server_send(server);
	g_autoptr(GError) error = NULL;

	test_oauthd_account(oauthd, CORE_AUTH_MICROSOFT, &send->server);
	test_oauthd_write(&send->server, ACCOUNT, "ACCESS", "REFRESH", 3600);
	g_assert_true(digest_smtp_check(send, &error));
	g_assert_no_error(error);
	test_smtp_server_stop(server);
}

static void
test_without_a_token_there_is_no_connection(void)
{
	static const TestScript script = { .ehlo = OFFER };
	static const struct {
		TestAnswer answers[2];
		GQuark (*domain)(void);
		int code;
	} faults[] = {
		{ { { "*", 400, "{\"error\":\"invalid_grant\"}" }, END },
		    net_error_quark, NET_ERROR_AUTH },
		{ { { "*", 500, "{}" }, END }, digest_error_quark,
		    DIGEST_ERROR_RELAY },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(TestSmtpServer) server =
		    test_smtp_server_start(&script);
		g_autoptr(TestOAuthd) oauthd =
		    test_oauthd_start(faults[i].answers);
		CoreSend *send = test_smtp_server_send(server);
		g_autoptr(GError) error = NULL;

		test_oauthd_account(oauthd, CORE_AUTH_MICROSOFT, &send->server);
		test_oauthd_write(&send->server, ACCOUNT, "ACCESS", "R", 0);
		g_assert_null(digest_smtp_new(send, &error));
		g_assert_error(error, faults[i].domain(), faults[i].code);
		test_smtp_server_stop(server);
		g_assert_cmpint(test_smtp_server_connections(server), ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strdup_printf("/digest/smtp-token/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_logs_in_by_token);
	}
	g_test_add_func("/digest/smtp-token/check", test_the_check_renews_too);
	g_test_add_func("/digest/smtp-token/nothing",
	    test_without_a_token_there_is_no_connection);
	return g_test_run();
}
