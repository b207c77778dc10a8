#include "filters/rules/tags.h"

StoreTag *
filter_tags_find(const GPtrArray *tags, const char *name)
{
	for (unsigned i = 0; i < tags->len; i++) {
		StoreTag *tag = tags->pdata[i];

		if (g_str_equal(tag->tag, name))
			return tag;
	}
	return NULL;
}

static void
add_departments(StoreTag *tag, char **more)
{
	for (; *more; more++) {
		unsigned n = g_strv_length(tag->departments);

		if (g_strv_contains(
		        (const char *const *)tag->departments, *more))
			continue;
		tag->departments = g_renew(char *, tag->departments, n + 2);
		tag->departments[n] = g_strdup(*more);
		tag->departments[n + 1] = NULL;
	}
}

void
filter_tags_add_rule(StoreTag *tag, const FilterRule *rule)
{
	tag->urgency = MAX(tag->urgency, rule->urgency);
	add_departments(tag, rule->departments);
}

void
filter_tags_add(GPtrArray *tags, const FilterMatch *match)
{
	const FilterRule *rule = match->rule;
	StoreTag *tag = filter_tags_find(tags, rule->tag);

	if (tag) {
		filter_tags_add_rule(tag, rule);
		return;
	}
	tag = g_new0(StoreTag, 1);
	tag->tag = g_strdup(rule->tag);
	tag->rule = g_strdup(rule->name);
	tag->urgency = rule->urgency;
	tag->spans = g_strdupv(match->spans);
	tag->departments = g_strdupv(rule->departments);
	g_ptr_array_add(tags, tag);
}

char **
filter_tags_of_matches(const GPtrArray *matches)
{
	g_autoptr(GPtrArray) tags = g_ptr_array_new();

	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];

		if (!g_ptr_array_find_with_equal_func(
		        tags, match->rule->tag, g_str_equal, NULL))
			g_ptr_array_add(tags, match->rule->tag);
	}
	g_ptr_array_add(tags, NULL);
	return g_strdupv((char **)tags->pdata);
}
