#include "core/query.h"

#include "core/error.h"
#include "core/query-cursor.h"
#include "core/query-fault.h"
#include "core/query-field.h"
#include "core/query-term.h"

#include <string.h>

#define DEPTH_MAX 100

static CoreQuery *parse_or(CoreCursor *self);

static void
destroy(void *data)
{
	core_query_free(data);
}

static CoreQuery *
branch_new(CoreQueryKind kind, CoreQuery *first)
{
	CoreQuery *node = g_new0(CoreQuery, 1);

	node->kind = kind;
	node->line = first->line;
	node->column = first->column;
	node->children = g_ptr_array_new_with_free_func(destroy);
	g_ptr_array_add(node->children, first);
	return node;
}

/* A fault at @at: what comes up to where a next term may begin is lost. */
static CoreQuery *
give_up(CoreCursor *self)
{
	core_cursor_recover(self);
	return core_term_none(self);
}

static CoreQuery *
parse_group(CoreCursor *self)
{
	const char *open = self->at;
	CoreQuery *inner;

	if (self->depth >= DEPTH_MAX) {
		core_cursor_fault(self, open,
		    "more than %d levels of parentheses", DEPTH_MAX);
		return give_up(self);
	}
	self->at++;
	self->depth++;
	inner = parse_or(self);
	self->depth--;
	core_cursor_skip_blanks(self);
	if (*self->at == ')')
		self->at++;
	else
		core_cursor_fault(
		    self, open, "this parenthesis has no matching ')'");
	return inner;
}

static void
fault_field(CoreCursor *self, const char *at, const char *name)
{
	const char *nearest = core_field_nearest(name);

	if (nearest)
		core_cursor_fault(self, at,
		    "there is no field '%s'; did you mean '%s'?", name,
		    nearest);
	else
		core_cursor_fault(self, at,
		    "there is no field '%s'; put quotes round words with a"
		    " ':'",
		    name);
}

static bool
find_field(
    CoreCursor *self, const char *at, const char *name, CoreScope *ret_scope)
{
	static const char header[] = "header.";
	size_t length = strlen(header);

	if (g_ascii_strncasecmp(name, header, length) == 0 && name[length]) {
		ret_scope->field = CORE_FIELD_HEADER;
		ret_scope->header = g_strdup(name + length);
		return true;
	}
	if (core_field_parse(name, &ret_scope->field))
		return true;
	fault_field(self, at, name);
	return false;
}

static CoreQuery *
parse_value(CoreCursor *self)
{
	if (*self->at == '(')
		return parse_group(self);
	if (*self->at == '"')
		return core_term_parse_phrase(self);
	if (*self->at == '/')
		return core_term_parse_regex(self);
	if (!core_cursor_ends_word(*self->at))
		return core_term_parse_word(self);
	core_cursor_fault(self, self->at,
	    "a word is missing after the ':', with no blank between");
	return give_up(self);
}

/* Takes the operand that belongs to the field just read. */
static CoreQuery *
parse_operand(CoreCursor *self, const char *start)
{
	bool measure = self->scope.field == CORE_FIELD_SIZE ||
	               self->scope.field == CORE_FIELD_AGE;

	if (measure != (*self->at == '>' || *self->at == '<')) {
		core_cursor_fault(self, self->at,
		    measure ? "this field wants '>' or '<' and a number"
		            : "this field wants a ':' and a word");
		return give_up(self);
	}
	if (measure)
		return core_term_parse_measure(self, start);
	self->at++;
	return parse_value(self);
}

static CoreQuery *
parse_field(CoreCursor *self, size_t length)
{
	const char *start = self->at;
	g_autofree char *name = g_strndup(start, length);
	CoreScope outer = self->scope;
	CoreScope inner = { 0 };
	CoreQuery *term;

	if (!find_field(self, start, name, &inner)) {
		self->at += length + 1;
		/* What stands in its parentheses may have faults, too. */
		return *self->at == '(' ? parse_group(self) : give_up(self);
	}
	self->scope = inner;
	self->at += length;
	term = parse_operand(self, start);
	self->scope = outer;
	g_free(inner.header);
	return term;
}

/* The length of what may be a field's name at the cursor, 0 for none. */
static size_t
field_length(const CoreCursor *self)
{
	size_t length = 0;

	while (
	    g_ascii_isalnum(self->at[length]) ||
	    (length > 0 && strchr(".-_", self->at[length]) && self->at[length]))
		length++;
	if (length == 0 || !self->at[length] ||
	    !strchr(":<>", self->at[length]))
		return 0;
	return length;
}

/* The cursor is where a next term may begin: nothing to skip. */
static CoreQuery *
miss_term(CoreCursor *self, const char *at, const char *where)
{
	core_cursor_fault(self, at,
	    "a word, \"phrase\", /regex/ or field is missing %s", where);
	return core_term_none(self);
}

static CoreQuery *
parse_term(CoreCursor *self)
{
	size_t length;

	core_cursor_skip_blanks(self);
	length = field_length(self);
	if (length > 0)
		return parse_field(self, length);
	switch (*self->at) {
	case '(':
		return parse_group(self);
	case '"':
		return core_term_parse_phrase(self);
	case '/':
		return core_term_parse_regex(self);
	case ')':
	case '\0':
		return miss_term(self, core_cursor_behind_last(self), "here");
	default:
		break;
	}
	if (core_cursor_at_keyword(self, "and") ||
	    core_cursor_at_keyword(self, "or"))
		return miss_term(self, self->at, "before this");
	return core_term_parse_word(self);
}

static CoreQuery *
parse_not(CoreCursor *self)
{
	const char *start;
	CoreQuery *node;
	int line, column;

	core_cursor_skip_blanks(self);
	start = self->at;
	if (!core_cursor_take_keyword(self, "not"))
		return parse_term(self);
	if (self->depth >= DEPTH_MAX) {
		core_cursor_fault(self, start, "more than %d nots", DEPTH_MAX);
		return give_up(self);
	}
	core_cursor_locate(self, start, &line, &column);
	self->depth++;
	node = branch_new(CORE_QUERY_NOT, parse_not(self));
	self->depth--;
	node->line = line;
	node->column = column;
	return node;
}

/* Two terms side by side: told once, however many more follow. */
static void
check_joined(CoreCursor *self)
{
	core_cursor_skip_blanks(self);
	if (*self->at == '\0' || *self->at == ')' ||
	    core_cursor_at_keyword(self, "and") ||
	    core_cursor_at_keyword(self, "or"))
		return;
	core_cursor_fault(self, self->at,
	    "'and' or 'or' is missing before this, or quotes round words that"
	    " belong together");
	core_cursor_recover(self);
}

static CoreQuery *
parse_chain(CoreCursor *self, CoreQueryKind kind, const char *keyword,
    CoreQuery *(*parse)(CoreCursor *))
{
	CoreQuery *chain = parse(self);

	check_joined(self);
	while (core_cursor_take_keyword(self, keyword)) {
		CoreQuery *next = parse(self);

		check_joined(self);
		if (chain->kind != kind)
			chain = branch_new(kind, chain);
		g_ptr_array_add(chain->children, next);
	}
	return chain;
}

static CoreQuery *
parse_and(CoreCursor *self)
{
	return parse_chain(self, CORE_QUERY_AND, "and", parse_not);
}

static CoreQuery *
parse_or(CoreCursor *self)
{
	return parse_chain(self, CORE_QUERY_OR, "or", parse_and);
}

CoreQuery *
core_query_parse_all(const char *text, int first_line, GPtrArray *faults)
{
	CoreCursor self = { .text = text,
		.at = text,
		.first_line = first_line,
		.scope = { .field = CORE_FIELD_ANY },
		.faults = faults };
	CoreQuery *query = parse_or(&self);

	/* Nothing but a ')' ends it before the end: look at the rest, too. */
	while (*self.at) {
		if (*self.at == ')')
			core_cursor_fault(&self, self.at++,
			    "this ')' has no '(' before it: take it out");
		if (core_cursor_take_keyword(&self, "and") ||
		    core_cursor_take_keyword(&self, "or"))
			core_query_free(parse_or(&self));
		else
			core_cursor_recover(&self);
	}
	core_query_faults_sort(faults);
	return query;
}

CoreQuery *
core_query_parse(const char *text, int first_line, GError **error)
{
	g_autoptr(GPtrArray) faults = core_query_faults_new();
	g_autoptr(CoreQuery) query =
	    core_query_parse_all(text, first_line, faults);
	g_autofree char *shown = NULL;

	if (faults->len == 0)
		return g_steal_pointer(&query);
	shown = core_query_faults_show(faults, text, first_line);
	g_set_error_literal(error, CORE_ERROR, CORE_ERROR_DATA, shown);
	return NULL;
}
