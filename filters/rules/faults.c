#include "filters/rules/faults.h"

#include "core/query-fault.h"

static void
free_fault(void *data)
{
	FilterFault *self = data;

	g_free(self->file);
	g_free(self->sentence);
	g_free(self->shown);
	g_free(self);
}

GPtrArray *
filter_faults_new(void)
{
	return g_ptr_array_new_with_free_func(free_fault);
}

static FilterFault *
add(GPtrArray *faults, const char *file, const char *sentence)
{
	FilterFault *fault = g_new0(FilterFault, 1);

	fault->file = g_strdup(file);
	fault->sentence = g_strdup(sentence);
	g_ptr_array_add(faults, fault);
	return fault;
}

void
filter_faults_add(GPtrArray *faults, const char *file, int line, int column,
    const char *text, const char *sentence)
{
	FilterFault *fault = add(faults, file, sentence);
	g_autofree char *point =
	    core_query_point(text, line, line, column, sentence);

	fault->line = line;
	fault->column = column;
	fault->shown = g_strdup_printf("%s:%s", file, point);
}

void
filter_faults_add_file(
    GPtrArray *faults, const char *file, int line, const char *sentence)
{
	FilterFault *fault = add(faults, file, sentence);

	fault->line = line;
	fault->column = line ? 1 : 0;
	fault->shown =
	    line ? g_strdup_printf("%s:%d:1: %s", file, line, sentence)
	         : g_strdup_printf("%s: %s", file, sentence);
}

char *
filter_faults_show(const GPtrArray *faults)
{
	GString *shown = g_string_new(NULL);

	for (unsigned i = 0; i < faults->len; i++) {
		const FilterFault *fault = faults->pdata[i];

		g_string_append_printf(
		    shown, "%s%s", i ? "\n" : "", fault->shown);
	}
	return g_string_free(shown, FALSE);
}
