#include "store/list-json.h"

#include "core/autoptr.h"

#include <glib.h>
#include <string.h>

static void
put_char(GString *into, char c)
{
	static const char escaped[] = "\"\\\b\f\n\r\t", as[] = "\"\\bfnrt";
	const char *found;

	if ((unsigned char)c >= ' ' && c != '"' && c != '\\') {
		g_string_append_c(into, c);
		return;
	}
	found = strchr(escaped, c);
	if (found)
		g_string_append_printf(into, "\\%c", as[found - escaped]);
	else
		g_string_append_printf(into, "\\u%04X", (unsigned)c);
}

/* By hand, since each mail has several: objects of jansson's would take as long
 * as the row that it is for. */
char *
store_list_to_json(char *const *list)
{
	GString *text = g_string_new("[");

	for (; list && *list; list++) {
		g_string_append(text, text->len > 1 ? ",\"" : "\"");
		for (const char *c = *list; *c; c++)
			put_char(text, *c);
		g_string_append_c(text, '"');
	}
	g_string_append_c(text, ']');
	return g_string_free(text, FALSE);
}

char **
store_list_from_json(const char *text)
{
	g_autoptr(json_t) array = json_loads(text, 0, NULL);
	size_t length = json_array_size(array);
	char **list = g_new0(char *, length + 1);

	for (size_t i = 0; i < length; i++) {
		const char *item = json_string_value(json_array_get(array, i));

		list[i] = g_strdup(item ? item : "");
	}
	return list;
}
