#include "core/config-marks.h"

#include <glib.h>
#include <string.h>

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

char *
core_config_marks_find(const CoreConfigMarks *self, const char *text)
{
	const char *start = text ? strstr(text, self->after) : NULL;
	const char *end = NULL;

	if (!start)
		return NULL;
	start += strlen(self->after);
	if (self->before)
		end = strstr(start, self->before);
	g_autofree char *found =
	    end ? g_strndup(start, (gsize)(end - start)) : g_strdup(start);
	return *g_strstrip(found) ? g_steal_pointer(&found) : NULL;
}
