/* What a config says, and what it is where it says nothing. */
#include "core/test-config-file.h"

#include <string.h>

#define TRIBUNE TEST_CONFIG_TRIBUNE
#define MAILBOX TEST_CONFIG_MAILBOX
#define SEND TEST_CONFIG_SEND
#define GOOGLE "auth = google\nclient-id = x\nclient-secret-file = s\n"
#define MICROSOFT "auth = microsoft\nclient-id = x\n"

static void
assert_path(const TestConfig *place, const char *path, const char *relative)
{
	g_autofree char *wanted =
	    g_build_filename(place->folder, relative, NULL);

	g_assert_cmpstr(path, ==, wanted);
}

static void
test_reads_the_tribune(TestConfig *place, const void *data)
{
	g_autoptr(CoreConfig) config =
	    test_config_load_good(place, test_config_whole);

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
test_reads_mailboxes_in_order(TestConfig *place, const void *data)
{
	g_autoptr(CoreConfig) config =
	    test_config_load_good(place, test_config_whole);

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
test_reads_who_sends_and_gets(TestConfig *place, const void *data)
{
	g_autoptr(CoreConfig) config =
	    test_config_load_good(place, test_config_whole);
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
test_a_small_config_has_defaults(TestConfig *place, const void *data)
{
	g_autoptr(CoreConfig) config = test_config_load_good(
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
test_loopback_needs_no_tls(TestConfig *place, const void *data)
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
		g_autoptr(CoreConfig) config =
		    test_config_load(place, text, &error);

		g_assert_cmpint(config != NULL, ==, cases[i].allowed);
	}
}

/* Whose login it is says where its tokens are kept. */
static void
test_sections_of_one_account_share_their_tokens(
    TestConfig *place, const void *data)
{
	g_autoptr(CoreConfig) config = test_config_load_good(place,
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
		void (*run)(TestConfig *, const void *);
	} tests[] = {
		{ "/core/config/tribune", test_reads_the_tribune },
		{ "/core/config/mailboxes", test_reads_mailboxes_in_order },
		{ "/core/config/people", test_reads_who_sends_and_gets },
		{ "/core/config/defaults", test_a_small_config_has_defaults },
		{ "/core/config/loopback", test_loopback_needs_no_tls },
		{ "/core/config/tokens",
		    test_sections_of_one_account_share_their_tokens },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/limits/defaults",
	    test_limits_have_the_defaults_of_the_design);
	g_test_add_func("/core/config/table", test_the_table_is_whole);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestConfig, NULL, test_config_set_up,
		    tests[i].run, test_config_tear_down);
	return g_test_run();
}
