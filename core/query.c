#include "core/query.h"

#include "core/text.h"

#include <string.h>

void
core_query_free(CoreQuery *self)
{
	if (!self)
		return;
	g_free(self->header);
	g_free(self->text);
	g_clear_pointer(&self->children, g_ptr_array_unref);
	g_free(self);
}

unsigned
core_query_terms(const CoreQuery *self)
{
	unsigned count = 0;

	if (!self->children)
		return 1;
	for (unsigned i = 0; i < self->children->len; i++)
		count += core_query_terms(self->children->pdata[i]);
	return count;
}

static const char *
line_start(const char *text, int lines)
{
	while (lines-- > 0)
		text = strchr(text, '\n') + 1;
	return text;
}

char *
core_query_point(const char *text, int first_line, int line, int column,
    const char *sentence)
{
	const char *start = line_start(text, line - first_line);
	const char *end = strchrnul(start, '\n');
	g_autoptr(GString) shown = g_string_new(NULL);
	const char *at = start;

	g_string_append_printf(shown, "%d:%d: %s\n", line, column, sentence);
	g_string_append_len(shown, start, end - start);
	g_string_append_c(shown, '\n');
	/* A tab stays a tab, so that the caret stands under its column. */
	for (int i = 1; i < column; i++) {
		g_string_append_c(shown, *at == '\t' ? '\t' : ' ');
		if (at < end)
			at = core_text_next(at);
	}
	g_string_append_c(shown, '^');
	return g_string_free(g_steal_pointer(&shown), FALSE);
}
