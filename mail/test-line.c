#include "mail/line.h"

#include <glib.h>
#include <string.h>

/* The lines of @text that @next finds, each followed by a bar. */
static char *
lines_of(
    const char *text, bool (*next)(const char **, const char *, MailLine *))
{
	size_t length = strlen(text);
	/* of just that size, so that a sanitizer sees reads beyond */
	g_autofree char *bytes = g_memdup2(text, length);
	const char *position = bytes, *end = bytes + length;
	GString *told = g_string_new(NULL);
	MailLine line;

	while (next(&position, end, &line))
		g_string_append_printf(
		    told, "%.*s|", (int)line.length, line.start);
	g_assert_true(position == end);
	return g_string_free(told, FALSE);
}

static void
test_takes_lines(void)
{
	static const struct {
		const char *text, *all, *dashed;
	} rows[] = {
		{ "", "", "" },
		{ "a\r\nb\n\nc", "a|b||c|", "" },
		{ "--a\n--\r\n--b", "--a|--|--b|", "--a|--|--b|" },
		{ "a--b\n-c\n- -\n--d\n-", "a--b|-c|- -|--d|-|", "--d|" },
		{ "-\n--", "-|--|", "--|" },
		{ "\r--a\n -- b\n", "\r--a| -- b|", "" },
		{ "----\n-----\n", "----|-----|", "----|-----|" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *all = lines_of(rows[i].text, mail_line_next);
		g_autofree char *dashed =
		    lines_of(rows[i].text, mail_line_next_dashed);

		g_assert_cmpstr(all, ==, rows[i].all);
		g_assert_cmpstr(dashed, ==, rows[i].dashed);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/line/takes", test_takes_lines);
	return g_test_run();
}
