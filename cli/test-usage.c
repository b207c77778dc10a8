/* What each command makes of a wrong command line, and the shape of --json. */
#include "cli/test-command.h"

#include <string.h>
#include <sysexits.h>

typedef struct {
	const char *line;
	int code;
	const char *words; /* in what is said */
} Case;

static void
set_up(TestCommand *self, const void *data)
{
	g_autofree char *config = NULL;
	g_autofree char *rules = NULL;

	test_command_set_up(self, data);
	rules = g_build_filename(self->base.folder, "t.rules", NULL);
	config = g_strdup_printf("[tribune]\ndatabase = %s\nrules = %s\n"
	                         "company = Tideway\n"
	                         "domains = tideway.example\n"
	                         "[department qa]\nto = qa@tideway.example\n"
	                         "[department product]\n"
	                         "to = product@tideway.example\n",
	    self->base.path, rules);
	g_assert_true(g_file_set_contents(self->config_path, config, -1, NULL));
	g_assert_true(
	    g_file_set_contents(rules, "bug -> qa\n  crash*\n", -1, NULL));
	(void)test_command_add_message(self);
}

/* One line, the command's name before it, and nothing is changed. */
static void
assert_refused(TestCommand *self, const Case *cases, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		int code;
		g_autofree char *said =
		    test_command_said(self, cases[i].line, &code);

		if (code != cases[i].code || !strstr(said, cases[i].words))
			g_error("%s: exit code %d, not %d with '%s': %s",
			    cases[i].line, code, cases[i].code, cases[i].words,
			    said);
		g_assert_true(g_str_has_prefix(said, "tribune "));
	}
	g_assert_cmpint(
	    test_rows_int(self->base.store, "SELECT count(*) FROM label"), ==,
	    0);
}

static void
test_options_that_are_not_there(TestCommand *self, const void *data)
{
	(void)data;
	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		g_autofree char *option =
		    g_strdup_printf("%s --nonesuch", command->name);
		g_autofree char *now =
		    g_strdup_printf("%s --now", command->name);
		Case cases[] = { { option, EX_USAGE, "see tribune " },
			{ now, EX_USAGE, "see tribune " } };

		assert_refused(self, cases, G_N_ELEMENTS(cases));
	}
	(void)data;
}

static void
test_times_that_are_none(TestCommand *self, const void *data)
{
	static const char *const times[] = { "yesterday", "2026-02-30",
		"2026-11-16T24:00:00Z", "1969-12-31", "10000-01-01", "''" };

	(void)data;
	for (const CliCommand *command = cli_commands(); command->name;
	     command++)
		for (unsigned i = 0; i < G_N_ELEMENTS(times); i++) {
			g_autofree char *line = g_strdup_printf(
			    "%s --now %s", command->name, times[i]);
			Case wrong = { line, EX_USAGE, "is not a time" };

			assert_refused(self, &wrong, 1);
		}
}

static void
test_operands(TestCommand *self, const void *data)
{
	static const char *const none[] = { "setup", "check", "filter",
		"escalate", "alarm", "send", "run", "status", "contacts",
		"conversations", "export", "learn", "retain", "parse" };
	static const char *const one[] = { "login", "digest", "backup",
		"restore", "contact", "show", "why", "erase", "work" };
	static const Case cases[] = {
		{ "import", EX_USAGE, "too few" },
		{ "search", EX_USAGE, "too few" },
		{ "tag", EX_USAGE, "too few" },
		{ "tag 1 bug", EX_USAGE, "+bug or -bug" },
		{ "tag 1", EX_USAGE, "say which tags" },
		{ "route", EX_USAGE, "too few" },
		{ "route 1", EX_USAGE, "say either" },
		{ "rules", EX_USAGE, "say check" },
		{ "rules chek", EX_USAGE, "say check" },
		{ "quarantine list", EX_USAGE, "say nothing" },
		{ "quarantine show", EX_USAGE, "say nothing" },
		{ "quarantine retry", EX_USAGE, "ids of messages" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(none); i++) {
		g_autofree char *line = g_strdup_printf("%s x", none[i]);
		Case extra = { line, EX_USAGE, "too many operands" };

		assert_refused(self, &extra, 1);
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(one); i++) {
		g_autofree char *line = g_strdup_printf("%s x y", one[i]);
		Case few = { one[i], EX_USAGE, "too few operands" };
		Case many = { line, EX_USAGE, "too many operands" };

		assert_refused(self, &few, 1);
		assert_refused(self, &many, 1);
	}
	assert_refused(self, cases, G_N_ELEMENTS(cases));
}

static void
test_ids_that_are_none(TestCommand *self, const void *data)
{
	static const char *const commands[] = { "show %s", "why %s",
		"tag %s +bug", "route %s qa", "quarantine show %s",
		"quarantine retry %s", "quarantine release 1 %s" };
	static const char *const ids[] = { "0", "''", "' 1'", "+1", "1x", "1.0",
		"0x1", "9223372036854775808", "one" };

	(void)data;
	for (unsigned c = 0; c < G_N_ELEMENTS(commands); c++)
		for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
			g_auto(GStrv) parts = g_strsplit(commands[c], "%s", 2);
			g_autofree char *line = g_strjoinv(ids[i], parts);
			Case wrong = { line, EX_USAGE,
				"is not the id of a message" };

			/* "+1" would be a tag to give. */
			if (*ids[i] != '+' || !g_str_has_prefix(line, "tag"))
				assert_refused(self, &wrong, 1);
		}
}

static void
test_values_that_are_none(TestCommand *self, const void *data)
{
	static const Case cases[] = {
		{ "search crashes --limit -1", EX_USAGE, "--limit" },
		{ "search crashes --limit 1x", EX_USAGE, "--limit" },
		{ "contacts --limit -1", EX_USAGE, "--limit" },
		{ "contacts --due -1", EX_USAGE, "--due -1 is less" },
		{ "contacts --due x", EX_USAGE, "--due" },
		{ "contacts --type king", EX_USAGE, "'king' is no type" },
		{ "contacts --stage ''", EX_USAGE, "'' is no stage" },
		{ "contact ann@example.org --limit -1", EX_USAGE, "--limit" },
		{ "contact ann@example.org --type king", EX_USAGE, "no type" },
		{ "contact nobody@example.org", EX_NOINPUT, "nobody wrote" },
		{ "conversations --limit -1", EX_USAGE, "--limit" },
		{ "conversations --since 5y", EX_USAGE, "--since '5y'" },
		{ "conversations --since -1d", EX_USAGE, "--since '-1d'" },
		{ "conversations --since 99999999999d", EX_USAGE, "--since" },
		{ "digest qa --period 2026-W54", EX_USAGE, "2026-W54" },
		{ "digest qa --period ''", EX_USAGE, "is not a week" },
		{ "digest nobody --preview", EX_NOINPUT, "'nobody'" },
		{ "contact -- -a@b.c", EX_NOINPUT, "'-a@b.c'" },
		{ "contact -- -- x", EX_USAGE, "too many" },
		{ "show -- -1", EX_USAGE, "'-1' is not the id" },
		{ "show -- 2", EX_NOINPUT, "no message 2" },
		{ "show 2", EX_NOINPUT, "no message 2" },
		{ "why 1 --rule none", EX_NOINPUT, "'none'" },
		{ "search ''", EX_USAGE, "1:1" },
		{ "search '('", EX_USAGE, "1:1" },
		{ "tag 1 +", EX_USAGE, "'' is no tag" },
		{ "tag 1 +Bug", EX_USAGE, "'Bug' is no tag" },
		{ "tag 1 +bugs", EX_NOINPUT, "did you mean 'bug'" },
		{ "tag 2 +bug", EX_NOINPUT, "no message 2" },
		{ "tag 1 +bug --by 'not one'", EX_USAGE, "--by 'not one'" },
		{ "route 1 nowhere", EX_NOINPUT, "'nowhere'" },
		{ "route 1 ''", EX_USAGE, "say either" },
		{ "route 1 ,", EX_USAGE, "say either" },
		{ "route 1 qa --by ''", EX_USAGE, "--by ''" },
		{ "erase nobody@example.org --yes", EX_NOINPUT, "nobody" },
		{ "erase % --yes", EX_NOINPUT, "nobody wrote from '%'" },
		{ "export --contact ''", EX_NOINPUT, "nobody wrote" },
		{ "login nowhere", EX_USAGE, "nowhere" },
		{ "work cook", EX_USAGE, "'cook' is none of" },
		{ "import /nonexistent", EX_NOINPUT, "/nonexistent" },
		{ "restore /nonexistent", EX_NOINPUT, "/nonexistent" },
	};

	(void)data;
	assert_refused(self, cases, G_N_ELEMENTS(cases));
}

/* Two that cannot both be meant: neither is done. */
static void
test_what_contradicts_itself(TestCommand *self, const void *data)
{
	static const Case cases[] = {
		{ "tag 1 +bug -bug", EX_USAGE, "'bug' is said twice" },
		{ "tag 1 -bug -bug", EX_USAGE, "'bug' is said twice" },
		{ "route 1 qa --as-tagged", EX_USAGE, "say either" },
		{ "contact ann@example.org --join a@b.c --part a@b.c", EX_USAGE,
		    "undo each other" },
		{ "contacts --advocates --due 3", EX_USAGE, "ask for one" },
		{ "contacts --organisations --type customer", EX_USAGE,
		    "ask for one" },
		{ "conversations --waiting --promises", EX_USAGE,
		    "ask for one" },
		{ "export --patterns --contact ann@example.org", EX_USAGE,
		    "ask for one" },
		{ "learn --report --all", EX_USAGE, "ask for one" },
		{ "quarantine --all", EX_USAGE, "say nothing" },
		{ "quarantine --raw", EX_USAGE, "say nothing" },
		{ "quarantine retry 1 --all", EX_USAGE, "or --all" },
		{ "quarantine retry 1 --raw", EX_USAGE, "say nothing" },
		{ "quarantine show 1 --all", EX_USAGE, "say nothing" },
	};

	(void)data;
	assert_refused(self, cases, G_N_ELEMENTS(cases));
}

/* One value, or one a line; with the keys that scripts look for. */
static void
test_json_has_its_keys(TestCommand *self, const void *data)
{
	static const struct {
		const char *line, *keys;
	} cases[] = {
		{ "status", "well wrong messages queued quarantined" },
		{ "show 1", "id state content_key tags subject" },
		{ "search tag:bug --count", "count" },
		{ "export", "id state content_key tags" },
		{ "rules check", "rules faults" },
		{ "tag 1 +bug", "id tags departments" },
		{ "route 1 none", "id tags" },
		{ "learn --report", "tag labels for against trained used" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strconcat(
		    cases[i].line, " --json --by a@tideway.example", NULL);
		g_auto(GStrv) keys = g_strsplit(cases[i].keys, " ", -1);
		g_autofree char *text = NULL;
		int code;

		if (!strstr(line, "tag 1") && !strstr(line, "route"))
			*strstr(line, " --by") = '\0';
		text = test_command_said(self, line, &code);
		g_test_message("%s: %s", line, text);
		g_assert_cmpint(code, ==, EX_OK);
		g_autoptr(json_t) json = test_command_parsed(text);
		for (char **key = keys; *key; key++)
			if (!json_object_get(json, *key))
				g_error("%s: no key %s: %s", line, *key, text);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestCommand *, const void *);
	} tests[] = {
		{ "/cli/usage/options", test_options_that_are_not_there },
		{ "/cli/usage/times", test_times_that_are_none },
		{ "/cli/usage/operands", test_operands },
		{ "/cli/usage/ids", test_ids_that_are_none },
		{ "/cli/usage/values", test_values_that_are_none },
		{ "/cli/usage/contradictions", test_what_contradicts_itself },
		{ "/cli/usage/json", test_json_has_its_keys },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestCommand, NULL, set_up,
		    tests[i].run, test_command_tear_down);
	return g_test_run();
}
