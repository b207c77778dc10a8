#include "core/query-value.h"

#include "core/message.h"
#include "core/text.h"

#include <string.h>

static const char *const types[] = { "customer", "prospect", "journalist",
	"partner", "supplier", "advisor", "competitor", "colleague", NULL };

/* In the order in which people go through them. */
static const char *const stages[] = { "know", "like", "trust", "try", "buy",
	"repeat", "refer", NULL };

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

const char *const *
core_field_values(CoreField field)
{
	if (field == CORE_FIELD_ORIGIN)
		return core_origin_names();
	if (field == CORE_FIELD_TYPE)
		return types;
	return field == CORE_FIELD_STAGE ? stages : NULL;
}
