#include "core/test-config-file.h"

#include "core/error.h"

#include <glib/gstdio.h>

const char test_config_whole[] =
    "# a comment\n"
    "[tribune]\n"
    "database = data/t.db\n"
    "company = Tideway\n"
    "domains = tideway.example;tideway.ie\n"
    "timezone = Europe/Dublin\n"
    "rules = rules/*.rules\n"
    "authserv-id = mx.tideway.example\n"
    "operator = ops@tideway.example\n"
    "encoder = ../encoder\n"
    "[mailbox support]\n"
    "server = imap.example.com\n"
    "user = support@example.com\n"
    "password-file = /etc/tribune/support.password\n"
    "ca-file = ca.pem\n"
    "since = 2026-01-01\n"
    "folders = INBOX; \\Archive ;Support/*;\n"
    "answers = \\sent;\\\\Important;BCC \\\\ x\n"
    "sent = Sent \\\\\\sx\n"
    "interval = 2m\n"
    "[mailbox voice]\n"
    "server = ::1\n"
    "tls = none\n"
    "user = voice\n"
    "password-command = pass show voice\n"
    "[source web-form]\n"
    "match = from:forms@tideway.example\n"
    "customer = reply-to\n"
    "words = after \"Message:\"\n"
    "[send]\n"
    "server = smtp.example.com\n"
    "tls = implicit\n"
    "verp = yes\n"
    "user = voice@example.com\n"
    "password-file = voice.password\n"
    "from = \"Customer Voice\" <voice@example.com>\n"
    "replies = voice\n"
    "only-to = manager@example.com\n"
    "[manager]\n"
    "to = manager@example.com\n"
    "[department qa]\n"
    "name = QA\n"
    "to = qa@example.com; lead@example.com\n"
    "digest = friday 16:30\n"
    "blocks = answer;watch\n"
    "[department pr]\n"
    "to = pr@example.com\n"
    "[executive]\n"
    "to = ceo@example.com\n"
    "quiet-hours = 21:30-06:00\n"
    "vip = from:@bigcustomer.example\n"
    "[limits]\n"
    "message-bytes = 1KB\n"
    "parse-ms = 250ms\n"
    "free-space = 12%\n"
    "digest-items = 50\n";

void
test_config_set_up(TestConfig *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-config-XXXXXX", NULL);
	self->path = g_build_filename(self->folder, "t.conf", NULL);
}

void
test_config_tear_down(TestConfig *self, const void *data)
{
	(void)data;
	(void)g_remove(self->path);
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->path);
}

CoreConfig *
test_config_load(const TestConfig *place, const char *text, GError **error)
{
	g_assert_true(g_file_set_contents(place->path, text, -1, NULL));
	return core_config_load(place->path, error);
}

CoreConfig *
test_config_load_good(const TestConfig *place, const char *text)
{
	g_autoptr(GError) error = NULL;
	CoreConfig *config = test_config_load(place, text, &error);

	g_assert_no_error(error);
	return config;
}

void
test_config_assert_fault(
    const TestConfig *place, const char *text, const char *fault)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *wanted = g_strconcat(place->path, fault, NULL);

	g_test_message("%s", text);
	g_assert_null(test_config_load(place, text, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
	g_assert_cmpstr(error->message, ==, wanted);
}
