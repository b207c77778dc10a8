#include "filters/query.h"

#include "filters/error.h"
#include "filters/regex.h"

static bool
check_regex(
    const CoreQuery *term, const char *text, int first_line, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(FilterRegex) regex = NULL;
	g_autofree char *sentence = NULL;
	g_autofree char *shown = NULL;
	size_t offset = 0;
	int column;

	regex = filter_regex_new(term->text, &offset, &cause);
	if (regex)
		return true;
	/* One for the slash; the offset may lie inside a character. */
	column = term->column + 1 + (int)g_utf8_strlen(term->text, offset);
	if (term->field == CORE_FIELD_ANY)
		sentence = g_strdup_printf("this regex: %s", cause->message);
	else
		sentence =
		    g_strdup_printf("this field's regex: %s", cause->message);
	shown =
	    core_query_point(text, first_line, term->line, column, sentence);
	g_set_error_literal(error, FILTER_ERROR, FILTER_ERROR_RULES, shown);
	return false;
}

static bool
check_regexes(
    const CoreQuery *query, const char *text, int first_line, GError **error)
{
	if (query->kind == CORE_QUERY_REGEX)
		return check_regex(query, text, first_line, error);
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		if (!check_regexes(
		        query->children->pdata[i], text, first_line, error))
			return false;
	return true;
}

CoreQuery *
filter_query_parse(const char *text, int first_line, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(CoreQuery) query = core_query_parse(text, first_line, &cause);

	if (!query) {
		g_set_error_literal(
		    error, FILTER_ERROR, FILTER_ERROR_RULES, cause->message);
		return NULL;
	}
	if (!check_regexes(query, text, first_line, error))
		return NULL;
	return g_steal_pointer(&query);
}
