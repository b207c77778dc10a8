#include "core/query-value.h"

#include "core/text.h"

#include <string.h>

static bool
is_tag(const char *tag, const CoreQuery *term)
{
	size_t length = strlen(term->text);

	return g_ascii_strncasecmp(tag, term->text, length) == 0 &&
	       (term->kind == CORE_QUERY_PREFIX || tag[length] == '\0' ||
	           tag[length] == '/');
}

bool
core_query_holds(const CoreQuery *term, const char *value)
{
	g_autofree char *have = NULL;
	g_autofree char *want = NULL;

	if (!value)
		return false;
	if (term->field == CORE_FIELD_TAG)
		return is_tag(value, term);
	have = core_text_fold(value);
	want = core_text_fold(term->text);
	return term->kind == CORE_QUERY_PREFIX ? g_str_has_prefix(have, want)
	                                       : strcmp(have, want) == 0;
}
