#include "ingest/imap.h"

#include "ingest/error.h"
#include "ingest/test-server.h"
#include "net/error.h"
#include "net/test-oauthd.h"

#include <string.h>

#define HELLO "* OK ready\r\n"
#define ACCOUNT "google person common app ann"
/* base64 of "user=ann\1auth=Bearer TOKEN\1\1", by another program. */
#define SHOWS_ACCESS                                                           \
	"AUTHENTICATE XOAUTH2 dXNlcj1hbm4BYXV0aD1CZWFyZXIgQUNDRVNTAQE="
#define SHOWS_NEW "AUTHENTICATE XOAUTH2 dXNlcj1hbm4BYXV0aD1CZWFyZXIgTkVXAQE="
/* {"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"} */
#define CHALLENGE                                                              \
	"+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRw"   \
	"czovL21haWwuZ29vZ2xlLmNvbS8ifQ==\r\n"
#define REFUSAL "$ NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"
#define END                                                                    \
	{                                                                      \
		NULL, NULL                                                     \
	}
#define ASKED_NOTHING                                                          \
	{                                                                      \
		{                                                              \
			NULL, 0, NULL                                          \
		}                                                              \
	}
#define RENEWS                                                                 \
	{                                                                      \
		{ "*refresh_token=REFRESH", 200,                               \
			"{\"access_token\":\"NEW\",\"expires_in\":3600}" },    \
		{                                                              \
			NULL, 0, NULL                                          \
		}                                                              \
	}
#define REVOKED                                                                \
	{                                                                      \
		{ "*", 400, "{\"error\":\"invalid_grant\"}" },                 \
		{                                                              \
			NULL, 0, NULL                                          \
		}                                                              \
	}

typedef struct {
	const char *name;
	TestStep steps[6];
	TestAnswer answers[2];
	GQuark (*domain)(void); /* NULL: it gets in */
	int code;
	const char *words;
} Case;

static const Case cases[] = {
	{ "a token is shown", { { SHOWS_ACCESS, "$ OK in\r\n" }, END },
	    ASKED_NOTHING, NULL, 0, NULL },
	{ "capabilities come before the answer",
	    { { SHOWS_ACCESS, "* CAPABILITY IMAP4rev1 IDLE\r\n$ OK in\r\n" },
	        END },
	    ASKED_NOTHING, NULL, 0, NULL },
	{ "a token refused after a challenge is renewed",
	    { { SHOWS_ACCESS, CHALLENGE }, { "", REFUSAL },
	        { SHOWS_NEW, "$ OK in\r\n" }, END },
	    RENEWS, NULL, 0, NULL },
	{ "a token refused at once is renewed",
	    { { SHOWS_ACCESS, REFUSAL }, { SHOWS_NEW, "$ OK in\r\n" }, END },
	    RENEWS, NULL, 0, NULL },
	{ "the second refusal is the last",
	    { { SHOWS_ACCESS, CHALLENGE }, { "", REFUSAL },
	        { SHOWS_NEW, CHALLENGE }, { "", REFUSAL }, END },
	    RENEWS, ingest_error_quark, INGEST_ERROR_AUTH,
	    "even a new token is refused: 127.0.0.1:" },
	{ "a revoked login wants a person",
	    { { SHOWS_ACCESS, CHALLENGE }, { "", REFUSAL }, END }, REVOKED,
	    net_error_quark, NET_ERROR_AUTH, "`tribune login box`" },
	{ "a server with trouble keeps the token",
	    { { SHOWS_ACCESS, "$ NO [UNAVAILABLE] Later\r\n" }, END },
	    ASKED_NOTHING, ingest_error_quark, INGEST_ERROR_PROTOCOL,
	    "login: Later" },
	{ "a server that does not know it keeps the token",
	    { { SHOWS_ACCESS, "$ BAD What\r\n" }, END }, ASKED_NOTHING,
	    ingest_error_quark, INGEST_ERROR_PROTOCOL, "login" },
	{ "goodbye", { { SHOWS_ACCESS, "* BYE enough\r\n" TEST_HANG_UP }, END },
	    ASKED_NOTHING, net_error_quark, NET_ERROR_NETWORK, "127.0.0.1:" },
	{ "a challenge and an end",
	    { { SHOWS_ACCESS, CHALLENGE TEST_HANG_UP }, END }, ASKED_NOTHING,
	    net_error_quark, NET_ERROR_NETWORK, "127.0.0.1:" },
	{ "a challenge that is none",
	    { { SHOWS_ACCESS, "+ \x01\r\n" TEST_HANG_UP }, END }, ASKED_NOTHING,
	    net_error_quark, NET_ERROR_NETWORK, "127.0.0.1:" },
	{ "challenge after challenge",
	    { { SHOWS_ACCESS, CHALLENGE },
	        { "", CHALLENGE CHALLENGE TEST_HANG_UP }, END },
	    ASKED_NOTHING, net_error_quark, NET_ERROR_NETWORK, "127.0.0.1:" },
	{ "another's tag",
	    { { SHOWS_ACCESS, "x99 OK in\r\n" TEST_HANG_UP }, END },
	    ASKED_NOTHING, ingest_error_quark, INGEST_ERROR_PROTOCOL, "login" },
};

static void
test_logs_in_by_token(const void *data)
{
	const Case *it = data;
	g_autoptr(TestServer) server = test_server_start(HELLO, it->steps);
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(it->answers);
	CoreMailbox *mailbox = test_server_mailbox(server);
	g_autoptr(GError) error = NULL;
	CoreLimits limits;

	core_limits_default(&limits);
	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &mailbox->server);
	test_oauthd_write(&mailbox->server, ACCOUNT, "ACCESS", "REFRESH", 3600);
	g_autoptr(IngestImap) imap =
	    ingest_imap_open(mailbox, &limits, NULL, &error);
	if (!it->domain) {
		g_assert_no_error(error);
		g_assert_true(ingest_imap_is_usable(imap));
		return;
	}
	g_assert_error(error, it->domain(), it->code);
	g_assert_null(imap);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, it->words));
	g_assert_null(strstr(error->message, "ACCESS"));
}

/* Before that nobody is asked: a byte of the user's could end the command. */
static void
test_a_user_is_one_line(void)
{
	static const TestStep nothing[] = { END };
	static const TestAnswer nobody[] = ASKED_NOTHING;
	g_autoptr(TestServer) server = test_server_start(HELLO, nothing);
	g_autoptr(TestOAuthd) oauthd = test_oauthd_start(nobody);
	CoreMailbox *mailbox = test_server_mailbox(server);
	g_autoptr(GError) error = NULL;
	CoreLimits limits;

	core_limits_default(&limits);
	test_oauthd_account(oauthd, CORE_AUTH_GOOGLE, &mailbox->server);
	mailbox->server.user = (char[]){ "ann\001auth=Bearer x" };
	g_assert_null(ingest_imap_open(mailbox, &limits, NULL, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_AUTH);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/ingest/login/", cases[i].name, NULL);
		g_test_add_data_func(path, &cases[i], test_logs_in_by_token);
	}
	g_test_add_func("/ingest/login/user", test_a_user_is_one_line);
	return g_test_run();
}
