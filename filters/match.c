#include "filters/match.h"

#include "filters/fields.h"
#include "filters/regex.h"
#include "filters/terms.h"

#include <string.h>

#define SPANS_MAX 8 /* of a tag */
#define SPAN_BYTES 120
#define NO_SLOT G_MAXUINT /* a term that is compared, not looked for */

/* A rule's tree with its text terms numbered. */
typedef struct _Node Node;
struct _Node {
	const CoreQuery *query;
	unsigned slot;
	GPtrArray *children; /* Node *, or NULL */
};

/* One field and all that is looked for in it. */
typedef struct {
	CoreField field;
	char *header;
	FilterTerms *terms;
	GPtrArray *regexes; /* FilterRegex * */
	GArray *slots;      /* unsigned: of the regexes */
} Scope;

struct _FilterMatcher {
	const GPtrArray *rules;
	GPtrArray *roots;  /* Node *, one a rule */
	GPtrArray *scopes; /* Scope * */
	GHashTable *slots; /* char * -> slot + 1: equal terms share theirs */
	unsigned n_slots;
};

/* What one message did to the slots. */
typedef struct {
	const FilterSubject *subject;
	GPtrArray **spans; /* by slot: char *, NULL where not found */
	const GPtrArray *tags;
	const Scope *scope; /* while scanning */
	bool limited;
} Scan;

static void
node_free(void *data)
{
	Node *self = data;

	g_clear_pointer(&self->children, g_ptr_array_unref);
	g_free(self);
}

static void
regex_free(void *data)
{
	filter_regex_free(data);
}

static void
scope_free(void *data)
{
	Scope *self = data;

	g_free(self->header);
	filter_terms_free(self->terms);
	g_ptr_array_unref(self->regexes);
	g_array_unref(self->slots);
	g_free(self);
}

void
filter_match_free(void *data)
{
	FilterMatch *self = data;

	g_strfreev(self->spans);
	g_free(self);
}

static Scope *
find_scope(FilterMatcher *self, const CoreQuery *term)
{
	Scope *scope;

	for (unsigned i = 0; i < self->scopes->len; i++) {
		scope = self->scopes->pdata[i];
		if (scope->field == term->field &&
		    (!scope->header ||
		        g_ascii_strcasecmp(scope->header, term->header) == 0))
			return scope;
	}
	scope = g_new0(Scope, 1);
	scope->field = term->field;
	scope->header = g_strdup(term->header);
	scope->terms = filter_terms_new();
	scope->regexes = g_ptr_array_new_with_free_func(regex_free);
	scope->slots = g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_ptr_array_add(self->scopes, scope);
	return scope;
}

static bool
is_looked_for(const CoreQuery *term)
{
	if (!filter_field_is_text(term->field))
		return false;
	if (term->field != CORE_FIELD_FROM && term->field != CORE_FIELD_TO &&
	    term->field != CORE_FIELD_CC)
		return true;
	return term->kind == CORE_QUERY_REGEX || !strchr(term->text, '@');
}

static bool
add_to_scope(FilterMatcher *self, const CoreQuery *term, GError **error)
{
	Scope *scope = find_scope(self, term);
	FilterRegex *regex;

	if (term->kind != CORE_QUERY_REGEX) {
		filter_terms_add(scope->terms, term->text,
		    term->kind == CORE_QUERY_PREFIX, self->n_slots);
		return true;
	}
	regex = filter_regex_new(term->text, NULL, error);
	if (!regex)
		return false;
	g_ptr_array_add(scope->regexes, regex);
	g_array_append_val(scope->slots, self->n_slots);
	return true;
}

static bool
find_slot(FilterMatcher *self, const CoreQuery *term, unsigned *ret_slot,
    GError **error)
{
	g_autofree char *key = g_strdup_printf("%d %d %s\n%s", term->field,
	    term->kind, term->header ? term->header : "", term->text);
	unsigned known =
	    GPOINTER_TO_UINT(g_hash_table_lookup(self->slots, key));

	if (known == 0) {
		if (!add_to_scope(self, term, error))
			return false;
		known = ++self->n_slots;
		g_hash_table_insert(self->slots, g_steal_pointer(&key),
		    GUINT_TO_POINTER(known));
	}
	*ret_slot = known - 1;
	return true;
}

static Node *
compile(FilterMatcher *self, const CoreQuery *query, GError **error)
{
	Node *node = g_new0(Node, 1);

	node->query = query;
	node->slot = NO_SLOT;
	if (!query->children) {
		if (!is_looked_for(query) ||
		    find_slot(self, query, &node->slot, error))
			return node;
		node_free(node);
		return NULL;
	}
	node->children = g_ptr_array_new_with_free_func(node_free);
	for (unsigned i = 0; i < query->children->len; i++) {
		Node *child = compile(self, query->children->pdata[i], error);

		if (!child) {
			node_free(node);
			return NULL;
		}
		g_ptr_array_add(node->children, child);
	}
	return node;
}

FilterMatcher *
filter_matcher_new(const GPtrArray *rules, GError **error)
{
	g_autoptr(FilterMatcher) self = g_new0(FilterMatcher, 1);

	self->rules = rules;
	self->roots = g_ptr_array_new_with_free_func(node_free);
	self->scopes = g_ptr_array_new_with_free_func(scope_free);
	self->slots =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		Node *root = compile(self, rule->when, error);

		if (!root) {
			g_prefix_error(error, "%s: ", rule->name);
			return NULL;
		}
		g_ptr_array_add(self->roots, root);
	}
	return g_steal_pointer(&self);
}

void
filter_matcher_free(FilterMatcher *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->roots);
	g_ptr_array_unref(self->scopes);
	g_hash_table_unref(self->slots);
	g_free(self);
}

static void
note_hit(unsigned slot, const char *start, size_t length, void *data)
{
	Scan *scan = data;
	GPtrArray *spans = scan->spans[slot];
	char *span;

	if (!spans)
		spans = scan->spans[slot] =
		    g_ptr_array_new_with_free_func(g_free);
	if (spans->len >= SPANS_MAX)
		return;
	if (length > SPAN_BYTES)
		for (length = SPAN_BYTES; (start[length] & 0xc0) == 0x80;)
			length--;
	span = g_strndup(start, length);
	g_strdelimit(span, "\n\t", ' ');
	g_ptr_array_add(spans, span);
}

static void
scan_regexes(Scan *scan, const char *text)
{
	const Scope *scope = scan->scope;

	for (unsigned i = 0; i < scope->regexes->len; i++) {
		size_t start, length;

		switch (filter_regex_find(
		    scope->regexes->pdata[i], text, &start, &length)) {
		case FILTER_REGEX_NO:
			break;
		case FILTER_REGEX_YES:
			note_hit(g_array_index(scope->slots, unsigned, i),
			    text + start, length, scan);
			break;
		case FILTER_REGEX_LIMIT:
			scan->limited = true;
			break;
		}
	}
}

static void
scan_text(const char *text, void *data)
{
	Scan *scan = data;
	g_autoptr(FilterWords) words = filter_words_new(text);

	filter_terms_scan(scan->scope->terms, words, note_hit, scan);
	scan_regexes(scan, text);
}

static bool
is_term_true(const Node *node, const Scan *scan)
{
	if (node->slot != NO_SLOT)
		return scan->spans[node->slot] != NULL;
	if (filter_field_is_text(node->query->field))
		return filter_field_has_address(
		    scan->subject->message, node->query);
	return filter_field_is(scan->subject, node->query, scan->tags);
}

static bool
is_true(const Node *node, const Scan *scan)
{
	bool wanted = node->query->kind == CORE_QUERY_OR;

	if (!node->children)
		return is_term_true(node, scan);
	if (node->query->kind == CORE_QUERY_NOT)
		return !is_true(node->children->pdata[0], scan);
	for (unsigned i = 0; i < node->children->len; i++)
		if (is_true(node->children->pdata[i], scan) == wanted)
			return wanted;
	return !wanted;
}

static void
add_spans(GPtrArray *into, const GPtrArray *spans)
{
	for (unsigned i = 0; i < spans->len && into->len < SPANS_MAX; i++)
		if (!g_ptr_array_find_with_equal_func(
		        into, spans->pdata[i], g_str_equal, NULL))
			g_ptr_array_add(into, g_strdup(spans->pdata[i]));
}

/* The words that made @node true; what must be absent has none. */
static void
collect_spans(const Node *node, const Scan *scan, GPtrArray *into)
{
	if (node->query->kind == CORE_QUERY_NOT || !is_true(node, scan))
		return;
	if (node->slot != NO_SLOT)
		add_spans(into, scan->spans[node->slot]);
	for (unsigned i = 0; node->children && i < node->children->len; i++)
		collect_spans(node->children->pdata[i], scan, into);
}

static FilterMatch *
match_new(const FilterRule *rule, const Node *root, const Scan *scan)
{
	FilterMatch *match = g_new0(FilterMatch, 1);
	GPtrArray *spans = g_ptr_array_new();

	collect_spans(root, scan, spans);
	g_ptr_array_add(spans, NULL);
	match->rule = rule;
	match->spans = (char **)g_ptr_array_free(spans, FALSE);
	return match;
}

static void
scan_scopes(const FilterMatcher *self, Scan *scan)
{
	for (unsigned i = 0; i < self->scopes->len; i++) {
		scan->scope = self->scopes->pdata[i];
		filter_field_foreach_text(scan->subject->message,
		    scan->scope->field, scan->scope->header, scan_text, scan);
	}
}

GPtrArray *
filter_matcher_match(
    FilterMatcher *self, const FilterSubject *subject, bool *ret_limited)
{
	GPtrArray *matches = g_ptr_array_new_with_free_func(filter_match_free);
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	g_autofree GPtrArray **spans = g_new0(GPtrArray *, self->n_slots);
	Scan scan = { .subject = subject, .spans = spans, .tags = tags };

	scan_scopes(self, &scan);
	for (unsigned i = 0; i < self->roots->len; i++) {
		const FilterRule *rule = self->rules->pdata[i];

		if (!is_true(self->roots->pdata[i], &scan))
			continue;
		g_ptr_array_add(
		    matches, match_new(rule, self->roots->pdata[i], &scan));
		g_ptr_array_add(tags, rule->tag);
	}
	for (unsigned i = 0; i < self->n_slots; i++)
		g_clear_pointer(&spans[i], g_ptr_array_unref);
	if (ret_limited)
		*ret_limited = scan.limited;
	return matches;
}
