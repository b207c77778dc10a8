#include "core/query.h"

#include "core/error.h"
#include "core/message.h"
#include "core/query-field.h"
#include "core/text.h"
#include "core/units.h"

#include <string.h>

#define DEPTH_MAX 100
#define TERM_BYTES 1000

/* The head of a term: what stands before its ':' or '>'. */
typedef struct {
	CoreField field;
	char *header; /* owned by the parser's scope */
} Scope;

typedef struct {
	const char *text, *at;
	int first_line, depth;
	Scope scope; /* of the innermost field:( ) */
	GError **error;
} Parser;

static CoreQuery *parse_or(Parser *self);

static void
locate(const Parser *self, const char *at, int *line, int *column)
{
	const char *start = self->text;

	*line = self->first_line;
	for (const char *p = self->text; p < at; p++)
		if (*p == '\n') {
			start = p + 1;
			++*line;
		}
	*column = (int)g_utf8_strlen(start, at - start) + 1;
}

static void *fail(Parser *self, const char *at, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static void *
fail(Parser *self, const char *at, const char *format, ...)
{
	g_autofree char *sentence = NULL;
	g_autofree char *shown = NULL;
	va_list arguments;
	int line, column;

	va_start(arguments, format);
	sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	locate(self, at, &line, &column);
	shown = core_query_point(
	    self->text, self->first_line, line, column, sentence);
	g_set_error_literal(self->error, CORE_ERROR, CORE_ERROR_DATA, shown);
	return NULL;
}

static CoreQuery *
node_new(const Parser *self, const char *at, CoreQueryKind kind)
{
	CoreQuery *node = g_new0(CoreQuery, 1);

	node->kind = kind;
	node->field = self->scope.field;
	if (node->field == CORE_FIELD_HEADER)
		node->header = g_strdup(self->scope.header);
	locate(self, at, &node->line, &node->column);
	return node;
}

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

static void
skip_blanks(Parser *self)
{
	while (*self->at && g_ascii_isspace(*self->at))
		self->at++;
}

static bool
ends_word(char c)
{
	return c == '\0' || g_ascii_isspace(c) || c == '(' || c == ')' ||
	       c == '"';
}

static bool
at_keyword(const Parser *self, const char *keyword)
{
	size_t length = strlen(keyword);

	return g_ascii_strncasecmp(self->at, keyword, length) == 0 &&
	       ends_word(self->at[length]);
}

static bool
take_keyword(Parser *self, const char *keyword)
{
	skip_blanks(self);
	if (!at_keyword(self, keyword))
		return false;
	self->at += strlen(keyword);
	return true;
}

/* A word that is no term of letters can never match: say so at once. */
static void
count_word(const char *start, size_t length, void *data)
{
	unsigned *count = data;

	(void)start;
	(void)length;
	++*count;
}

static bool
check_words(Parser *self, const char *at, const CoreQuery *term)
{
	unsigned count = 0;
	CoreOrigin origin;

	if (term->field == CORE_FIELD_ORIGIN &&
	    term->kind == CORE_QUERY_WORDS &&
	    !core_origin_parse(term->text, &origin))
		return fail(self, at, "there is no origin '%s'", term->text);
	if (term->field >= CORE_FIELD_LANG)
		return *term->text ||
		       fail(self, at, "a word is missing after the ':'");
	core_text_foreach_word(term->text, count_word, &count);
	return count > 0 ||
	       fail(self, at, "'%s' has no letter or digit to look for",
	           term->text);
}

static CoreQuery *
take_term(Parser *self, const char *at, CoreQueryKind kind, size_t length)
{
	g_autoptr(CoreQuery) term = NULL;

	if (length > TERM_BYTES)
		return fail(
		    self, at, "a term has at most %d bytes", TERM_BYTES);
	term = node_new(self, at, kind);
	term->text = g_strndup(self->at, length);
	if (kind != CORE_QUERY_REGEX && !check_words(self, at, term))
		return NULL;
	self->at += length;
	return g_steal_pointer(&term);
}

static CoreQuery *
parse_phrase(Parser *self)
{
	const char *open = self->at++;
	size_t length = strcspn(self->at, "\"\n");
	CoreQuery *term;

	if (self->at[length] != '"')
		return fail(self, open, "this quote is not closed");
	term = take_term(self, open, CORE_QUERY_WORDS, length);
	if (term)
		self->at++;
	return term;
}

static CoreQuery *
parse_regex(Parser *self)
{
	const char *open = self->at++;
	const char *end = self->at;
	CoreQuery *term;

	if (self->scope.field >= CORE_FIELD_LANG)
		return fail(self, open, "this field takes a word, no regex");
	while (*end && *end != '/' && *end != '\n')
		end += *end == '\\' && end[1] && end[1] != '\n' ? 2 : 1;
	if (*end != '/')
		return fail(self, open, "this regex has no closing '/'");
	if (end == self->at)
		return fail(self, open, "this regex is empty");
	term =
	    take_term(self, open, CORE_QUERY_REGEX, (size_t)(end - self->at));
	if (term)
		self->at++;
	return term;
}

static CoreQuery *
parse_word(Parser *self)
{
	const char *start = self->at;
	const char *star;
	size_t length = 0;
	CoreQuery *term;

	while (!ends_word(start[length]))
		length++;
	star = memchr(start, '*', length);
	if (!star)
		return take_term(self, start, CORE_QUERY_WORDS, length);
	if (star == start || star + 1 != start + length)
		return fail(self, star, "'*' can only end a word");
	term = take_term(self, start, CORE_QUERY_PREFIX, length - 1);
	if (term)
		self->at++;
	return term;
}

/* size>5MB, age<3d */
static CoreQuery *
parse_measure(Parser *self, const char *start)
{
	g_autoptr(CoreQuery) term = node_new(self, start,
	    *self->at == '>' ? CORE_QUERY_ABOVE : CORE_QUERY_BELOW);
	g_autofree char *value = NULL;
	size_t length = 0;
	int64_t ms;

	self->at++;
	while (!ends_word(self->at[length]))
		length++;
	value = g_strndup(self->at, length);
	if (term->field == CORE_FIELD_SIZE) {
		if (!core_size_parse(value, &term->number, NULL))
			return fail(self, self->at,
			    "'%s' is no size such as 5MB", value);
	} else if (core_duration_parse(value, &ms, NULL)) {
		term->number = ms / 1000;
	} else {
		return fail(
		    self, self->at, "'%s' is no time such as 3d", value);
	}
	self->at += length;
	return g_steal_pointer(&term);
}

static CoreQuery *
parse_group(Parser *self)
{
	const char *open = self->at++;
	g_autoptr(CoreQuery) inner = NULL;

	if (++self->depth > DEPTH_MAX)
		return fail(self, open, "more than %d levels of parentheses",
		    DEPTH_MAX);
	inner = parse_or(self);
	self->depth--;
	if (!inner)
		return NULL;
	skip_blanks(self);
	if (*self->at != ')')
		return fail(self, open, "this parenthesis has no matching ')'");
	self->at++;
	return g_steal_pointer(&inner);
}

static void *
fail_field(Parser *self, const char *at, const char *name)
{
	const char *nearest = core_field_nearest(name);

	if (nearest)
		return fail(self, at,
		    "there is no field '%s'; did you mean '%s'?", name,
		    nearest);
	return fail(self, at,
	    "there is no field '%s'; put quotes round words with a ':'", name);
}

static bool
find_field(Parser *self, const char *at, const char *name, Scope *ret_scope)
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
parse_operand(Parser *self, const char *start)
{
	bool measure = self->scope.field == CORE_FIELD_SIZE ||
	               self->scope.field == CORE_FIELD_AGE;

	if (measure != (*self->at == '>' || *self->at == '<'))
		return fail(self, self->at,
		    measure ? "this field wants '>' or '<' and a number"
		            : "this field wants a ':' and a word");
	if (measure)
		return parse_measure(self, start);
	self->at++;
	if (*self->at == '(')
		return parse_group(self);
	if (*self->at == '"')
		return parse_phrase(self);
	if (*self->at == '/')
		return parse_regex(self);
	return ends_word(*self->at)
	           ? fail(self, self->at, "a word is missing after the ':'")
	           : parse_word(self);
}

static CoreQuery *
parse_field(Parser *self, size_t length)
{
	const char *start = self->at;
	g_autofree char *name = g_strndup(start, length);
	Scope outer = self->scope;
	Scope inner = { 0 };
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
field_length(const Parser *self)
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
parse_term(Parser *self)
{
	size_t length;

	skip_blanks(self);
	length = field_length(self);
	if (length > 0)
		return parse_field(self, length);
	switch (*self->at) {
	case '(':
		return parse_group(self);
	case '"':
		return parse_phrase(self);
	case '/':
		return parse_regex(self);
	case ')':
	case '\0':
		return fail(self, self->at, "a term is missing here");
	default:
		break;
	}
	if (at_keyword(self, "and") || at_keyword(self, "or"))
		return fail(self, self->at, "a term is missing before this");
	return parse_word(self);
}

static CoreQuery *
parse_not(Parser *self)
{
	const char *start;
	CoreQuery *operand, *node;

	skip_blanks(self);
	start = self->at;
	if (!take_keyword(self, "not"))
		return parse_term(self);
	if (++self->depth > DEPTH_MAX)
		return fail(self, start, "more than %d nots", DEPTH_MAX);
	operand = parse_not(self);
	self->depth--;
	if (!operand)
		return NULL;
	node = branch_new(CORE_QUERY_NOT, operand);
	locate(self, start, &node->line, &node->column);
	return node;
}

static CoreQuery *
parse_chain(Parser *self, CoreQueryKind kind, const char *keyword,
    CoreQuery *(*parse)(Parser *))
{
	g_autoptr(CoreQuery) chain = parse(self);

	while (chain && take_keyword(self, keyword)) {
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
parse_and(Parser *self)
{
	return parse_chain(self, CORE_QUERY_AND, "and", parse_not);
}

static CoreQuery *
parse_or(Parser *self)
{
	return parse_chain(self, CORE_QUERY_OR, "or", parse_and);
}

CoreQuery *
core_query_parse(const char *text, int first_line, GError **error)
{
	Parser self = { .text = text,
		.at = text,
		.first_line = first_line,
		.scope = { .field = CORE_FIELD_ANY },
		.error = error };
	g_autoptr(CoreQuery) query = parse_or(&self);

	if (!query)
		return NULL;
	skip_blanks(&self);
	if (*self.at == ')')
		return fail(&self, self.at, "this ')' opens nowhere");
	if (*self.at)
		return fail(
		    &self, self.at, "'and' or 'or' is missing before this");
	return g_steal_pointer(&query);
}
