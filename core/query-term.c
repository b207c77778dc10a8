#include "core/query-term.h"

#include "core/message.h"
#include "core/text.h"
#include "core/units.h"

#include <string.h>

#define TERM_BYTES 1000

static CoreQuery *
node_new(const CoreCursor *self, const char *at, CoreQueryKind kind)
{
	CoreQuery *node = g_new0(CoreQuery, 1);

	node->kind = kind;
	node->field = self->scope.field;
	if (node->field == CORE_FIELD_HEADER)
		node->header = g_strdup(self->scope.header);
	core_cursor_locate(self, at, &node->line, &node->column);
	return node;
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
check_words(CoreCursor *self, const char *at, const CoreQuery *term)
{
	unsigned count = 0;
	CoreOrigin origin;

	if (term->field == CORE_FIELD_ORIGIN &&
	    term->kind == CORE_QUERY_WORDS &&
	    !core_origin_parse(term->text, &origin))
		return core_cursor_fail(
		    self, at, "there is no origin '%s'", term->text);
	if (term->field >= CORE_FIELD_LANG)
		return *term->text || core_cursor_fail(self, at,
		                          "a word is missing after the ':'");
	core_text_foreach_word(term->text, count_word, &count);
	return count > 0 ||
	       core_cursor_fail(self, at,
	           "'%s' has no letter or digit to look for", term->text);
}

static CoreQuery *
take_term(CoreCursor *self, const char *at, CoreQueryKind kind, size_t length)
{
	g_autoptr(CoreQuery) term = NULL;

	if (length > TERM_BYTES)
		return core_cursor_fail(
		    self, at, "a term has at most %d bytes", TERM_BYTES);
	term = node_new(self, at, kind);
	term->text = g_strndup(self->at, length);
	if (kind != CORE_QUERY_REGEX && !check_words(self, at, term))
		return NULL;
	self->at += length;
	return g_steal_pointer(&term);
}

CoreQuery *
core_term_parse_phrase(CoreCursor *self)
{
	const char *open = self->at++;
	size_t length = strcspn(self->at, "\"\n");
	CoreQuery *term;

	if (self->at[length] != '"')
		return core_cursor_fail(self, open, "this quote is not closed");
	term = take_term(self, open, CORE_QUERY_WORDS, length);
	if (term)
		self->at++;
	return term;
}

CoreQuery *
core_term_parse_regex(CoreCursor *self)
{
	const char *open = self->at++;
	const char *end = self->at;
	CoreQuery *term;

	if (self->scope.field >= CORE_FIELD_LANG)
		return core_cursor_fail(
		    self, open, "this field takes a word, no regex");
	while (*end && *end != '/' && *end != '\n')
		end += *end == '\\' && end[1] && end[1] != '\n' ? 2 : 1;
	if (*end != '/')
		return core_cursor_fail(
		    self, open, "this regex has no closing '/'");
	if (end == self->at)
		return core_cursor_fail(self, open, "this regex is empty");
	term =
	    take_term(self, open, CORE_QUERY_REGEX, (size_t)(end - self->at));
	if (term)
		self->at++;
	return term;
}

CoreQuery *
core_term_parse_word(CoreCursor *self)
{
	const char *start = self->at;
	const char *star;
	size_t length = 0;
	CoreQuery *term;

	while (!core_cursor_ends_word(start[length]))
		length++;
	star = memchr(start, '*', length);
	if (!star)
		return take_term(self, start, CORE_QUERY_WORDS, length);
	if (star == start || star + 1 != start + length)
		return core_cursor_fail(self, star, "'*' can only end a word");
	term = take_term(self, start, CORE_QUERY_PREFIX, length - 1);
	if (term)
		self->at++;
	return term;
}

/* size>5MB, age<3d */
CoreQuery *
core_term_parse_measure(CoreCursor *self, const char *start)
{
	g_autoptr(CoreQuery) term = node_new(self, start,
	    *self->at == '>' ? CORE_QUERY_ABOVE : CORE_QUERY_BELOW);
	g_autofree char *value = NULL;
	size_t length = 0;
	int64_t ms;

	self->at++;
	while (!core_cursor_ends_word(self->at[length]))
		length++;
	value = g_strndup(self->at, length);
	if (term->field == CORE_FIELD_SIZE) {
		if (!core_size_parse(value, &term->number, NULL))
			return core_cursor_fail(self, self->at,
			    "'%s' is no size such as 5MB", value);
	} else if (core_duration_parse(value, &ms, NULL)) {
		term->number = ms / 1000;
	} else {
		return core_cursor_fail(
		    self, self->at, "'%s' is no time such as 3d", value);
	}
	self->at += length;
	return g_steal_pointer(&term);
}
