#include "cli/json.h"

#include "core/clock.h"

#include <stdio.h>

void
cli_json_set_text(json_t *object, const char *key, const char *text)
{
	if (text)
		(void)json_object_set_new(object, key, json_string(text));
}

void
cli_json_set_time(json_t *object, const char *key, int64_t at)
{
	g_autofree char *text = at ? core_time_format(at) : NULL;

	cli_json_set_text(object, key, text);
}

void
cli_json_print(const json_t *json)
{
	(void)json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
	putchar('\n');
}
