/* What `digest`, `escalate` and `alarm` say, show and keep. */
#include "cli/test-command.h"

#include <string.h>
#include <sysexits.h>

#define NOW TEST_COMMAND_NOW
#define HOUR_S 3600
#define SEND                                                                   \
	"[send]\nserver = smtp.example\nuser = voice@tideway.example\n"        \
	"password-file = none\nfrom = Voice <voice@tideway.example>\n"
#define READERS                                                                \
	"[department qa]\nname = QA\nto = qa@tideway.example\n"                \
	"[department sales]\nto = sales@tideway.example\n"                     \
	"[executive]\nto = ceo@tideway.example\n"

typedef struct {
	const char *line;
	int code;
	const char *words;
} Step;

static void
do_steps(TestCommand *self, const Step *steps, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		test_command_assert_says(
		    self, steps[i].line, steps[i].code, steps[i].words);
}

static void
set_up(TestCommand *self, const void *data)
{
	test_command_set_up(self, data);
	test_command_configure(self, SEND READERS);
	(void)test_command_add_message(self);
}

static int64_t
count_digests(TestCommand *self)
{
	return test_rows_int(self->base.store, "SELECT count(*) FROM digest");
}

static void
test_a_preview_keeps_nothing(TestCommand *self, const void *data)
{
	static const Step steps[] = {
		{ "digest qa --period 2026-W47 --preview", EX_OK,
		    "It crashes when I save." },
		{ "digest qa --period 2026-W47 --preview", EX_OK, "!<html" },
		{ "digest qa --period 2026-W40 --preview", EX_OK,
		    "there is no digest of it" },
		{ "digest qa --preview", EX_OK, "there is no digest of it" },
		{ "digest sale --preview", EX_NOINPUT,
		    "'sale'; did you mean 'sales'?" },
		{ "escalate --preview", EX_OK, "!ready" },
		{ "alarm --preview", EX_OK,
		    "no mailbox has been failing for long" },
	};

	(void)data;
	do_steps(self, steps, G_N_ELEMENTS(steps));
	g_assert_cmpint(count_digests(self), ==, 0);
}

static void
test_a_preview_goes_to_a_file(TestCommand *self, const void *data)
{
	g_autofree char *file =
	    g_build_filename(self->base.folder, "page.html", NULL);
	g_autofree char *line =
	    g_strdup_printf("digest qa --period 2026-W47 --preview=%s", file);
	g_autofree char *nowhere =
	    g_strconcat(line, "/below-a-file.html", NULL);
	g_autofree char *html = NULL;

	(void)data;
	test_command_assert_says(self, line, EX_OK, "wrote ");
	g_assert_true(g_file_get_contents(file, &html, NULL, NULL));
	g_assert_nonnull(strstr(html, "<html"));
	g_assert_nonnull(strstr(html, "It crashes when I save."));
	test_command_assert_says(self, nowhere, EX_IOERR, "below-a-file.html");
}

static void
test_a_digest_is_frozen_once(TestCommand *self, const void *data)
{
	static const char *const wanted[] = { "department", "\"qa\"", "period",
		"\"2026-W47\"", "new", "false", "recipients", "1", NULL };
	static const Step steps[] = {
		{ "digest qa --period 2026-W47", EX_OK,
		    "qa 2026-W47: frozen\n" },
		{ "digest qa --period 2026-W47", EX_OK,
		    "was frozen before, and stays as it is" },
		{ "digest qa --period 2026-W47 --preview", EX_OK,
		    "It crashes when I save." },
	};
	g_autofree char *text = NULL;
	int code;

	(void)data;
	do_steps(self, steps, G_N_ELEMENTS(steps));
	g_assert_cmpint(count_digests(self), ==, 1);
	text = test_command_said(
	    self, "digest qa --period 2026-W47 --json", &code);
	g_autoptr(json_t) json = test_command_parsed(text);
	test_command_assert_has(json, wanted);
	g_assert_nonnull(json_object_get(json, "subject"));
	g_assert_cmpint(code, ==, EX_OK);
}

/* What is frozen is shown as it was, unless it is to be built anew. */
static void
test_a_preview_shows_what_is_frozen(TestCommand *self, const void *data)
{
	(void)data;
	test_command_assert_says(
	    self, "digest qa --period 2026-W47", EX_OK, "frozen");
	test_rows_run(self->base.store, "UPDATE tag SET tag = 'bug/loss'");
	test_command_assert_says(
	    self, "digest qa --period 2026-W47 --preview", EX_OK, "!bug: loss");
	test_command_assert_says(self,
	    "digest qa --period 2026-W47 --preview --recompute", EX_OK,
	    "bug: loss");
	test_command_assert_says(self, "digest qa --period 2026-W47 --preview",
	    EX_OK, "It crashes when I save.");
}

static void
test_an_escalation_is_made_once(TestCommand *self, const void *data)
{
	static const Step steps[] = {
		{ "escalate --preview", EX_OK, "Subject: " },
		{ "escalate --preview", EX_OK, "It crashes" },
		{ "escalate", EX_OK, "is ready; `tribune send` mails it." },
		{ "escalate", EX_OK, "!ready" },
	};

	(void)data;
	test_command_assert_says(self, "escalate", EX_OK, "!ready");
	test_rows_run(self->base.store, "UPDATE tag SET urgency = 2");
	do_steps(self, steps, G_N_ELEMENTS(steps));
	g_assert_cmpint(count_digests(self), ==, 1);
}

static void
test_an_alarm_tells_of_a_mailbox(TestCommand *self, const void *data)
{
	static const Step steps[] = {
		{ "alarm --preview", EX_OK, "Subject: " },
		{ "alarm --preview", EX_OK, "support" },
		{ "alarm", EX_OK,
		    "An alarm about mailbox support is ready; `tribune send`" },
		{ "alarm", EX_OK, "no alarm is due" },
		{ "alarm --preview", EX_OK, "Subject: " },
	};

	(void)data;
	test_command_assert_says(self, "alarm", EX_CONFIG,
	    "an alarm needs [send], and operator in [tribune]");
	test_command_configure(self, "operator = ops@tideway.example\n");
	test_command_assert_says(self, "alarm", EX_OK, "no alarm is due");
	test_rows_run(self->base.store,
	    "UPDATE mailbox_status SET tried_at = %lld, failing_since = %lld,"
	    " refused_since = %lld, error = 'login: no'",
	    (long long)NOW - 60, (long long)NOW - 5 * HOUR_S,
	    (long long)NOW - 5 * HOUR_S);
	do_steps(self, steps, G_N_ELEMENTS(steps));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestCommand *, const void *);
	} tests[] = {
		{ "/cli/digest/preview", test_a_preview_keeps_nothing },
		{ "/cli/digest/file", test_a_preview_goes_to_a_file },
		{ "/cli/digest/once", test_a_digest_is_frozen_once },
		{ "/cli/digest/frozen", test_a_preview_shows_what_is_frozen },
		{ "/cli/escalate", test_an_escalation_is_made_once },
		{ "/cli/alarm", test_an_alarm_tells_of_a_mailbox },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestCommand, NULL, set_up,
		    tests[i].run, test_command_tear_down);
	return g_test_run();
}
