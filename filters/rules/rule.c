#include "filters/rules/rule.h"

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
