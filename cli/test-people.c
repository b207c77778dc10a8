/* What `contacts`, `conversations` and `quarantine` tell people and programs.
 */
#include "cli/test-command.h"

#include <string.h>
#include <sysexits.h>

#define NOW TEST_COMMAND_NOW
#define DAY_S 86400

/* Ann's mail of @days ago, with @tag. Returns: its id. */
static int64_t
add_mail(TestCommand *self, int days, const char *tag, double probability)
{
	const TestRow row = { .from_address = "ann@example.org",
		.from_name = "Ann",
		.subject = "Hello",
		.words = "You are great. I told all my friends of you.",
		.received_at = NOW - (int64_t)days * DAY_S,
		.tag = tag,
		.probability = probability };
	int64_t id = test_rows_add(self->base.store, &row);

	test_rows_run(self->base.store,
	    "UPDATE tag SET spans = '[\"great\"]' WHERE message_id = %lld",
	    (long long)id);
	return id;
}

static void
test_nobody_is_there_yet(TestCommand *self, const void *data)
{
	(void)data;
	test_command_assert_says(
	    self, "contacts --advocates", EX_OK, "nobody yet\n");
	test_command_assert_says(
	    self, "contacts --advocates --json", EX_OK, "!nobody");
	test_command_assert_says(self, "contacts --due 1", EX_OK, "nobody");
	test_command_assert_says(
	    self, "quarantine", EX_OK, "nothing is quarantined\n");
	test_command_assert_says(self, "quarantine --json", EX_OK, "!nothing");
}

static void
test_advocates_are_told_with_their_words(TestCommand *self, const void *data)
{
	static const char *const wanted[] = { "address", "\"ann@example.org\"",
		"months", "2", "complains", "false", "message", "2", "sentence",
		"\"You are great.\"", "probability", NULL, NULL };
	g_autofree char *text = NULL;
	int code;

	(void)data;
	(void)add_mail(self, 40, "praise", 0);
	(void)add_mail(self, 2, "testimonial", 0);
	test_command_assert_says(
	    self, "contacts --advocates", EX_OK, "ann@example.org  Ann: ");
	test_command_assert_says(self, "contacts --advocates", EX_OK,
	    "    1 testimonial, 1 praise in 2 months, last 2026-11-14\n"
	    "    \"You are great.\" (message 2)\n");
	text = test_command_said(self, "contacts --advocates --json", &code);
	g_autoptr(json_t) json = test_command_parsed(text);
	test_command_assert_has(json, wanted);
	g_assert_cmpint(code, ==, EX_OK);
}

/* Two are not one, and what is guessed is told as such. */
static void
test_advocates_are_doubted(TestCommand *self, const void *data)
{
	(void)data;
	(void)add_mail(self, 40, "testimonial", 0.9);
	(void)add_mail(self, 39, "testimonial", 0.9);
	(void)add_mail(self, 1, "complaint", 0);
	test_command_assert_says(self, "contacts --advocates", EX_OK,
	    "2 testimonials in 1 month, last 2026-10-08; has complained "
	    "since");
	test_command_assert_says(self, "contacts --advocates", EX_OK,
	    ", a guess of the model, 90% sure)");
}

static void
test_prospects_are_due(TestCommand *self, const void *data)
{
	static const char *const wanted[] = { "address", "\"ann@example.org\"",
		"subject", "\"Hello\"", "conversation", "1", "waiting_since",
		"\"2026-11-06T09:00:00Z\"", NULL };
	g_autofree char *text = NULL;
	int code;

	(void)data;
	(void)add_mail(self, 10, NULL, 0);
	test_rows_run(self->base.store,
	    "INSERT INTO conversation VALUES (1, %lld, %lld);"
	    "UPDATE message SET conversation_id = 1",
	    (long long)NOW - 10 * DAY_S, (long long)NOW - 10 * DAY_S);
	test_command_assert_says(
	    self, "contacts --due 3", EX_OK, "!ann@example.org");
	test_command_assert_says(self,
	    "contact ann@example.org --type prospect --by a@tideway.example",
	    EX_OK, "prospect");
	test_command_assert_says(self, "contacts --due 3", EX_OK,
	    "ann@example.org: Hello\n    waiting for 10 days");
	test_rows_run(self->base.store, "UPDATE message SET from_name = 'Ann'");
	test_command_assert_says(self, "contacts --due 3", EX_OK,
	    "ann@example.org  Ann: Hello\n    waiting for ");
	test_command_assert_says(
	    self, "contacts --due 30", EX_OK, "!ann@example.org");
	test_command_assert_says(
	    self, "conversations --waiting", EX_OK, "Ann: Hello");
	text = test_command_said(self, "contacts --due 3 --json", &code);
	g_autoptr(json_t) json = test_command_parsed(text);
	test_command_assert_has(json, wanted);
	g_assert_cmpint(code, ==, EX_OK);
}

static int64_t
count_in_state(TestCommand *self, int state)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT count(*) FROM message WHERE state = %d", state);

	return test_rows_int(self->base.store, sql);
}

/* All or none; and only what is there. */
static void
test_the_quarantine_is_emptied(TestCommand *self, const void *data)
{
	(void)data;
	(void)add_mail(self, 3, NULL, 0);
	(void)add_mail(self, 2, NULL, 0);
	(void)add_mail(self, 1, NULL, 0);
	test_rows_run(self->base.store,
	    "UPDATE message SET state = 2, error = 'it hung' WHERE id > 1");
	test_command_assert_says(self, "quarantine", EX_OK, "\n    it hung\n");
	test_command_assert_says(self, "quarantine retry 2 1", EX_NOINPUT,
	    "message 1 is not quarantined; nothing was changed");
	g_assert_cmpint(count_in_state(self, 2), ==, 2);
	test_command_assert_says(
	    self, "quarantine retry --all", EX_OK, "2 queued again; ");
	g_assert_cmpint(count_in_state(self, 0), ==, 2);
	test_command_assert_says(
	    self, "quarantine release --all", EX_OK, "0 released; ");
	test_command_assert_says(
	    self, "quarantine show 9", EX_NOINPUT, "there is no message 9");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestCommand *, const void *);
	} tests[] = {
		{ "/cli/people/nobody", test_nobody_is_there_yet },
		{ "/cli/people/advocates",
		    test_advocates_are_told_with_their_words },
		{ "/cli/people/doubted", test_advocates_are_doubted },
		{ "/cli/people/due", test_prospects_are_due },
		{ "/cli/quarantine", test_the_quarantine_is_emptied },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestCommand, NULL,
		    test_command_set_up, tests[i].run, test_command_tear_down);
	return g_test_run();
}
