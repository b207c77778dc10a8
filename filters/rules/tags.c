#include "filters/rules/tags.h"

#include "filters/rules/match.h"

static StoreTag *
find_tag(const GPtrArray *tags, const char *name)
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

GPtrArray *
filter_tags_new(const GPtrArray *matches, bool signs)
{
	GPtrArray *tags = store_tags_new();

	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];
		const FilterRule *rule = match->rule;
		StoreTag *tag = find_tag(tags, rule->tag);

		if (rule->is_sign && !signs)
			continue;
		if (tag) {
			tag->urgency = MAX(tag->urgency, rule->urgency);
			add_departments(tag, rule->departments);
			continue;
		}
		tag = g_new0(StoreTag, 1);
		tag->tag = g_strdup(rule->tag);
		tag->rule = g_strdup(rule->name);
		tag->urgency = rule->urgency;
		tag->spans = g_strdupv(match->spans);
		tag->departments = g_strdupv(rule->departments);
		g_ptr_array_add(tags, tag);
	}
	return tags;
}
