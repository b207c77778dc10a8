/* What is wrong with a config, and that it is told. */
#include "core/test-config-file.h"

#include "core/error.h"

#include <string.h>

#define TRIBUNE TEST_CONFIG_TRIBUNE
#define MAILBOX TEST_CONFIG_MAILBOX
#define SEND TEST_CONFIG_SEND
#define GOOGLE "auth = google\nclient-id = x\nclient-secret-file = s\n"
#define MICROSOFT "auth = microsoft\nclient-id = x\n"

static void
test_refuses_values(TestConfig *place, const void *data)
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
		test_config_assert_fault(place, cases[i].text, cases[i].fault);
}

static void
test_refuses_lines(TestConfig *place, const void *data)
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
		test_config_assert_fault(place, cases[i].text, cases[i].fault);
}

static void
test_refuses_settings_that_do_not_agree(TestConfig *place, const void *data)
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
		test_config_assert_fault(place, cases[i].text, cases[i].fault);
}

static void
test_refuses_queries_that_do_not_parse(TestConfig *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(test_config_load(place,
	    TRIBUNE "[source a]\nmatch = (x\n[executive]\nto = a@b\n"
	            "vip = and\n",
	    &error));
	g_assert_nonnull(strstr(error->message, ":4: [source a] match: is not "
	                                        "a query: 1:"));
	g_assert_nonnull(
	    strstr(error->message, ":7: [executive] vip: is not a query: 1:"));
}

static void
test_tells_all_faults_by_line(TestConfig *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(test_config_load(place,
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
test_tells_of_a_missing_file(TestConfig *place, const void *data)
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
test_an_empty_or_huge_file_is_no_config(TestConfig *place, const void *data)
{
	g_autofree char *huge = g_strnfill((1 << 20) + 1, '\n');
	g_autoptr(GError) error = NULL;

	(void)data;
	test_config_assert_fault(
	    place, "", ": [tribune] company: is missing: it takes a text");
	g_assert_null(test_config_load(place, huge, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_CONFIG);
}

static void
test_survives_broken_files(TestConfig *place, const void *data)
{
	size_t length = strlen(test_config_whole);

	(void)data;
	for (int run = 0; run < 300; run++) {
		g_autofree char *broken =
		    g_memdup2(test_config_whole, length + 1);
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

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestConfig *, const void *);
	} tests[] = {
		{ "/core/config/values", test_refuses_values },
		{ "/core/config/lines", test_refuses_lines },
		{ "/core/config/agree",
		    test_refuses_settings_that_do_not_agree },
		{ "/core/config/queries",
		    test_refuses_queries_that_do_not_parse },
		{ "/core/config/all-faults", test_tells_all_faults_by_line },
		{ "/core/config/missing", test_tells_of_a_missing_file },
		{ "/core/config/size",
		    test_an_empty_or_huge_file_is_no_config },
		{ "/core/config/broken", test_survives_broken_files },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestConfig, NULL, test_config_set_up,
		    tests[i].run, test_config_tear_down);
	return g_test_run();
}
