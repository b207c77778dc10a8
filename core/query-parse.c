#include "core/query.h"

#include "core/query-cursor.h"
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

static CoreQuery *
parse_group(CoreCursor *self)
{
	const char *open = self->at++;
	g_autoptr(CoreQuery) inner = NULL;

	if (++self->depth > DEPTH_MAX)
		return core_cursor_fail(self, open,
		    "more than %d levels of parentheses", DEPTH_MAX);
	inner = parse_or(self);
	self->depth--;
	if (!inner)
		return NULL;
	core_cursor_skip_blanks(self);
	if (*self->at != ')')
		return core_cursor_fail(
		    self, open, "this parenthesis has no matching ')'");
	self->at++;
	return g_steal_pointer(&inner);
}

static void *
fail_field(CoreCursor *self, const char *at, const char *name)
{
	const char *nearest = core_field_nearest(name);

	if (nearest)
		return core_cursor_fail(self, at,
		    "there is no field '%s'; did you mean '%s'?", name,
		    nearest);
	return core_cursor_fail(self, at,
	    "there is no field '%s'; put quotes round words with a ':'", name);
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
	return fail_field(self, at, name);
}

/* Takes the operand that belongs to the field just read. */
static CoreQuery *
parse_operand(CoreCursor *self, const char *start)
{
	bool measure = self->scope.field == CORE_FIELD_SIZE ||
	               self->scope.field == CORE_FIELD_AGE;

	if (measure != (*self->at == '>' || *self->at == '<'))
		return core_cursor_fail(self, self->at,
		    measure ? "this field wants '>' or '<' and a number"
		            : "this field wants a ':' and a word");
	if (measure)
		return core_term_parse_measure(self, start);
	self->at++;
	if (*self->at == '(')
		return parse_group(self);
	if (*self->at == '"')
		return core_term_parse_phrase(self);
	if (*self->at == '/')
		return core_term_parse_regex(self);
	return core_cursor_ends_word(*self->at)
	           ? core_cursor_fail(
	                 self, self->at, "a word is missing after the ':'")
	           : core_term_parse_word(self);
}

static CoreQuery *
parse_field(CoreCursor *self, size_t length)
{
	const char *start = self->at;
	g_autofree char *name = g_strndup(start, length);
	CoreScope outer = self->scope;
	CoreScope inner = { 0 };
	CoreQuery *term;

	if (!find_field(self, start, name, &inner))
		return NULL;
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
		return core_cursor_fail(
		    self, self->at, "a term is missing here");
	default:
		break;
	}
	if (core_cursor_at_keyword(self, "and") ||
	    core_cursor_at_keyword(self, "or"))
		return core_cursor_fail(
		    self, self->at, "a term is missing before this");
	return core_term_parse_word(self);
}

static CoreQuery *
parse_not(CoreCursor *self)
{
	const char *start;
	CoreQuery *operand, *node;

	core_cursor_skip_blanks(self);
	start = self->at;
	if (!core_cursor_take_keyword(self, "not"))
		return parse_term(self);
	if (++self->depth > DEPTH_MAX)
		return core_cursor_fail(
		    self, start, "more than %d nots", DEPTH_MAX);
	operand = parse_not(self);
	self->depth--;
	if (!operand)
		return NULL;
	node = branch_new(CORE_QUERY_NOT, operand);
	core_cursor_locate(self, start, &node->line, &node->column);
	return node;
}

static CoreQuery *
parse_chain(CoreCursor *self, CoreQueryKind kind, const char *keyword,
    CoreQuery *(*parse)(CoreCursor *))
{
	g_autoptr(CoreQuery) chain = parse(self);

	while (chain && core_cursor_take_keyword(self, keyword)) {
		CoreQuery *next = parse(self);

		if (!next)
			return NULL;
		if (chain->kind != kind)
			chain = branch_new(kind, g_steal_pointer(&chain));
		g_ptr_array_add(chain->children, next);
	}
	return g_steal_pointer(&chain);
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
core_query_parse(const char *text, int first_line, GError **error)
{
	CoreCursor self = { .text = text,
		.at = text,
		.first_line = first_line,
		.scope = { .field = CORE_FIELD_ANY },
		.error = error };
	g_autoptr(CoreQuery) query = parse_or(&self);

	if (!query)
		return NULL;
	core_cursor_skip_blanks(&self);
	if (*self.at == ')')
		return core_cursor_fail(
		    &self, self.at, "this ')' opens nowhere");
	if (*self.at)
		return core_cursor_fail(
		    &self, self.at, "'and' or 'or' is missing before this");
	return g_steal_pointer(&query);
}
