#include "core/query-cursor.h"

#include "core/query-fault.h"
#include "core/text.h"

#include <string.h>

void
core_cursor_locate(
    CoreCursor *self, const char *at, int *ret_line, int *ret_column)
{
	CorePlace *last = &self->last;
	const char *end;

	if (!last->at || at < last->at)
		*last = (CorePlace){ self->text, self->first_line, 1 };
	while ((end = memchr(last->at, '\n', (size_t)(at - last->at))) != NULL)
		*last = (CorePlace){ end + 1, last->line + 1, 1 };
	last->column += (int)g_utf8_strlen(last->at, at - last->at);
	last->at = at;
	*ret_line = last->line;
	*ret_column = last->column;
}

void
core_cursor_fault(CoreCursor *self, const char *at, const char *format, ...)
{
	g_autofree char *sentence = NULL;
	va_list arguments;
	int line, column;

	va_start(arguments, format);
	sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	core_cursor_locate(self, at, &line, &column);
	core_query_faults_add(self->faults, line, column, sentence);
}

/* Goes behind a phrase, as far as it is one. */
static void
skip_phrase(CoreCursor *self)
{
	self->at++;
	self->at += strcspn(self->at, "\"\n");
	if (*self->at == '"')
		self->at++;
}

void
core_cursor_recover(CoreCursor *self)
{
	int depth = 0;

	for (;;) {
		core_cursor_skip_blanks(self);
		if (*self->at == '\0' || (*self->at == ')' && depth == 0))
			return;
		if (depth == 0 && (core_cursor_at_keyword(self, "and") ||
		                      core_cursor_at_keyword(self, "or")))
			return;
		if (*self->at == '"') {
			skip_phrase(self);
			continue;
		}
		depth += *self->at == '(' ? 1 : *self->at == ')' ? -1 : 0;
		if (*self->at == '(' || *self->at == ')')
			self->at++;
		else
			while (!core_cursor_ends_word(*self->at))
				self->at++;
	}
}

void
core_cursor_skip_blanks(CoreCursor *self)
{
	while (*self->at && g_ascii_isspace(*self->at))
		self->at++;
}

const char *
core_cursor_behind_last(const CoreCursor *self)
{
	const char *at = self->at;

	while (at > self->text && g_ascii_isspace(at[-1]))
		at--;
	return at;
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
