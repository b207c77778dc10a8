#include "cli/guess.h"

#include "core/units.h"
#include "filters/rules/tagger.h"

#include <string.h>

#define KINDS_SHOWN 3

char *
cli_guess_format(const StoreTag *tag, const FilterRule *rule)
{
	g_autofree char *sure = core_percent_format(tag->probability);
	const char *guessed = "guessed by the model";

	if (!tag->rule)
		return g_strdup_printf("%s, %s sure; no sign", guessed, sure);
	if (!rule)
		return g_strdup_printf("%s, %s sure; sign %s, which is no more",
		    guessed, sure, tag->rule);
	return g_strdup_printf("%s, %s sure; sign %s, %s:%d", guessed, sure,
	    rule->name, rule->file, rule->line);
}

char *
cli_kinds_format(const GArray *kinds)
{
	GString *out = g_string_new("the model gave no tag: to it this is ");

	for (unsigned i = 0; i < MIN(kinds->len, KINDS_SHOWN); i++) {
		const FilterKind *kind = &g_array_index(kinds, FilterKind, i);
		bool is_none = strcmp(kind->name, FILTER_KIND_NONE) == 0;
		g_autofree char *sure = core_percent_format(kind->probability);

		g_string_append_printf(out, "%s%s %s", i ? ", " : "",
		    is_none ? "no kind" : kind->name, sure);
	}
	g_string_append_printf(out, "; it takes %.0f%% and a sign of that kind",
	    FILTER_LIKELY_ENOUGH * 100);
	return g_string_free(out, FALSE);
}

json_t *
cli_kinds_to_json(const GArray *kinds)
{
	json_t *array = json_array();

	for (unsigned i = 0; kinds && i < kinds->len; i++) {
		const FilterKind *kind = &g_array_index(kinds, FilterKind, i);

		(void)json_array_append_new(
		    array, json_pack("{s:s, s:f}", "kind", kind->name,
		               "probability", kind->probability));
	}
	return array;
}
