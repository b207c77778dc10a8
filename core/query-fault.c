#include "core/query-fault.h"

#include "core/text.h"

#include <string.h>

#define FAULTS_MAX 1000

static void
free_fault(void *data)
{
	CoreQueryFault *self = data;

	g_free(self->sentence);
	g_free(self);
}

GPtrArray *
core_query_faults_new(void)
{
	return g_ptr_array_new_with_free_func(free_fault);
}

void
core_query_faults_add(
    GPtrArray *faults, int line, int column, const char *sentence)
{
	CoreQueryFault *fault;

	if (faults->len >= FAULTS_MAX)
		return;
	fault = g_new(CoreQueryFault, 1);
	fault->line = line;
	fault->column = column;
	fault->sentence = g_strdup(sentence);
	g_ptr_array_add(faults, fault);
}

static int
compare(const void *a, const void *b)
{
	const CoreQueryFault *const *x = a;
	const CoreQueryFault *const *y = b;

	return (*x)->line != (*y)->line ? (*x)->line - (*y)->line
	                                : (*x)->column - (*y)->column;
}

void
core_query_faults_sort(GPtrArray *faults)
{
	g_ptr_array_sort(faults, compare);
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

char *
core_query_faults_show(
    const GPtrArray *faults, const char *text, int first_line)
{
	GString *shown = g_string_new(NULL);

	for (unsigned i = 0; i < faults->len; i++) {
		const CoreQueryFault *fault = faults->pdata[i];
		g_autofree char *one = core_query_point(text, first_line,
		    fault->line, fault->column, fault->sentence);

		g_string_append_printf(shown, "%s%s", i ? "\n" : "", one);
	}
	return g_string_free(shown, FALSE);
}
