#include "core/query-cursor.h"

#include "core/error.h"

#include <string.h>

void
core_cursor_locate(
    const CoreCursor *self, const char *at, int *ret_line, int *ret_column)
{
	const char *start = self->text;

	*ret_line = self->first_line;
	for (const char *p = self->text; p < at; p++)
		if (*p == '\n') {
			start = p + 1;
			++*ret_line;
		}
	*ret_column = (int)g_utf8_strlen(start, at - start) + 1;
}

void *
core_cursor_fail(CoreCursor *self, const char *at, const char *format, ...)
{
	g_autofree char *sentence = NULL;
	g_autofree char *shown = NULL;
	va_list arguments;
	int line, column;

	va_start(arguments, format);
	sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	core_cursor_locate(self, at, &line, &column);
	shown = core_query_point(
	    self->text, self->first_line, line, column, sentence);
	g_set_error_literal(self->error, CORE_ERROR, CORE_ERROR_DATA, shown);
	return NULL;
}

void
core_cursor_skip_blanks(CoreCursor *self)
{
	while (*self->at && g_ascii_isspace(*self->at))
		self->at++;
}

bool
core_cursor_ends_word(char c)
{
	return c == '\0' || g_ascii_isspace(c) || c == '(' || c == ')' ||
	       c == '"';
}

bool
core_cursor_at_keyword(const CoreCursor *self, const char *keyword)
{
	size_t length = strlen(keyword);

	return g_ascii_strncasecmp(self->at, keyword, length) == 0 &&
	       core_cursor_ends_word(self->at[length]);
}

bool
core_cursor_take_keyword(CoreCursor *self, const char *keyword)
{
	core_cursor_skip_blanks(self);
	if (!core_cursor_at_keyword(self, keyword))
		return false;
	self->at += strlen(keyword);
	return true;
}
