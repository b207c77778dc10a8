#include "mail/starts.h"

#include <glib.h>

static void
test_finds_what_a_text_begins_with(void)
{
	static const char *const words[] = { "this mail", "der", "de",
		"\xc3\xa9tat", "this", "z" };
	static const struct {
		const char *text;
		bool begins;
	} rows[] = {
		{ "this mailbox", true },
		{ "this", true },
		{ "thi", false },
		{ "de", true },
		{ "dear all", true },
		{ "das", false },
		{ "\xc3\xa9tat", true },
		{ "\xc3\xa9", false },
		{ "\xc3\xa8tat", false },
		{ "zoo", true },
		{ "a", false },
		{ "", false },
	};
	g_autofree MailStarts *starts =
	    mail_starts_new(words, G_N_ELEMENTS(words));

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(
		    mail_starts_have(starts, rows[i].text), ==, rows[i].begins);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/starts/begins", test_finds_what_a_text_begins_with);
	return g_test_run();
}
