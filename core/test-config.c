#include "core/config.h"

#include "core/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define TRIBUNE "[tribune]\ncompany = Tideway\n"
#define MAILBOX "[mailbox voice]\nserver = imap.example.com\nuser = v\n"
#define GOOGLE "auth = google\nclient-id = x\nclient-secret-file = s\n"
#define MICROSOFT "auth = microsoft\nclient-id = x\n"
#define SEND "[send]\nserver = smtp.example.com\nfrom = voice@example.com\n"

typedef struct {
	char *folder, *path;
} Place;

static void
set_up(Place *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-config-XXXXXX", NULL);
	self->path = g_build_filename(self->folder, "t.conf", NULL);
}

static void
tear_down(Place *self, const void *data)
{
	(void)data;
	(void)g_remove(self->path);
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->path);
}

static CoreConfig *
load(const Place *place, const char *text, GError **error)
{
	g_assert_true(g_file_set_contents(place->path, text, -1, NULL));
	return core_config_load(place->path, error);
}

static CoreConfig *
load_good(const Place *place, const char *text)
{
	g_autoptr(GError) error = NULL;
	CoreConfig *config = load(place, text, &error);

	g_assert_no_error(error);
	return config;
}

/* @fault is what follows the file's path in the only fault of @text. */
static void
assert_fault(const Place *place, const char *text, const char *fault)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *wanted = g_strconcat(place->path, fault, NULL);

	g_test_message("%s", text);
	g_assert_null(load(place, text, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
	g_assert_cmpstr(error->message, ==, wanted);
}

static void
assert_path(const Place *place, const char *path, const char *relative)
{
	g_autofree char *wanted =
	    g_build_filename(place->folder, relative, NULL);

	g_assert_cmpstr(path, ==, wanted);
}

static const char whole_config[] =
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

static void
test_reads_the_tribune(Place *place, const void *data)
{
	g_autoptr(CoreConfig) config = load_good(place, whole_config);

	(void)data;
	assert_path(place, config->database, "data/t.db");
	assert_path(place, config->rules, "rules/*.rules");
	g_assert_cmpstr(config->company, ==, "Tideway");
	g_assert_cmpuint(g_strv_length(config->domains), ==, 2);
	g_assert_cmpstr(config->domains[1], ==, "tideway.ie");
	g_assert_cmpstr(config->zone_name, ==, "Europe/Dublin");
	g_assert_cmpstr(
	    g_time_zone_get_identifier(config->zone), ==, "Europe/Dublin");
	g_assert_cmpstr(config->authserv_id, ==, "mx.tideway.example");
	g_assert_cmpstr(config->operator_address, ==, "ops@tideway.example");
	g_assert_true(g_str_has_suffix(config->encoder, "/encoder"));
	g_assert_null(strstr(config->encoder, ".."));
	g_assert_cmpstr(config->path, ==, place->path);
	g_assert_cmpint(config->limits.message_bytes, ==, 1024);
	g_assert_cmpint(config->limits.parse_ms, ==, 250);
	g_assert_cmpint(config->limits.digest_items, ==, 50);
	g_assert_cmpint(config->limits.free_space_percent, ==, 12);
	g_assert_cmpint(config->limits.mime_depth, ==, 64);
}

static void
test_reads_mailboxes_in_order(Place *place, const void *data)
{
	g_autoptr(CoreConfig) config = load_good(place, whole_config);

	(void)data;
	g_assert_cmpuint(config->mailboxes->len, ==, 2);
	const CoreMailbox *first = g_ptr_array_index(config->mailboxes, 0);
	const CoreMailbox *voice = core_config_mailbox(config, "voice");
	g_assert_true(first == core_config_mailbox(config, "support"));
	g_assert_null(core_config_mailbox(config, "qa"));
	g_assert_cmpstr(first->server.name, ==, "support");
	g_assert_cmpstr(first->server.server, ==, "imap.example.com");
	g_assert_cmpint(first->server.port, ==, 993);
	g_assert_cmpint((int)first->server.tls, ==, CORE_TLS_IMPLICIT);
	g_assert_cmpstr(first->server.user, ==, "support@example.com");
	g_assert_cmpstr(
	    first->server.password_file, ==, "/etc/tribune/support.password");
	assert_path(place, first->server.ca_file, "ca.pem");
	g_assert_cmpint(first->since_at, ==, 1767225600);
	g_assert_cmpuint(g_strv_length(first->folders), ==, 3);
	g_assert_cmpstr(first->folders[1], ==, "\\Archive");
	g_assert_cmpstr(first->folders[2], ==, "Support/*");
	g_assert_cmpuint(g_strv_length(first->answers), ==, 3);
	g_assert_cmpstr(first->answers[0], ==, "\\sent");
	g_assert_cmpstr(first->answers[1], ==, "\\Important");
	g_assert_cmpstr(first->answers[2], ==, "BCC \\ x");
	g_assert_cmpstr(first->sent, ==, "Sent \\ x");
	g_assert_cmpint(first->interval_s, ==, 120);
	g_assert_cmpint(voice->server.port, ==, 143);
	g_assert_cmpint((int)voice->server.tls, ==, CORE_TLS_NONE);
	g_assert_cmpstr(voice->server.password_command, ==, "pass show voice");
	g_assert_cmpstr(voice->folders[0], ==, "INBOX");
	g_assert_cmpint(voice->interval_s, ==, 60);
	g_assert_null(voice->sent);
	g_assert_null(voice->answers);
}

static void
test_reads_who_sends_and_gets(Place *place, const void *data)
{
	g_autoptr(CoreConfig) config = load_good(place, whole_config);
	const CoreSource *source = g_ptr_array_index(config->sources, 0);
	const CoreDepartment *qa = core_config_department(config, "qa");
	const CoreDepartment *pr = core_config_department(config, "pr");

	(void)data;
	g_assert_cmpstr(source->name, ==, "web-form");
	g_assert_cmpstr(source->match, ==, "from:forms@tideway.example");
	g_assert_cmpstr(source->customer, ==, "reply-to");
	g_assert_cmpstr(source->words, ==, "after \"Message:\"");
	g_assert_cmpstr(config->send->from_name, ==, "Customer Voice");
	g_assert_cmpstr(config->send->from_address, ==, "voice@example.com");
	g_assert_cmpint(config->send->server.port, ==, 465);
	g_assert_cmpstr(config->send->server.name, ==, "send");
	g_assert_true(config->send->verp);
	g_assert_cmpstr(config->send->replies, ==, "voice");
	g_assert_cmpstr(config->send->only_to, ==, "manager@example.com");
	g_assert_cmpstr(config->manager_to[0], ==, "manager@example.com");
	g_assert_cmpstr(qa->name, ==, "QA");
	g_assert_cmpstr(qa->to[1], ==, "lead@example.com");
	g_assert_cmpint(qa->digest.weekday, ==, 5);
	g_assert_cmpint(qa->digest.minute, ==, 16 * 60 + 30);
	g_assert_cmpstr(qa->blocks[1], ==, "watch");
	g_assert_cmpstr(pr->name, ==, "pr");
	g_assert_cmpint(pr->digest.weekday, ==, 1);
	g_assert_null(pr->blocks);
	g_assert_null(core_config_department(config, "sales"));
	g_assert_cmpint(config->executive->quiet_from_minute, ==, 21 * 60 + 30);
	g_assert_cmpint(config->executive->quiet_to_minute, ==, 6 * 60);
	g_assert_cmpint(config->executive->summary.minute, ==, 8 * 60 + 30);
	g_assert_cmpstr(
	    config->executive->vip, ==, "from:@bigcustomer.example");
}

static void
test_a_small_config_has_defaults(Place *place, const void *data)
{
	g_autoptr(CoreConfig) config = load_good(
	    place, "\xef\xbb\xbf[tribune]\r\ncompany = T\xc3\xbc\r\n");
	CoreLimits limits;

	(void)data;
	core_limits_default(&limits);
	g_assert_cmpstr(config->company, ==, "T\xc3\xbc");
	g_assert_cmpstr(config->database, ==, "/var/lib/tribune/tribune.db");
	g_assert_cmpstr(config->zone_name, ==, "UTC");
	g_assert_nonnull(config->domains);
	g_assert_null(config->domains[0]);
	g_assert_null(config->send);
	g_assert_null(config->executive);
	g_assert_null(config->manager_to);
	g_assert_null(config->operator_address);
	g_assert_cmpuint(config->mailboxes->len, ==, 0);
	g_assert_cmpmem(
	    &config->limits, (int)sizeof(limits), &limits, (int)sizeof(limits));
}

static void
test_limits_have_the_defaults_of_the_design(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	g_assert_cmpint(limits.message_bytes, ==, 50 << 20);
	g_assert_cmpint(limits.fetch_bytes, ==, 4 << 20);
	g_assert_cmpint(limits.connect_ms, ==, 30000);
	g_assert_cmpint(limits.quiet_ms, ==, 60000);
	g_assert_cmpint(limits.idle_ms, ==, 540000);
	g_assert_cmpint(limits.command_ms, ==, 300000);
	g_assert_cmpint(limits.headers_bytes, ==, 256 << 10);
	g_assert_cmpint(limits.headers, ==, 1000);
	g_assert_cmpint(limits.mime_depth, ==, 64);
	g_assert_cmpint(limits.mime_parts, ==, 1000);
	g_assert_cmpint(limits.free_space_percent, ==, 5);
	g_assert_cmpint(limits.text_bytes, ==, 1 << 20);
	g_assert_cmpint(limits.html_depth, ==, 400);
	g_assert_cmpint(limits.attachment_name_bytes, ==, 255);
	g_assert_cmpint(limits.parse_ms, ==, 5000);
	g_assert_cmpint(limits.parse_memory_bytes, ==, 512 << 20);
	g_assert_cmpint(limits.rules, ==, 10000);
	g_assert_cmpint(limits.rule_terms, ==, 1000);
	g_assert_cmpint(limits.transaction_rows, ==, 100);
	g_assert_cmpint(limits.transaction_bytes, ==, 16 << 20);
	g_assert_cmpint(limits.recipients, ==, 200);
	g_assert_cmpint(limits.html_bytes, ==, 102400);
	g_assert_cmpint(limits.digest_items, ==, 9);
	g_assert_cmpint(limits.sends_per_minute, ==, 20);
}

static void
test_refuses_values(Place *place, const void *data)
{
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{ "[tribune]\ncompany =\n",
		    ":2: [tribune] company: '' is not a text" },
		{ "[tribune]\n", ":1: [tribune] company: is missing: it takes "
		                 "a text" },
		{ TRIBUNE "timezone = Mars/Olympus\n",
		    ":3: [tribune] timezone: 'Mars/Olympus' is not a time "
		    "zone" },
		{ TRIBUNE "business-hours = 9 to 5\n",
		    ":3: [tribune] business-hours: '9 to 5' is not days and "
		    "hours as monday-friday 09:00-17:30, or always" },
		{ TRIBUNE "holidays = 2026-12-25;Boxing Day\n",
		    ":3: [tribune] holidays: '2026-12-25;Boxing Day' is not a "
		    "list of dates" },
		{ TRIBUNE "[retention]\nraw = 24\n",
		    ":4: [retention] raw: '24' is not a span 1 month..50 "
		    "years" },
		{ TRIBUNE "[retention]\ntext = 51 years\n",
		    ":4: [retention] text: '51 years' is not a span 1 "
		    "month..50 years" },
		{ TRIBUNE "operator = Ops <ops@x.example>\n",
		    ":3: [tribune] operator: 'Ops <ops@x.example>' is not an "
		    "address" },
		{ TRIBUNE "domains = a.example;;b.example\n",
		    ":3: [tribune] domains: 'a.example;;b.example' is not a "
		    "list of domains" },
		{ TRIBUNE "domains = ;\n",
		    ":3: [tribune] domains: ';' is not a list of domains" },
		{ TRIBUNE MAILBOX "port = 0\n",
		    ":6: [mailbox voice] port: '0' is not a port 1..65535" },
		{ TRIBUNE MAILBOX "port = 65536\n",
		    ":6: [mailbox voice] port: '65536' is not a port "
		    "1..65535" },
		{ TRIBUNE MAILBOX "interval = 9s\n",
		    ":6: [mailbox voice] interval: '9s' is not an interval "
		    "10s..1d" },
		{ TRIBUNE MAILBOX "interval = 25h\n",
		    ":6: [mailbox voice] interval: '25h' is not an interval "
		    "10s..1d" },
		{ TRIBUNE MAILBOX "tls = maybe\n",
		    ":6: [mailbox voice] tls: 'maybe' is not one of implicit, "
		    "starttls, none" },
		{ TRIBUNE MAILBOX "token-url = http://x.example/\n",
		    ":6: [mailbox voice] token-url: 'http://x.example/' is "
		    "not a web address by https, or http of this machine" },
		{ TRIBUNE MAILBOX "since = yesterday\n",
		    ":6: [mailbox voice] since: 'yesterday' is not a date or "
		    "time" },
		{ TRIBUNE MAILBOX "sent = a\\nb\n",
		    ":6: [mailbox voice] sent: holds a control character" },
		{ TRIBUNE MAILBOX "sent = a\\x\n",
		    ":6: [mailbox voice] sent: a backslash is written as "
		    "two" },
		{ TRIBUNE MAILBOX "sent = a\\x\\\n",
		    ":6: [mailbox voice] sent: a backslash is written as "
		    "two" },
		{ TRIBUNE "[mailbox a]\nserver = a b\nuser = u\n",
		    ":4: [mailbox a] server: 'a b' is not a server name" },
		{ TRIBUNE SEND "verp = true\n",
		    ":6: [send] verp: 'true' is not one of yes, no" },
		{ TRIBUNE "[send]\nserver = a\nfrom = Voice <voice@x>, b\n",
		    ":5: [send] from: 'Voice <voice@x>, b' is not a name and "
		    "address" },
		{ TRIBUNE "[manager]\nto = a@b;c\n",
		    ":4: [manager] to: 'a@b;c' is not a list of addresses" },
		{ TRIBUNE "[executive]\nto = a@b\nquiet-hours = 20:00\n",
		    ":5: [executive] quiet-hours: '20:00' is not a span of "
		    "hours "
		    "HH:MM-HH:MM" },
		{ TRIBUNE "[limits]\ndigest-items = 51\n",
		    ":4: [limits] digest-items: '51' is not a number 1..50" },
		{ TRIBUNE "[limits]\nfree-space = 51%\n",
		    ":4: [limits] free-space: '51%' is not a share 0%..50%" },
		{ TRIBUNE "[limits]\nfree-space = 5\n",
		    ":4: [limits] free-space: '5' is not a share 0%..50%" },
		{ TRIBUNE "[limits]\nfree-space = %\n",
		    ":4: [limits] free-space: '%' is not a share 0%..50%" },
		{ TRIBUNE "[limits]\nmessage-bytes = 1023B\n",
		    ":4: [limits] message-bytes: '1023B' is not a size "
		    "1KB..1GB" },
		{ TRIBUNE "[limits]\nparse-ms = 5\n",
		    ":4: [limits] parse-ms: '5' is not a duration "
		    "100ms..5m" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_fault(place, cases[i].text, cases[i].fault);
}

static void
test_refuses_lines(Place *place, const void *data)
{
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{ TRIBUNE "nonsense\n", ":3: is neither [SECTION], KEY = VALUE "
		                        "nor # comment" },
		{ TRIBUNE "= x\n", ":3: is neither [SECTION], KEY = VALUE nor "
		                   "# comment" },
		{ TRIBUNE "rules[de] = x\n",
		    ":3: is neither [SECTION], KEY = VALUE nor # comment" },
		{ TRIBUNE "[send\n",
		    ":3: a section is written as [NAME], alone on its line" },
		{ TRIBUNE "[]\n",
		    ":3: a section is written as [NAME], alone on its line" },
		{ "a = b\n" TRIBUNE,
		    ":1: a: stands before the first [SECTION]" },
		{ TRIBUNE "company = Again\n",
		    ":3: [tribune] company: stands in line 2 already" },
		{ TRIBUNE MAILBOX "[tribune]\n",
		    ":6: [tribune]: stands in line 1 already" },
		{ TRIBUNE "rules = a\x01\n",
		    ":3: holds a control character or is not UTF-8" },
		{ TRIBUNE "rules = \xff\n",
		    ":3: holds a control character or is not UTF-8" },
		{ TRIBUNE "domain = x.example\n",
		    ":3: [tribune] domain: there is no such key; did you mean "
		    "domains?" },
		{ TRIBUNE "password = secret\n",
		    ":3: [tribune] password: there is no such key" },
		{ TRIBUNE "[manger]\nto = a@b\n",
		    ":3: [manger]: there is no such section; did you mean "
		    "[manager]?" },
		{ TRIBUNE "[mailbox]\nserver = a\n",
		    ":3: [mailbox]: there is no such section; did you mean "
		    "[mailbox NAME]?" },
		{ TRIBUNE "[weather]\n", ":3: [weather]: there is no such "
		                         "section" },
		{ TRIBUNE "[department QA]\nto = a@b\n",
		    ":3: [department QA]: a name is 1 to 32 of a-z, 0-9 and "
		    "-" },
		{ TRIBUNE "[department x23456789012345678901234567890123]\n"
		          "to = a@b\n",
		    ":3: [department x23456789012345678901234567890123]: a "
		    "name is 1 to 32 of a-z, 0-9 and -" },
		{ TRIBUNE "[mailbox import]\nserver = a\nuser = b\n",
		    ":3: [mailbox import]: this name is taken: it is what "
		    "imports arrive in" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_fault(place, cases[i].text, cases[i].fault);
}

static void
test_refuses_settings_that_do_not_agree(Place *place, const void *data)
{
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{ TRIBUNE MAILBOX "tls = none\n",
		    ":6: [mailbox voice] tls: none would send mail and "
		    "password in the clear: it is only for localhost, "
		    "127.0.0.1 or ::1" },
		{ TRIBUNE MAILBOX "password-file = a\npassword-command = b\n",
		    ":7: [mailbox voice] password-command: stands beside "
		    "password-file: keep one of them" },
		{ TRIBUNE SEND "password-file = a\n",
		    ":3: [send] user: is missing beside a password" },
		{ TRIBUNE MAILBOX "auth = google\nclient-id = x\n",
		    ":3: [mailbox voice] client-secret-file: is missing: "
		    "Google gives one with each client id" },
		{ TRIBUNE MAILBOX "auth = microsoft\n",
		    ":3: [mailbox voice] client-id: is missing beside auth" },
		{ TRIBUNE MAILBOX MICROSOFT "client-secret-file = s\n",
		    ":3: [mailbox voice] tenant: is missing: a client secret "
		    "is of one directory" },
		{ TRIBUNE MAILBOX MICROSOFT "tenant = a/b\n",
		    ":8: [mailbox voice] tenant: is neither a domain nor an "
		    "id of a directory" },
		{ TRIBUNE MAILBOX GOOGLE "tenant = a\n",
		    ":9: [mailbox voice] tenant: is only for auth = "
		    "microsoft" },
		{ TRIBUNE MAILBOX MICROSOFT "password-file = a\n",
		    ":6: [mailbox voice] auth: stands beside a password: keep "
		    "one of them" },
		{ TRIBUNE SEND GOOGLE,
		    ":3: [send] user: is missing beside auth" },
		{ TRIBUNE SEND "user = v\ntoken-url = https://x.example/\n",
		    ":7: [send] token-url: is only for auth = google or "
		    "microsoft" },
		{ TRIBUNE
		    "[mailbox send]\nserver = i.example\nuser = v\n" GOOGLE,
		    ":3: [mailbox send]: with auth this name is taken: it is "
		    "what the login of [send] is kept by" },
		{ TRIBUNE MAILBOX "client-id = x\n",
		    ":6: [mailbox voice] client-id: is only for auth = google "
		    "or microsoft" },
		{ TRIBUNE SEND "replies = voice\n",
		    ":6: [send] replies: there is no section [mailbox "
		    "voice]" },
		{ TRIBUNE "[source a]\nmatch = from:x\nwords = before \"x\"\n",
		    ":5: [source a] words: is neither all nor after "
		    "\"TEXT\"" },
		{ TRIBUNE "[limits]\nrecipients = 1\n[manager]\nto = a@b;c@d\n",
		    ":6: [manager] to: holds more than 1 addresses, the limit "
		    "of [limits] recipients" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_fault(place, cases[i].text, cases[i].fault);
}

static void
test_refuses_queries_that_do_not_parse(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(load(place,
	    TRIBUNE "[source a]\nmatch = (x\n[executive]\nto = a@b\n"
	            "vip = and\n",
	    &error));
	g_assert_nonnull(strstr(error->message, ":4: [source a] match: is not "
	                                        "a query: 1:"));
	g_assert_nonnull(
	    strstr(error->message, ":7: [executive] vip: is not a query: 1:"));
}

static void
test_loopback_needs_no_tls(Place *place, const void *data)
{
	static const struct {
		const char *server;
		bool allowed;
	} cases[] = { { "localhost", true }, { "LOCALHOST", true },
		{ "127.0.0.1", true }, { "127.8.8.8", true }, { "::1", true },
		{ "127.0.0.1.example.com", false }, { "10.0.0.1", false },
		{ "localhost.example.com", false }, { "::2", false } };

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = g_strdup_printf(TRIBUNE
		    "[mailbox a]\nuser = u\ntls = none\nserver = %s\n",
		    cases[i].server);
		g_autoptr(CoreConfig) config = load(place, text, &error);

		g_assert_cmpint(config != NULL, ==, cases[i].allowed);
	}
}

/* Whose login it is says where its tokens are kept. */
static void
test_sections_of_one_account_share_their_tokens(Place *place, const void *data)
{
	g_autoptr(CoreConfig) config = load_good(place,
	    TRIBUNE "database = data/t.db\n" MAILBOX
	            "[mailbox other]\nserver = i.example\nuser = o\n" GOOGLE
	            "[mailbox same]\nserver = j.example\nuser = v\n" GOOGLE
	            "[mailbox app]\nserver = j.example\nuser = v\n" MICROSOFT
	            "tenant = t.example\nclient-secret-file = s\n"
	            "[mailbox person]\nserver = j.example\nuser = v\n" MICROSOFT
	            "tenant = t.example\n" SEND "user = v\n" GOOGLE);
	static const struct {
		const char *mailbox, *file;
	} cases[] = { { "other", "data/tokens/other.json" },
		{ "same", "data/tokens/same.json" },
		{ "app", "data/tokens/app.json" },
		{ "person", "data/tokens/person.json" } };

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_path(place,
		    core_config_mailbox(config, cases[i].mailbox)
		        ->server.oauth.token_file,
		    cases[i].file);
	assert_path(place, config->send->server.oauth.token_file,
	    "data/tokens/same.json");
	g_assert_null(
	    core_config_mailbox(config, "voice")->server.oauth.token_file);
	g_assert_cmpint(
	    (int)config->send->server.auth, ==, (int)CORE_AUTH_GOOGLE);
}

static void
test_tells_all_faults_by_line(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(load(place,
	    "[limits]\nrules = 0\nnonsense\n[tribune]\nrulez = x\n", &error));
	g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
	static const char *const wanted[] = { ":2: ", ":3: ", ":4: ", ":5: " };
	g_assert_cmpuint(g_strv_length(lines), ==, G_N_ELEMENTS(wanted));
	for (unsigned i = 0; i < G_N_ELEMENTS(wanted); i++) {
		g_assert_true(g_str_has_prefix(lines[i], place->path));
		g_assert_true(g_str_has_prefix(
		    lines[i] + strlen(place->path), wanted[i]));
	}
}

static void
test_tells_of_a_missing_file(Place *place, const void *data)
{
	g_autoptr(GError) missing = NULL, folder = NULL;

	(void)data;
	g_assert_null(core_config_load(place->path, &missing));
	g_assert_error(missing, CORE_ERROR, CORE_ERROR_CONFIG);
	g_assert_nonnull(strstr(missing->message, place->path));
	g_assert_nonnull(strstr(missing->message, "tribune setup"));
	g_assert_null(core_config_load(place->folder, &folder));
	g_assert_error(folder, CORE_ERROR, CORE_ERROR_CONFIG);
}

static void
test_an_empty_or_huge_file_is_no_config(Place *place, const void *data)
{
	g_autofree char *huge = g_strnfill((1 << 20) + 1, '\n');
	g_autoptr(GError) error = NULL;

	(void)data;
	assert_fault(
	    place, "", ": [tribune] company: is missing: it takes a text");
	g_assert_null(load(place, huge, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
}

static void
test_survives_broken_files(Place *place, const void *data)
{
	size_t length = strlen(whole_config);

	(void)data;
	for (int run = 0; run < 300; run++) {
		g_autofree char *broken = g_memdup2(whole_config, length + 1);
		g_autoptr(GError) error = NULL;

		for (int n = g_test_rand_int_range(1, 20); n > 0; n--)
			broken[g_test_rand_int_range(0, (gint32)length)] =
			    "\n=[] ;\\\"\xff\0z9"[g_test_rand_int_range(0, 12)];
		g_assert_true(g_file_set_contents(
		    place->path, broken, (gssize)length, NULL));
		g_autoptr(CoreConfig) config =
		    core_config_load(place->path, &error);
		g_assert_true((config == NULL) == (error != NULL));
	}
}

static void
test_the_table_is_whole(void)
{
	for (const CoreSetting *setting = core_config_settings();
	     setting->section; setting++) {
		g_assert_nonnull(setting->key);
		g_assert_nonnull(setting->type);
		g_assert_nonnull(setting->help);
		g_assert_false(setting->required && setting->fallback);
		for (const CoreSetting *other = setting + 1; other->section;
		     other++)
			g_assert_false(
			    strcmp(setting->section, other->section) == 0 &&
			    (strcmp(setting->key, other->key) == 0 ||
			        setting->offset == other->offset));
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/core/config/tribune", test_reads_the_tribune },
		{ "/core/config/mailboxes", test_reads_mailboxes_in_order },
		{ "/core/config/people", test_reads_who_sends_and_gets },
		{ "/core/config/defaults", test_a_small_config_has_defaults },
		{ "/core/config/values", test_refuses_values },
		{ "/core/config/lines", test_refuses_lines },
		{ "/core/config/agree",
		    test_refuses_settings_that_do_not_agree },
		{ "/core/config/queries",
		    test_refuses_queries_that_do_not_parse },
		{ "/core/config/loopback", test_loopback_needs_no_tls },
		{ "/core/config/tokens",
		    test_sections_of_one_account_share_their_tokens },
		{ "/core/config/all-faults", test_tells_all_faults_by_line },
		{ "/core/config/missing", test_tells_of_a_missing_file },
		{ "/core/config/size",
		    test_an_empty_or_huge_file_is_no_config },
		{ "/core/config/broken", test_survives_broken_files },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/limits/defaults",
	    test_limits_have_the_defaults_of_the_design);
	g_test_add_func("/core/config/table", test_the_table_is_whole);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
