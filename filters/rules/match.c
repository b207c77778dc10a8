#include "filters/rules/match.h"

#include "filters/rules/fields.h"
#include "filters/rules/finder.h"

#include <string.h>

#define NO_SLOT G_MAXUINT /* a term that is compared, not looked for */
#define WORD_BITS (GLIB_SIZEOF_LONG * 8)

typedef struct _Group Group;

/* A rule's tree with its text terms numbered. There are thousands, of which
 * most are a term: so they are small. */
typedef struct {
	CoreQueryKind kind;
	unsigned slot;
	const CoreQuery *query;
	Group *group; /* of what has children */
} Node;

/* The finder reports what it finds before the tree is asked, so that "a or b or
 * ... or z" is known from a count. @regexes are reported when they may be
 * there, @others never. */
struct _Group {
	Node *children;
	unsigned n_children;
	unsigned n_terms; /* children that are reported when they are there */
	/* Of the message with the number @seen_in. */
	unsigned seen_in, n_found, n_maybe;
	unsigned n_others, n_regexes;
	const Node **others, **regexes; /* of @children */
};

/* Where a slot stands. */
typedef struct {
	Group *parent; /* or NULL */
	unsigned slot, rule;
	bool wanted; /* @rule may become true by it */
} Stand;

/* Most rules can be true only where one of their terms is found, so those alone
 * are looked at. */
struct _FilterMatcher {
	const GPtrArray *rules;
	Node *roots; /* one a rule */
	FilterFinder *finder;
	Stand *stands;    /* in the order of slots */
	unsigned *firsts; /* by slot, its first stand; then the end */
	unsigned n_words;
	gulong *always; /* a bit for each rule that may be true of any mail */
	gulong *due;    /* the same for the mail at hand */
	unsigned n_messages;
	FilterSpans *spans; /* of the rule at hand */
};

/* One message. */
typedef struct {
	FilterMatcher *matcher;
	const FilterSubject *subject;
	const GPtrArray *tags;
} Scan;

static void
node_clear(Node *self)
{
	if (!self->group)
		return;
	for (unsigned i = 0; i < self->group->n_children; i++)
		node_clear(&self->group->children[i]);
	g_free(self->group->children);
	g_free(self->group->others);
	g_free(self->group->regexes);
	g_free(self->group);
}

void
filter_match_free(void *data)
{
	g_free(data);
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
is_reported(const FilterMatcher *self, const Node *node)
{
	return node->slot != NO_SLOT &&
	       filter_finder_reports(self->finder, node->slot);
}

static void
divide(const FilterMatcher *self, Group *group)
{
	group->others = g_new(const Node *, group->n_children);
	group->regexes = g_new(const Node *, group->n_children);
	for (unsigned i = 0; i < group->n_children; i++) {
		const Node *child = &group->children[i];

		if (!is_reported(self, child))
			group->others[group->n_others++] = child;
		else if (child->kind == CORE_QUERY_REGEX)
			group->regexes[group->n_regexes++] = child;
		else
			group->n_terms++;
	}
}

static Node
compile(FilterMatcher *self, const CoreQuery *query)
{
	Node node = { query->kind, NO_SLOT, query, NULL };

	if (!query->children) {
		if (is_looked_for(query))
			node.slot = filter_finder_add(self->finder, query);
		return node;
	}
	node.group = g_new0(Group, 1);
	node.group->n_children = query->children->len;
	node.group->children = g_new(Node, query->children->len);
	for (unsigned i = 0; i < query->children->len; i++)
		node.group->children[i] =
		    compile(self, query->children->pdata[i]);
	divide(self, node.group);
	return node;
}

/* Whether @node can be @value where nothing is reported. */
static bool
can_be(const FilterMatcher *self, const Node *node, bool value)
{
	bool any = node->kind == CORE_QUERY_OR ? value : !value;

	if (!node->group)
		return !value || !is_reported(self, node);
	if (node->kind == CORE_QUERY_NOT)
		return can_be(self, node->group->children, !value);
	for (unsigned i = 0; i < node->group->n_children; i++)
		if (can_be(self, &node->group->children[i], value) == any)
			return any;
	return !any;
}

/* Enters where the slots of @node stand. */
static void
enter(GArray *stands, const Node *node, Stand stand)
{
	stand.slot = node->slot;
	if (node->slot != NO_SLOT)
		g_array_append_val(stands, stand);
	if (!node->group)
		return;
	if (node->kind == CORE_QUERY_NOT)
		stand.wanted = !stand.wanted;
	stand.parent = node->group;
	for (unsigned i = 0; i < node->group->n_children; i++)
		enter(stands, &node->group->children[i], stand);
}

static void
set_bit(gulong *bits, unsigned i)
{
	bits[i / WORD_BITS] |= 1ul << i % WORD_BITS;
}

/* Puts the stands in the order of their slots, by counting. */
static void
sort_stands(FilterMatcher *self, const GArray *stands)
{
	unsigned n_slots = filter_finder_count(self->finder);
	/* One further on until all are put. */
	unsigned *firsts = g_new0(unsigned, n_slots + 2);

	for (unsigned i = 0; i < stands->len; i++)
		firsts[g_array_index(stands, Stand, i).slot + 2]++;
	for (unsigned slot = 0; slot < n_slots; slot++)
		firsts[slot + 2] += firsts[slot + 1];
	self->stands = g_new(Stand, stands->len);
	for (unsigned i = 0; i < stands->len; i++) {
		const Stand *stand = &g_array_index(stands, Stand, i);

		self->stands[firsts[stand->slot + 1]++] = *stand;
	}
	self->firsts = firsts;
}

static void
index_rules(FilterMatcher *self)
{
	g_autoptr(GArray) stands = g_array_new(FALSE, FALSE, sizeof(Stand));

	self->n_words = self->rules->len / WORD_BITS + 1;
	self->always = g_new0(gulong, self->n_words);
	self->due = g_new0(gulong, self->n_words);
	for (unsigned i = 0; i < self->rules->len; i++) {
		const Node *root = &self->roots[i];

		if (can_be(self, root, true))
			set_bit(self->always, i);
		enter(stands, root, (Stand){ NULL, NO_SLOT, i, true });
	}
	sort_stands(self, stands);
}

FilterMatcher *
filter_matcher_new(const GPtrArray *rules, GError **error)
{
	return filter_matcher_open(rules, NULL, error);
}

FilterMatcher *
filter_matcher_open(const GPtrArray *rules, const char *cache, GError **error)
{
	g_autoptr(FilterMatcher) self = g_new0(FilterMatcher, 1);

	self->rules = rules;
	self->roots = g_new0(Node, rules->len);
	self->finder = filter_finder_new();
	self->spans = filter_spans_new();
	for (unsigned i = 0; i < rules->len; i++)
		self->roots[i] =
		    compile(self, ((FilterRule *)rules->pdata[i])->when);
	index_rules(self);
	if (!filter_finder_compile(self->finder, cache, error))
		return NULL;
	return g_steal_pointer(&self);
}

void
filter_matcher_free(FilterMatcher *self)
{
	if (!self)
		return;
	g_free(self->stands);
	g_free(self->firsts);
	g_free(self->always);
	g_free(self->due);
	for (unsigned i = 0; i < self->rules->len; i++)
		node_clear(&self->roots[i]);
	g_free(self->roots);
	filter_finder_free(self->finder);
	filter_spans_free(self->spans);
	g_free(self);
}

static bool is_true(const Node *node, const Scan *scan);

static bool
is_term_true(const Node *node, const Scan *scan)
{
	if (node->slot != NO_SLOT)
		return filter_finder_has(scan->matcher->finder, node->slot);
	if (filter_field_is_text(node->query->field))
		return filter_field_has_address(
		    scan->subject->message, node->query);
	return filter_field_is(scan->subject, node->query, scan->tags);
}

static bool
is_any(const Node **nodes, unsigned n, const Scan *scan, bool wanted)
{
	for (unsigned i = 0; i < n; i++)
		if (is_true(nodes[i], scan) == wanted)
			return true;
	return false;
}

static bool
is_group_true(const Node *node, const Scan *scan)
{
	const Group *group = node->group;
	bool seen = group->seen_in == scan->matcher->n_messages;
	unsigned found = seen ? group->n_found : 0;
	unsigned maybe = seen ? group->n_maybe : 0;

	if (node->kind == CORE_QUERY_NOT)
		return !is_true(group->children, scan);
	if (node->kind == CORE_QUERY_OR)
		return found > 0 ||
		       is_any(group->others, group->n_others, scan, true) ||
		       (maybe > 0 && is_any(group->regexes, group->n_regexes,
		                         scan, true));
	return found == group->n_terms && maybe == group->n_regexes &&
	       !is_any(group->others, group->n_others, scan, false) &&
	       !is_any(group->regexes, group->n_regexes, scan, false);
}

static bool
is_true(const Node *node, const Scan *scan)
{
	return node->group ? is_group_true(node, scan)
	                   : is_term_true(node, scan);
}

/* The words that made @node true; what must be absent has none. */
static void
collect_spans(const Node *node, const Scan *scan)
{
	FilterMatcher *self = scan->matcher;

	if (node->kind == CORE_QUERY_NOT ||
	    filter_spans_are_full(self->spans) || !is_true(node, scan))
		return;
	if (node->slot != NO_SLOT)
		filter_finder_spans(self->finder, node->slot, self->spans);
	for (unsigned i = 0; node->group && i < node->group->n_children; i++)
		collect_spans(&node->group->children[i], scan);
}

/* In one piece with its spans: there may be a hundred of a mail. */
static FilterMatch *
match_new(const FilterRule *rule, const Node *root, const Scan *scan)
{
	FilterSpans *spans = scan->matcher->spans;

	filter_spans_clear(spans);
	collect_spans(root, scan);
	FilterMatch *match =
	    g_malloc(sizeof *match + filter_spans_bytes(spans));
	match->rule = rule;
	match->spans = filter_spans_copy(spans, match + 1);
	return match;
}

static void
count(const FilterMatcher *self, Group *parent, bool is_regex)
{
	if (parent->seen_in != self->n_messages)
		parent->n_found = parent->n_maybe = 0;
	parent->seen_in = self->n_messages;
	parent->n_maybe += is_regex;
	parent->n_found += !is_regex;
}

static void
note_slot(unsigned slot, bool is_regex, void *data)
{
	FilterMatcher *self = data;

	for (unsigned i = self->firsts[slot]; i < self->firsts[slot + 1]; i++) {
		const Stand *stand = &self->stands[i];

		if (stand->wanted)
			set_bit(self->due, stand->rule);
		if (stand->parent)
			count(self, stand->parent, is_regex);
	}
}

/* The next rule that is due, from *@rule on. */
static bool
take_due(FilterMatcher *self, unsigned *rule)
{
	for (unsigned i = *rule / WORD_BITS; i < self->n_words; i++) {
		if (!self->due[i])
			continue;
		*rule = i * WORD_BITS + (unsigned)__builtin_ctzl(self->due[i]);
		self->due[i] &= self->due[i] - 1;
		return true;
	}
	return false;
}

GPtrArray *
filter_matcher_match(
    FilterMatcher *self, const FilterSubject *subject, bool *ret_limited)
{
	GPtrArray *matches = g_ptr_array_new_with_free_func(filter_match_free);
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	Scan scan = { self, subject, tags };

	for (unsigned n = 0; subject->tags && n < subject->tags->len; n++)
		g_ptr_array_add(tags, subject->tags->pdata[n]);
	memcpy(self->due, self->always, self->n_words * sizeof *self->due);
	self->n_messages++;
	filter_finder_scan(self->finder, subject->message, note_slot, self);
	for (unsigned i = 0; take_due(self, &i);) {
		const FilterRule *rule = self->rules->pdata[i];
		const Node *root = &self->roots[i];

		if (!is_true(root, &scan))
			continue;
		g_ptr_array_add(matches, match_new(rule, root, &scan));
		g_ptr_array_add(tags, rule->tag);
	}
	if (ret_limited)
		*ret_limited = filter_finder_is_limited(self->finder);
	return matches;
}
