#include "filters/rules/fingerprint.h"

#include "core/query-format.h"
#include "core/sha256.h"
#include "filters/learn/kinds.h"
#include "filters/rules/match.h"

#include <string.h>

static void
add_line(CoreSha256 *sum, const char *line)
{
	core_sha256_add(sum, line, strlen(line));
}

static void
add_rule(CoreSha256 *sum, const FilterRule *rule, const char *model)
{
	g_autofree char *departments = g_strjoinv(" ", rule->departments);
	g_autofree char *when = core_query_format(rule->when);
	g_autofree char *line = g_strdup_printf("%s%s %d %s\n%s\n", rule->name,
	    rule->is_sign && model ? "?" : "", rule->urgency, departments,
	    when);

	add_line(sum, line);
}

int64_t
filter_rules_fingerprint(const GPtrArray *rules, bool guess)
{
	g_autofree char *model = guess ? filter_kinds_shipped_digest() : NULL;

	return filter_rules_fingerprint_with(rules, model);
}

int64_t
filter_rules_fingerprint_with(const GPtrArray *rules, const char *model)
{
	g_autoptr(CoreSha256) sum = core_sha256_new();
	g_autofree char *hex = NULL;
	bool weighed = false;

	add_line(sum, FILTER_MATCHER_VERSION "\n");
	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];

		add_rule(sum, rule, model);
		weighed = weighed || (rule->is_sign && model);
	}
	if (weighed)
		add_line(sum, model);
	hex = core_sha256_finish(sum);
	hex[15] = '\0'; /* 60 bits: no sign to care for */
	return (int64_t)g_ascii_strtoull(hex, NULL, 16) + 1;
}
