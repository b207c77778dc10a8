#include "core/config-marks.h"

#include <glib.h>
#include <string.h>

#define INDENT_BYTES 80

/* WORD "TEXT" at *@at, which moves behind it. Returns: (nullable) (transfer
 * full): the text. */
static char *
take(const char **at, const char *word)
{
	const char *c = *at + strspn(*at, " \t");
	size_t length = strlen(word);
	const char *end;

	if (strncmp(c, word, length) != 0)
		return NULL;
	c += length;
	c += strspn(c, " \t");
	if (*c != '"' || c[1] == '"' || !(end = strchr(c + 1, '"')))
		return NULL;
	*at = end + 1;
	return g_strndup(c + 1, (gsize)(end - c - 1));
}

bool
core_config_marks_parse(const char *setting, CoreConfigMarks *ret_marks)
{
	const char *at = setting;
	CoreConfigMarks marks = { .after = take(&at, "after") };

	if (marks.after)
		marks.before = take(&at, "before");
	if (!marks.after || at[strspn(at, " \t")]) {
		core_config_marks_clear(&marks);
		return false;
	}
	*ret_marks = marks;
	return true;
}

void
core_config_marks_clear(CoreConfigMarks *self)
{
	g_clear_pointer(&self->after, g_free);
	g_clear_pointer(&self->before, g_free);
}

static bool
begins_line(const char *text, const char *at)
{
	for (int i = 0; i < INDENT_BYTES && at > text; i++, at--)
		if (!strchr(" \t*|", at[-1]))
			break;
	return at == text || at[-1] == '\n';
}

/* The first or the last @mark in @text that is found by @next, or NULL. */
static const char *
find_by(char *(*next)(const char *, const char *), const char *text,
    const char *mark, bool last)
{
	const char *anywhere = NULL, *on_line = NULL, *at = text;

	while ((at = next(at, mark)) && (last || !on_line)) {
		if (begins_line(text, at))
			on_line = at;
		if (last || !anywhere)
			anywhere = at;
		at += strlen(mark);
	}
	return on_line ? on_line : anywhere;
}

static const char *
find(const char *text, const char *mark, bool last)
{
	const char *found = find_by(strstr, text, mark, last);

	return found ? found : find_by(strcasestr, text, mark, last);
}

const char *
core_config_marks_start(const CoreConfigMarks *self, const char *text)
{
	const char *start = text ? find(text, self->after, false) : NULL;

	return start ? start + strlen(self->after) : NULL;
}

char *
core_config_marks_find(const CoreConfigMarks *self, const char *text)
{
	const char *start = core_config_marks_start(self, text);
	const char *end =
	    start && self->before ? find(start, self->before, true) : NULL;

	if (!start)
		return NULL;
	g_autofree char *found =
	    end ? g_strndup(start, (gsize)(end - start)) : g_strdup(start);
	return *g_strstrip(found) ? g_steal_pointer(&found) : NULL;
}
