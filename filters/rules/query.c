#include "filters/rules/query.h"

#include "core/query-fault.h"
#include "filters/error.h"
#include "filters/rules/regex.h"

static void
check_regex(const CoreQuery *term, GPtrArray *faults)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(FilterRegex) regex = NULL;
	g_autofree char *sentence = NULL;
	size_t offset = 0;
	int column;

	regex = filter_regex_new(term->text, &offset, &cause);
	if (regex)
		return;
	/* One for the slash; the offset may lie inside a character. */
	column = term->column + 1 + (int)g_utf8_strlen(term->text, offset);
	sentence = g_strdup_printf("this %s: %s",
	    term->field == CORE_FIELD_ANY ? "regex" : "field's regex",
	    cause->message);
	core_query_faults_add(faults, term->line, column, sentence);
}

static void
check_regexes(const CoreQuery *query, GPtrArray *faults)
{
	if (query->kind == CORE_QUERY_REGEX)
		check_regex(query, faults);
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		check_regexes(query->children->pdata[i], faults);
}

CoreQuery *
filter_query_parse_all(const char *text, int first_line, GPtrArray *faults)
{
	CoreQuery *query = core_query_parse_all(text, first_line, faults);

	check_regexes(query, faults);
	core_query_faults_sort(faults);
	return query;
}

CoreQuery *
filter_query_parse(const char *text, int first_line, GError **error)
{
	g_autoptr(GPtrArray) faults = core_query_faults_new();
	g_autoptr(CoreQuery) query =
	    filter_query_parse_all(text, first_line, faults);
	g_autofree char *shown = NULL;

	if (faults->len == 0)
		return g_steal_pointer(&query);
	shown = core_query_faults_show(faults, text, first_line);
	g_set_error_literal(error, FILTER_ERROR, FILTER_ERROR_RULES, shown);
	return NULL;
}
