#include "filters/rules/rule.h"

#include "core/query-format.h"
#include "core/sha256.h"

#include <string.h>

FilterRule *
filter_rule_new(const char *tag, CoreQuery *when)
{
	FilterRule *self = g_new0(FilterRule, 1);

	self->tag = g_strdup(tag);
	self->name = g_strdup(tag);
	self->departments = g_new0(char *, 1);
	self->when = when;
	return self;
}

void
filter_rule_free(void *data)
{
	FilterRule *self = data;

	if (!self)
		return;
	g_free(self->tag);
	g_free(self->name);
	g_free(self->file);
	g_strfreev(self->departments);
	core_query_free(self->when);
	g_free(self);
}

char **
filter_rules_departments(const GPtrArray *rules, const char *tag)
{
	GPtrArray *all = g_ptr_array_new();

	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];

		if (strcmp(rule->tag, tag) != 0)
			continue;
		for (char **at = rule->departments; *at; at++)
			if (!g_ptr_array_find_with_equal_func(
			        all, *at, g_str_equal, NULL))
				g_ptr_array_add(all, g_strdup(*at));
	}
	g_ptr_array_add(all, NULL);
	return (char **)g_ptr_array_free(all, FALSE);
}

int64_t
filter_rules_fingerprint(const GPtrArray *rules)
{
	g_autoptr(CoreSha256) sum = core_sha256_new();
	g_autofree char *hex = NULL;

	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		g_autofree char *departments =
		    g_strjoinv(" ", rule->departments);
		g_autofree char *when = core_query_format(rule->when);
		g_autofree char *line = g_strdup_printf("%s%s %d %s\n%s\n",
		    rule->name, rule->is_sign ? "?" : "", rule->urgency,
		    departments, when);

		core_sha256_add(sum, line, strlen(line));
	}
	hex = core_sha256_finish(sum);
	hex[15] = '\0'; /* 60 bits: no sign to care for */
	return (int64_t)g_ascii_strtoull(hex, NULL, 16) + 1;
}
