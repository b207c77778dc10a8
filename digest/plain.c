#include "digest/plain.h"

static void
add_blanks(GString *out, glong n)
{
	for (; n > 0; n--)
		g_string_append_c(out, ' ');
}

void
digest_plain_add(GString *out, int indent, const char *first, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
	glong column;

	if (first)
		g_string_append(out, first);
	else
		add_blanks(out, indent);
	column = first ? g_utf8_strlen(first, -1) : indent;
	glong start = column;
	for (char **word = words; *word; word++) {
		glong width = g_utf8_strlen(*word, -1);

		if (width == 0)
			continue;
		if (column > start && column + 1 + width > DIGEST_COLUMNS) {
			g_string_append_c(out, '\n');
			add_blanks(out, indent);
			column = start = indent;
		}
		if (column > start) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, *word);
		column += width;
	}
	g_string_append_c(out, '\n');
}

void
digest_plain_rule(GString *out, char c)
{
	for (int i = 0; i < DIGEST_COLUMNS; i++)
		g_string_append_c(out, c);
	g_string_append_c(out, '\n');
}

void
digest_plain_heading(GString *out, const char *text)
{
	g_autofree char *upper = g_utf8_strup(text, -1);

	g_string_append(out, "\n\n");
	digest_plain_add(out, 0, NULL, upper);
	digest_plain_rule(out, '-');
	g_string_append_c(out, '\n');
}

void
digest_plain_ends(GString *out, const char *left, const char *right)
{
	glong used = g_utf8_strlen(left, -1) + g_utf8_strlen(right, -1);

	g_string_append(out, left);
	add_blanks(out, MAX(DIGEST_COLUMNS - used, 1));
	g_string_append_printf(out, "%s\n", right);
}
