#include "digest/smtp.h"

#include "digest/error.h"
#include "digest/test-smtp-server.h"
#include "net/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SENT (-1) /* beside the codes of DIGEST_ERROR */

static const char mail[] = "From: voice@tideway.example\r\n"
                           "\r\n"
                           "Text.\r\n"
                           ".a line that begins with a dot\r\n";

typedef struct {
	const char *name;
	TestScript script;
	int end; /* SENT, or of DIGEST_ERROR */
	int dots, code;
	const char *answer; /* the last; NULL: any */
} Case;

static const Case cases[] = {
	{ "sent", { 0 }, SENT, 1, 250, "250 2.0.0 kept as 4711" },
	/* Without a session nothing can be sent, whatever the code. */
	{ "busy greeting", { .greeting = "421 later" }, DIGEST_ERROR_RELAY, 0,
	    421, "421 later" },
	{ "refusing greeting", { .greeting = "554 go away" },
	    DIGEST_ERROR_RELAY, 0, 554, "554 go away" },
	{ "silent greeting", { .greeting = TEST_HANG_UP }, DIGEST_ERROR_RELAY,
	    0, 0, "" },
	{ "cut after EHLO", { .ehlo = TEST_HANG_UP }, DIGEST_ERROR_RELAY, 0, -1,
	    NULL },
	{ "login wanted", { .mail = "530 5.7.0 who are you" },
	    DIGEST_ERROR_RELAY, 0, 530, "530 5.7.0 who are you" },
	{ "going down", { .mail = "421 4.3.2 shutting down" },
	    DIGEST_ERROR_RELAY, 0, 421, "421 4.3.2 shutting down" },
	/* A final answer about this mail decides about this mail. */
	{ "sender refused", { .mail = "550 5.1.8 no" }, DIGEST_ERROR_REFUSED, 0,
	    550, "550 5.1.8 no" },
	{ "grey list", { .rcpt = "451 4.7.1 later" }, DIGEST_ERROR_DEFERRED, 0,
	    451, "451 4.7.1 later" },
	{ "no such user", { .rcpt = "550 5.1.1 nobody here" },
	    DIGEST_ERROR_REFUSED, 0, 550, "550 5.1.1 nobody here" },
	{ "data later", { .data = "452 full" }, DIGEST_ERROR_DEFERRED, 0, 452,
	    "452 full" },
	{ "data never", { .data = "554 no" }, DIGEST_ERROR_REFUSED, 0, 554,
	    "554 no" },
	{ "cut at RCPT", { .rcpt = TEST_HANG_UP }, DIGEST_ERROR_DEFERRED, 0, -1,
	    NULL },
	{ "cut at DATA", { .data = TEST_HANG_UP }, DIGEST_ERROR_DEFERRED, 0, -1,
	    NULL },
	{ "later, after the dot", { .dot = "451 4.3.0 try again" },
	    DIGEST_ERROR_DEFERRED, 1, 451, "451 4.3.0 try again" },
	{ "down, after the dot", { .dot = "421 4.3.2 down" },
	    DIGEST_ERROR_DEFERRED, 1, 421, "421 4.3.2 down" },
	{ "refused, after the dot", { .dot = "554 5.7.1 spam" },
	    DIGEST_ERROR_REFUSED, 1, 554, "554 5.7.1 spam" },
	/* Here nobody knows. */
	{ "cut after the dot", { .dot = TEST_HANG_UP }, DIGEST_ERROR_UNCERTAIN,
	    1, -1, NULL },
	{ "not an answer", { .dot = "hello" TEST_HANG_UP },
	    DIGEST_ERROR_UNCERTAIN, 1, -1, NULL },
};

static bool
count_dot(void *data, GError **error)
{
	int *dots = data;

	(void)error;
	(*dots)++;
	return true;
}

/* Sends a mail; returns SENT or the code of what went wrong. */
static int
try(const CoreSend *send, const char *recipient, int *dots,
    DigestAnswer *ret_answer)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(mail, sizeof mail - 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(DigestSmtp) smtp = digest_smtp_new(send, &error);

	g_assert_no_error(error);
	if (digest_smtp_send(
	        smtp, recipient, bytes, count_dot, dots, ret_answer, &error)) {
		g_assert_no_error(error);
		return SENT;
	}
	g_assert_true(error->domain == DIGEST_ERROR);
	g_assert_null(strstr(error->message, recipient));
	return error->code;
}

static void
test_judges_what_the_server_says(const void *data)
{
	const Case *it = data;
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&it->script);
	g_autofree char *said = NULL;
	DigestAnswer answer = { 0, NULL };
	int dots = 0;
	int end = try(test_smtp_server_send(server), "ann@tideway.example",
	    &dots, &answer);

	said = answer.answer;
	g_assert_cmpint(end, ==, it->end);
	g_assert_cmpint(dots, ==, it->dots);
	g_assert_nonnull(said);
	if (it->code >= 0)
		g_assert_cmpint(answer.code, ==, it->code);
	if (it->answer)
		g_assert_cmpstr(said, ==, it->answer);
}

static void
test_the_mail_arrives_as_it_is(void)
{
	static const TestScript script = { 0 };
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);
	DigestAnswer answer = { 0, NULL };
	const char *heard;
	int dots = 0;

	g_assert_cmpint(try(test_smtp_server_send(server),
	                    "ann@tideway.example", &dots, &answer),
	    ==, SENT);
	g_free(answer.answer);
	test_smtp_server_stop(server);
	heard = test_smtp_server_heard(server);
	g_assert_nonnull(
	    strstr(heard, "MAIL FROM:<voice@tideway.example>\r\n"));
	g_assert_nonnull(strstr(heard, "RCPT TO:<ann@tideway.example>\r\n"));
	g_assert_nonnull(
	    strstr(heard, "DATA\r\nFrom: voice@tideway.example\r\n\r\nText.\r\n"
	                  "..a line that begins with a dot\r\n.\r\n"));
	g_assert_null(strstr(heard, "AUTH"));
}

static void
test_one_connection_takes_several_mails(void)
{
	static const TestScript script = { 0 };
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);
	g_autoptr(DigestSmtp) smtp =
	    digest_smtp_new(test_smtp_server_send(server), NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static(mail, sizeof mail - 1);
	int dots = 0;

	for (int i = 0; i < 3; i++) {
		g_autoptr(GError) error = NULL;
		DigestAnswer answer = { 0, NULL };

		digest_smtp_send(smtp, "ann@tideway.example", bytes, count_dot,
		    &dots, &answer, &error);
		g_free(answer.answer);
		g_assert_no_error(error);
	}
	g_clear_pointer(&smtp, digest_smtp_free);
	test_smtp_server_stop(server);
	g_assert_cmpint(dots, ==, 3);
	g_assert_cmpint(test_smtp_server_connections(server), ==, 1);
}

static void
test_only_plain_addresses_reach_the_server(void)
{
	static const TestScript script = { 0 };
	static const char *const recipients[] = { "",
		"ann@x.example\r\nRCPT TO:<eve@x.example>",
		"ann@x.example> SIZE=1", "<ann@x.example>", "ann",
		"\u00e9@x.example", "\"a b\"@x.example" };
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);

	for (unsigned i = 0; i < G_N_ELEMENTS(recipients); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new_static(mail, 4);
		g_autoptr(GError) error = NULL;
		g_autoptr(DigestSmtp) smtp =
		    digest_smtp_new(test_smtp_server_send(server), NULL);
		DigestAnswer answer = { 7, NULL };
		int dots = 0;

		g_assert_false(digest_smtp_send(smtp, recipients[i], bytes,
		    count_dot, &dots, &answer, &error));
		g_assert_error(error, DIGEST_ERROR, DIGEST_ERROR_REFUSED);
		g_assert_cmpint(answer.code, ==, 0);
		g_assert_cmpstr(answer.answer, ==, "");
		g_free(answer.answer);
		g_assert_cmpint(dots, ==, 0);
	}
	test_smtp_server_stop(server);
	g_assert_cmpint(test_smtp_server_connections(server), ==, 0);
}

static bool
fail_dot(void *data, GError **error)
{
	(void)data;
	g_set_error_literal(
	    error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "no room for a dot");
	return false;
}

static void
test_no_dot_goes_out_that_is_not_noted(void)
{
	static const TestScript script = { 0 };
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);
	g_autoptr(DigestSmtp) smtp =
	    digest_smtp_new(test_smtp_server_send(server), NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static(mail, sizeof mail - 1);
	g_autoptr(GError) error = NULL;
	DigestAnswer answer = { 0, NULL };

	g_assert_false(digest_smtp_send(smtp, "ann@tideway.example", bytes,
	    fail_dot, NULL, &answer, &error));
	g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
	g_free(answer.answer);
	g_clear_pointer(&smtp, digest_smtp_free);
	test_smtp_server_stop(server);
	g_assert_null(strstr(test_smtp_server_heard(server), "\r\n.\r\n"));
}

static void
test_nobody_listens(void)
{
	static const TestScript script = { 0 };
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	DigestAnswer answer = { 0, NULL };
	int dots = 0;

	test_smtp_server_stop(server);
	g_assert_cmpint(try(test_smtp_server_send(server),
	                    "ann@tideway.example", &dots, &answer),
	    ==, DIGEST_ERROR_RELAY);
	said = answer.answer;
	g_assert_cmpint(dots, ==, 0);
	g_assert_cmpstr(said, ==, "");
	g_assert_false(
	    digest_smtp_check(test_smtp_server_send(server), &error));
	g_assert_error(error, DIGEST_ERROR, DIGEST_ERROR_RELAY);
}

/* A login: with the password of a file, and never told in a message. */
static void
test_logs_in_with_the_password(void)
{
	static const struct {
		TestScript script;
		int end;
	} logins[] = {
		{ { 0 }, SENT },
		{ { .auth = "535 5.7.8 s3cret is wrong" }, DIGEST_ERROR_RELAY },
		{ { .auth = "454 4.7.0 not now" }, DIGEST_ERROR_RELAY },
		/* A server that offers no login is told no password. */
		{ { .ehlo = "250 x.example" }, SENT },
	};
	static char user[] = "voice";
	g_autofree char *file = NULL;
	int fd = g_file_open_tmp("tribune-password-XXXXXX", &file, NULL);

	g_assert_cmpint(write(fd, "s3cret\n", 7), ==, 7);
	close(fd);
	for (unsigned i = 0; i < G_N_ELEMENTS(logins); i++) {
		g_autoptr(TestSmtpServer) server =
		    test_smtp_server_start(&logins[i].script);
		CoreSend *send = test_smtp_server_send(server);
		g_autoptr(GError) error = NULL;
		DigestAnswer answer = { 0, NULL };
		int dots = 0;

		send->server.user = user;
		send->server.password_file = file;
		g_assert_cmpint(
		    try(send, "ann@tideway.example", &dots, &answer), ==,
		    logins[i].end);
		g_free(answer.answer);
		digest_smtp_check(send, &error);
		g_assert_cmpint(error == NULL, ==, logins[i].end == SENT);
		g_assert_true(!error || !strstr(error->message, "s3cret"));
		test_smtp_server_stop(server);
		/* "\0voice\0s3cret" */
		g_assert_cmpint(strstr(test_smtp_server_heard(server),
		                    "AHZvaWNlAHMzY3JldA==") != NULL,
		    ==, !logins[i].script.ehlo);
	}
	g_assert_cmpint(g_unlink(file), ==, 0);
}

static void
test_without_its_password_there_is_no_connection(void)
{
	static const TestScript script = { 0 };
	static char user[] = "voice", file[] = "/nonexistent/password";
	g_autoptr(TestSmtpServer) server = test_smtp_server_start(&script);
	CoreSend *send = test_smtp_server_send(server);
	g_autoptr(GError) error = NULL;

	send->server.user = user;
	send->server.password_file = file;
	g_assert_null(digest_smtp_new(send, &error));
	g_assert_error(error, NET_ERROR, NET_ERROR_CONFIG);
	test_smtp_server_stop(server);
	g_assert_cmpint(test_smtp_server_connections(server), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strdup_printf("/digest/smtp/judge/%s", cases[i].name);
		g_test_add_data_func(
		    path, &cases[i], test_judges_what_the_server_says);
	}
	g_test_add_func("/digest/smtp/bytes", test_the_mail_arrives_as_it_is);
	g_test_add_func(
	    "/digest/smtp/several", test_one_connection_takes_several_mails);
	g_test_add_func(
	    "/digest/smtp/plain", test_only_plain_addresses_reach_the_server);
	g_test_add_func(
	    "/digest/smtp/dot", test_no_dot_goes_out_that_is_not_noted);
	g_test_add_func("/digest/smtp/nobody", test_nobody_listens);
	g_test_add_func("/digest/smtp/login", test_logs_in_with_the_password);
	g_test_add_func("/digest/smtp/no-password",
	    test_without_its_password_there_is_no_connection);
	return g_test_run();
}
