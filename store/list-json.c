#include "store/list-json.h"

#include "core/autoptr.h"

#include <glib.h>

char *
store_list_to_json(char *const *list)
{
	g_autoptr(json_t) array = json_array();
	char *text;

	for (; list && *list; list++)
		(void)json_array_append_new(array, json_string(*list));
	text = json_dumps(array, JSON_COMPACT);
	g_assert(text);
	return text;
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
