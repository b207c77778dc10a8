#include "cli/why.h"

#include "cli/guess.h"
#include "core/query-format.h"

static json_t *
list_to_json(char *const *list)
{
	json_t *array = json_array();

	for (; list && *list; list++)
		(void)json_array_append_new(array, json_string(*list));
	return array;
}

static json_t *
quotes_to_json(const GPtrArray *quotes)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < quotes->len; i++)
		(void)json_array_append_new(
		    array, json_string(quotes->pdata[i]));
	return array;
}

static void
set_place(json_t *object, const FilterRule *rule)
{
	if (!rule)
		return;
	(void)json_object_set_new(object, "file", json_string(rule->file));
	(void)json_object_set_new(object, "line", json_integer(rule->line));
}

static json_t *
tag_to_json(const CliWhy *self, const StoreTag *tag)
{
	g_autoptr(GPtrArray) quotes = cli_why_quotes(self, tag, false);
	json_t *object = json_pack("{s:s, s:s, s:s?, s:o, s:o, s:o}", "tag",
	    tag->tag, "by", store_by_name(tag->by), "rule", tag->rule, "spans",
	    list_to_json(tag->spans), "sentences", quotes_to_json(quotes),
	    "departments", list_to_json(tag->departments));

	if (tag->rule)
		set_place(object, cli_why_rule(self, tag));
	if (tag->probability > 0)
		(void)json_object_set_new(
		    object, "probability", json_real(tag->probability));
	return object;
}

static json_t *
tags_to_json(const CliWhy *self, const GPtrArray *tags)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < tags->len; i++)
		(void)json_array_append_new(
		    array, tag_to_json(self, tags->pdata[i]));
	return array;
}

static json_t *
departments_to_json(const CliWhy *self)
{
	json_t *object = json_object();

	for (unsigned i = 0; i < self->record->departments->len; i++) {
		const char *name = self->record->departments->pdata[i];
		g_autofree char *because = cli_why_department(self, name);

		(void)json_object_set_new(object, name, json_string(because));
	}
	return object;
}

static json_t *
labels_to_json(const GPtrArray *labels)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < labels->len; i++) {
		const StoreLabel *label = labels->pdata[i];
		g_autofree char *at = core_time_format(label->labelled_at);

		(void)json_array_append_new(
		    array, json_pack("{s:s?, s:b, s:o, s:s, s:s}", "tag",
		               label->tag, "holds", label->holds, "departments",
		               list_to_json(label->departments), "by",
		               label->author, "at", at));
	}
	return array;
}

static json_t *
node_to_json(const FilterExplained *node)
{
	g_autofree char *text = core_query_format(node->query);
	json_t *object = json_pack("{s:s, s:b, s:o}", "term", text, "holds",
	    node->holds, "spans", list_to_json(node->spans));

	if (node->children) {
		json_t *array = json_array();

		for (unsigned i = 0; i < node->children->len; i++)
			(void)json_array_append_new(
			    array, node_to_json(node->children->pdata[i]));
		(void)json_object_set_new(object, "terms", array);
	}
	return object;
}

static json_t *
tried_to_json(const GPtrArray *tried)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < tried->len; i++) {
		const CliWhyRule *one = tried->pdata[i];
		g_autoptr(GPtrArray) reasons =
		    filter_explained_reasons(one->tree);
		json_t *object = json_pack("{s:s, s:b, s:o, s:o}", "rule",
		    one->rule->name, "holds", one->tree->holds, "reasons",
		    quotes_to_json(reasons), "when", node_to_json(one->tree));

		set_place(object, one->rule);
		(void)json_array_append_new(array, object);
	}
	return array;
}

json_t *
cli_why_to_json(const CliWhy *self)
{
	return json_pack("{s:I, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
	    (json_int_t)self->record->id, "rules_changed", !self->is_same,
	    "tags", tags_to_json(self, self->record->tags), "denied",
	    tags_to_json(self, self->denied), "departments",
	    departments_to_json(self), "labels", labels_to_json(self->labels),
	    "tried", tried_to_json(self->tried), "kinds",
	    cli_kinds_to_json(self->kinds));
}
