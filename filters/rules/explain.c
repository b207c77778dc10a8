#include "filters/rules/explain.h"

#include "core/query-format.h"
#include "core/text.h"
#include "filters/rules/fields.h"

#define REASON_CHARS 200

/* Each term as a rule of its own, so that one scan tells of all. */
typedef struct {
	GPtrArray *rules; /* FilterRule *; their terms are another's */
	GPtrArray *nodes; /* FilterExplained *, one for each; borrowed */
	const GPtrArray *tags;
} Terms;

static void
free_node(void *data)
{
	filter_explained_free(data);
}

void
filter_explained_free(FilterExplained *self)
{
	if (!self)
		return;
	g_strfreev(self->spans);
	g_clear_pointer(&self->children, g_ptr_array_unref);
	g_free(self);
}

static void
free_term(void *data)
{
	FilterRule *rule = data;

	rule->when = NULL;
	filter_rule_free(rule);
}

static FilterExplained *
node_new(Terms *terms, const CoreQuery *query)
{
	FilterExplained *node = g_new0(FilterExplained, 1);

	node->query = query;
	if (query->children) {
		node->children = g_ptr_array_new_with_free_func(free_node);
		for (unsigned i = 0; i < query->children->len; i++)
			g_ptr_array_add(node->children,
			    node_new(terms, query->children->pdata[i]));
	} else if (query->field == CORE_FIELD_TAG) {
		node->holds = filter_field_has_tag(terms->tags, query);
	} else {
		/* No tag of its own: none of these sees another. */
		g_ptr_array_add(terms->rules,
		    filter_rule_new("", (CoreQuery *)(uintptr_t)query));
		g_ptr_array_add(terms->nodes, node);
	}
	return node;
}

static void
take_match(const Terms *terms, const FilterMatch *match)
{
	for (unsigned i = 0; i < terms->rules->len; i++)
		if (terms->rules->pdata[i] == match->rule) {
			FilterExplained *node = terms->nodes->pdata[i];

			node->holds = true;
			node->spans = g_strdupv(match->spans);
		}
}

/* From the terms up. */
static void
conclude(FilterExplained *self)
{
	bool wanted = self->query->kind == CORE_QUERY_OR;

	if (!self->children)
		return;
	self->holds = !wanted;
	for (unsigned i = 0; i < self->children->len; i++) {
		FilterExplained *child = self->children->pdata[i];

		conclude(child);
		if (self->query->kind == CORE_QUERY_NOT)
			self->holds = !child->holds;
		else if (child->holds == wanted)
			self->holds = wanted;
	}
}

FilterExplained *
filter_explain(const FilterRule *rule, const GPtrArray *tags,
    const FilterSubject *subject, GError **error)
{
	g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func(free_term);
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	Terms terms = { rules, nodes, tags };
	g_autoptr(FilterExplained) tree = node_new(&terms, rule->when);
	g_autoptr(FilterMatcher) matcher = filter_matcher_new(rules, error);
	g_autoptr(GPtrArray) matches = NULL;

	if (!matcher)
		return NULL;
	matches = filter_matcher_match(matcher, subject, NULL);
	for (unsigned i = 0; i < matches->len; i++)
		take_match(&terms, matches->pdata[i]);
	conclude(tree);
	return g_steal_pointer(&tree);
}

static void
add_reason(const FilterExplained *node, GPtrArray *reasons)
{
	g_autofree char *text = core_query_format(node->query);
	g_autofree char *shown = core_text_shorten(text, REASON_CHARS);

	g_ptr_array_add(
	    reasons, g_strdup_printf(node->query->kind == CORE_QUERY_OR
	                                 ? "none of %s is there"
	                             : node->holds ? "%s is there"
	                                           : "%s is not there",
	                 shown));
}

/* Why @node is not as it would have to be. */
static void
collect_reasons(const FilterExplained *node, GPtrArray *reasons)
{
	bool holds = node->holds;

	if (!node->children || (node->query->kind == CORE_QUERY_OR && !holds)) {
		add_reason(node, reasons);
		return;
	}
	for (unsigned i = 0; i < node->children->len; i++) {
		const FilterExplained *child = node->children->pdata[i];

		if (node->query->kind == CORE_QUERY_NOT ||
		    child->holds == holds)
			collect_reasons(child, reasons);
	}
}

GPtrArray *
filter_explained_reasons(const FilterExplained *self)
{
	GPtrArray *reasons = g_ptr_array_new_with_free_func(g_free);

	if (!self->holds)
		collect_reasons(self, reasons);
	return reasons;
}
