#include "core/config-number.h"

#include <string.h>

bool
core_config_number_parse(const char *text, int64_t *ret_number, GError **error)
{
	return g_ascii_string_to_signed(
	    text, 10, 0, G_MAXINT64, ret_number, error);
}

bool
core_config_share_parse(const char *text, int64_t *ret_percent, GError **error)
{
	size_t length = strlen(text);
	g_autofree char *number = g_strndup(text, length > 0 ? length - 1 : 0);

	return g_str_has_suffix(text, "%") &&
	       core_config_number_parse(number, ret_percent, error);
}

bool
core_config_months_parse(const char *text, int64_t *ret_months, GError **error)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 2);
	const char *unit = words[0] && words[1] ? words[1] : "";
	int64_t number;

	if (!words[0] || !core_config_number_parse(words[0], &number, error) ||
	    number > G_MAXINT32)
		return false;
	if (strcmp(unit, "year") == 0 || strcmp(unit, "years") == 0)
		*ret_months = number * 12;
	else if (strcmp(unit, "month") == 0 || strcmp(unit, "months") == 0)
		*ret_months = number;
	else
		return false;
	return true;
}

bool
core_config_number_within(const char *type, const char *text,
    CoreConfigParse parse, int64_t *ret_number)
{
	const char *range = strchr(type, ' ');
	g_auto(GStrv) ends = g_strsplit(range ? range + 1 : "", "..", 2);
	int64_t min, max;

	g_assert(ends[0] && ends[1]);
	bool known = parse(ends[0], &min, NULL) && parse(ends[1], &max, NULL);
	g_assert(known);
	return parse(text, ret_number, NULL) && *ret_number >= min &&
	       *ret_number <= max;
}
