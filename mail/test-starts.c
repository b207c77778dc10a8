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
	static gsize place;
	const MailStarts *starts =
	    mail_starts_of(&place, words, G_N_ELEMENTS(words));

	g_assert_true(mail_starts_of(&place, NULL, 0) == starts);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(
		    mail_starts_have(starts, rows[i].text), ==, rows[i].begins);
}

static void
test_finds_what_a_text_holds(void)
{
	static const char *const words[] = { "this mail", "der", "\xc3\xa9tat",
		"z" };
	static const struct {
		const char *text;
		bool holds;
	} rows[] = {
		{ "all of this mailbox", true },
		{ "this is mail", false },
		{ "under", true },
		{ "de", false },
		{ "ded er", false },
		{ "un \xc3\xa9tat", true },
		{ "\xc3\xa9", false },
		{ "a z", true },
		{ "zoo", true },
		{ "a", false },
		{ "", false },
	};
	static gsize place;
	const MailStarts *starts =
	    mail_starts_of(&place, words, G_N_ELEMENTS(words));

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(
		    mail_starts_occur(starts, rows[i].text), ==, rows[i].holds);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/starts/begins", test_finds_what_a_text_begins_with);
	g_test_add_func("/mail/starts/holds", test_finds_what_a_text_holds);
	return g_test_run();
}
