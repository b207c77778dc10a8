#include "core/query-term.h"

#include "core/nearest.h"
#include "core/query-field.h"
#include "core/query-value.h"
#include "core/text.h"
#include "core/units.h"

#include <string.h>

#define TERM_BYTES 1000

static CoreQuery *
node_new(CoreCursor *self, const char *at, CoreQueryKind kind)
{
	CoreQuery *node = g_new0(CoreQuery, 1);

	node->kind = kind;
	node->field = self->scope.field;
	if (node->field == CORE_FIELD_HEADER)
		node->header = g_strdup(self->scope.header);
	core_cursor_locate(self, at, &node->line, &node->column);
	return node;
}

CoreQuery *
core_term_none(CoreCursor *self)
{
	CoreQuery *node = g_new0(CoreQuery, 1);

	node->kind = CORE_QUERY_WORDS;
	node->text = g_strdup("");
	core_cursor_locate(self, self->at, &node->line, &node->column);
	return node;
}

static void
count_word(const char *start, size_t length, void *data)
{
	unsigned *count = data;

	(void)start;
	(void)length;
	++*count;
}

static bool
is_one_of(const CoreQuery *term, const char *const *values)
{
	for (; *values; values++)
		if (core_query_holds(term, *values))
			return true;
	return false;
}

static void
check_value(CoreCursor *self, const char *at, const CoreQuery *term)
{
	const char *field = core_field_name(term->field);
	const char *const *values = core_field_values(term->field);
	g_autofree char *folded = core_text_fold(term->text);
	g_autofree char *all = NULL;
	const char *nearest;

	if (!values || !*term->text || is_one_of(term, values))
		return;
	nearest = core_nearest(folded, values);
	if (nearest) {
		core_cursor_fault(self, at,
		    "there is no %s '%s'; did you mean '%s'?", field,
		    term->text, nearest);
		return;
	}
	all = g_strjoinv(", ", (char **)(uintptr_t)values);
	core_cursor_fault(self, at, "there is no %s '%s'; there are %s", field,
	    term->text, all);
}

/* A word that is no term of letters can never match: say so at once. */
static void
check_words(CoreCursor *self, const char *at, const CoreQuery *term)
{
	unsigned count = 0;

	if (term->field >= CORE_FIELD_LANG) {
		check_value(self, at, term);
		if (!*term->text)
			core_cursor_fault(self, at,
			    "a word is missing after the ':', as in from:ann");
		return;
	}
	core_text_foreach_word(term->text, count_word, &count);
	if (count == 0)
		core_cursor_fault(self, at,
		    "'%s' has no letter or digit to look for; signs need a"
		    " /regex/",
		    term->text);
}

/* Makes a term of @length bytes at @text, as it stands at @at. */
static CoreQuery *
take_term(CoreCursor *self, const char *at, CoreQueryKind kind,
    const char *text, size_t length)
{
	CoreQuery *term = node_new(self, at, kind);

	term->text = g_strndup(text, MIN(length, TERM_BYTES));
	if (length > TERM_BYTES)
		core_cursor_fault(
		    self, at, "a term has at most %d bytes", TERM_BYTES);
	else if (kind != CORE_QUERY_REGEX)
		check_words(self, at, term);
	return term;
}

/* Nothing tells where something ends that has no end: at that of its line. */
static CoreQuery *
leave_line(CoreCursor *self)
{
	self->at += strcspn(self->at, "\n");
	core_cursor_recover(self);
	return core_term_none(self);
}

CoreQuery *
core_term_parse_phrase(CoreCursor *self)
{
	const char *open = self->at;
	size_t length = strcspn(open + 1, "\"\n");

	if (open[1 + length] != '"') {
		core_cursor_fault(self, open,
		    "this quote is not closed: a '\"' is missing on this line");
		return leave_line(self);
	}
	self->at = open + length + 2;
	return take_term(self, open, CORE_QUERY_WORDS, open + 1, length);
}

CoreQuery *
core_term_parse_regex(CoreCursor *self)
{
	const char *open = self->at;
	const char *end = open + 1;

	while (*end && *end != '/' && *end != '\n')
		end += *end == '\\' && end[1] && end[1] != '\n' ? 2 : 1;
	if (*end != '/') {
		core_cursor_fault(self, open,
		    "this regex is not closed: a '/' is missing on this line;"
		    " put quotes round words with a '/'");
		return leave_line(self);
	}
	self->at = end + 1;
	if (self->scope.field >= CORE_FIELD_LANG)
		core_cursor_fault(
		    self, open, "this field takes a word or prefix*, no regex");
	else if (end == open + 1)
		core_cursor_fault(self, open,
		    "this regex is empty; put quotes round words with a '/'");
	return take_term(
	    self, open, CORE_QUERY_REGEX, open + 1, (size_t)(end - open - 1));
}

CoreQuery *
core_term_parse_word(CoreCursor *self)
{
	const char *start = self->at;
	const char *star;
	size_t length = 0;

	while (!core_cursor_ends_word(start[length]))
		length++;
	self->at = start + length;
	star = memchr(start, '*', length);
	if (!star)
		return take_term(self, start, CORE_QUERY_WORDS, start, length);
	if (star == start || star + 1 != start + length) {
		core_cursor_fault(self, star,
		    "'*' can only end a word, as in crash*; other patterns"
		    " need a /regex/");
		return core_term_none(self);
	}
	return take_term(self, start, CORE_QUERY_PREFIX, start, length - 1);
}

/* size>5MB, age<3d */
CoreQuery *
core_term_parse_measure(CoreCursor *self, const char *start)
{
	CoreQuery *term = node_new(self, start,
	    *self->at == '>' ? CORE_QUERY_ABOVE : CORE_QUERY_BELOW);
	const char *at = self->at + 1;
	g_autofree char *value = NULL;
	size_t length = 0;
	int64_t ms;

	while (!core_cursor_ends_word(at[length]))
		length++;
	value = g_strndup(at, length);
	self->at = at + length;
	if (term->field == CORE_FIELD_SIZE) {
		if (!core_size_parse(value, &term->number, NULL))
			core_cursor_fault(self, at,
			    "'%s' is no size: write a number and B, KB, MB or"
			    " GB, as 5MB",
			    value);
	} else if (core_duration_parse(value, &ms, NULL)) {
		term->number = ms / 1000;
	} else {
		core_cursor_fault(self, at,
		    "'%s' is no time: write a number and s, m, h, d or w, as"
		    " 3d",
		    value);
	}
	return term;
}
