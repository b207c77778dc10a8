#include "cli/operand.h"

#include "cli/command.h"
#include "core/units.h"

#include <stdio.h>

bool
cli_parse_id(const char *text, int64_t *ret_id, GError **error)
{
	guint64 id;

	if (g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &id, NULL)) {
		*ret_id = (int64_t)id;
		return true;
	}
	g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "'%s' is not the id of a message", text);
	return false;
}

void
cli_cut_list(GPtrArray *rows, unsigned most)
{
	if (most == 0 || rows->len <= most)
		return;
	g_ptr_array_set_size(rows, (int)most);
	fprintf(
	    stderr, "there are more than %u: --limit N lists N, 0 all\n", most);
}

bool
cli_parse_since(
    const char *text, int64_t now, int64_t *ret_since_at, GError **error)
{
	int64_t ms = 0;

	if (text && !core_duration_parse(text, &ms, NULL)) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--since '%s' is no time such as 90d or 12h", text);
		return false;
	}
	*ret_since_at = text ? now - ms / 1000 : 0;
	return true;
}
