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

bool
filter_rule_is_of(const FilterRule *self, const char *tag)
{
	size_t length = strlen(tag);

	return strncmp(self->tag, tag, length) == 0 &&
	       strchr("/", self->tag[length]);
}

/* Takes @tag; @known has those of @all. */
static void
add_once(GPtrArray *all, GHashTable *known, char *tag)
{
	if (g_hash_table_contains(known, tag)) {
		g_free(tag);
		return;
	}
	g_hash_table_add(known, tag);
	g_ptr_array_add(all, tag);
}

char **
filter_rules_tags(const GPtrArray *rules)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *all = g_ptr_array_new();

	for (unsigned i = 0; i < rules->len; i++) {
		const char *tag = ((const FilterRule *)rules->pdata[i])->tag;

		add_once(all, known, g_strdup(tag));
		add_once(all, known, g_strndup(tag, strcspn(tag, "/")));
	}
	g_ptr_array_add(all, NULL);
	return (char **)g_ptr_array_free(all, FALSE);
}

static char **
departments_of_kind(const GPtrArray *rules, const char *kind)
{
	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];

		if (filter_rule_is_of(rule, kind))
			return g_strdupv(rule->departments);
	}
	return g_new0(char *, 1);
}

char **
filter_rules_departments(const GPtrArray *rules, const char *tag)
{
	GPtrArray *all = g_ptr_array_new();
	bool has_rules = false;

	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];

		if (strcmp(rule->tag, tag) != 0)
			continue;
		has_rules = true;
		for (char **at = rule->departments; *at; at++)
			if (!g_ptr_array_find_with_equal_func(
			        all, *at, g_str_equal, NULL))
				g_ptr_array_add(all, g_strdup(*at));
	}
	if (!has_rules) {
		g_ptr_array_unref(all);
		return departments_of_kind(rules, tag);
	}
	g_ptr_array_add(all, NULL);
	return (char **)g_ptr_array_free(all, FALSE);
}
