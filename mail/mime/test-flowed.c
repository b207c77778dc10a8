#include "mail/mime/flowed.h"

static void
test_flowed_lines_are_joined(void)
{
	static const struct {
		const char *text;
		bool delsp;
		const char *joined;
	} rows[] = {
		{ "one \ntwo\nthree\n", false, "one two\nthree\n" },
		{ "one \r\ntwo\r\n", false, "one two\n" },
		{ "on \ne\n", true, "one\n" },
		{ "> a \n> b\n>> c\nd\n", false, "> a b\n>> c\nd\n" },
		{ " stuffed\n", false, "stuffed\n" },
		{ "bye \n-- \nAnn\n", false, "bye \n-- \nAnn\n" },
		{ "", false, "\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) text = g_string_new(rows[i].text);
		g_autoptr(GString) joined =
		    mail_flowed_join(text, rows[i].delsp);

		g_assert_cmpstr(joined->str, ==, rows[i].joined);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/flowed/join", test_flowed_lines_are_joined);
	return g_test_run();
}
