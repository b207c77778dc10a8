#include "cli/columns.h"

#include "core/text.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_DEFAULT 80
#define COLUMNS_LEAST 40

int
cli_columns_there(void)
{
	struct winsize size = { 0 };

	if (!isatty(STDOUT_FILENO) ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS_DEFAULT;
	return MAX(size.ws_col, COLUMNS_LEAST);
}

int
cli_columns_of(const char *text)
{
	int columns = 0;

	for (; *text; text = core_text_next(text))
		columns += cli_columns_of_char(text);
	return columns;
}

int
cli_columns_of_char(const char *at)
{
	gunichar c = g_utf8_get_char(at);

	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

/* Returns: behind what of @text fits @columns. */
static const char *
end_of_fitting(const char *text, int columns)
{
	const char *word_end = NULL;
	int left = columns;

	for (; *text && cli_columns_of_char(text) <= left;
	     text = core_text_next(text)) {
		if (left <= columns / 3 &&
		    g_unichar_isspace(g_utf8_get_char(text)))
			word_end = text;
		left -= cli_columns_of_char(text);
	}
	return word_end && *text && !g_ascii_isspace(*text) ? word_end : text;
}

char *
cli_columns_cut(const char *text, int columns)
{
	g_autofree char *kept = NULL;

	if (cli_columns_of(text) <= columns)
		return g_strdup(text);
	kept = g_strndup(
	    text, (size_t)(end_of_fitting(text, MAX(columns - 1, 0)) - text));
	return g_strconcat(g_strchomp(kept), "\xe2\x80\xa6", NULL);
}

char *
cli_columns_fill(const char *text, int columns)
{
	int left = MAX(columns - cli_columns_of(text), 0);

	return g_strdup_printf("%s%*s", text, left, "");
}

char *
cli_columns_lead(const char *text, int columns)
{
	if (cli_columns_of(text) <= columns)
		return cli_columns_fill(text, columns);
	return g_strdup_printf("%s\n%*s", text, columns, "");
}
