#include "cli/command.h"

#include "cli/labelling.h"
#include "cli/operand.h"
#include "core/nearest.h"
#include "filters/rules/rules.h"

#include <string.h>

static bool
check_department(const GPtrArray *known, const char *department, GError **error)
{
	const char *const *names = (const char *const *)known->pdata;
	const char *nearest = core_nearest(department, names);

	if (g_strv_contains(names, department))
		return true;
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "there is no department '%s'%s%s%s", department,
	    nearest ? "; did you mean '" : "", nearest ? nearest : "",
	    nearest ? "'?" : "");
	return false;
}

static bool
say_where(GError **error)
{
	g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "say either departments, 'none', or --as-tagged");
	return false;
}

/* "product,support", "product" "support", or "none".
 * @ret_departments: (transfer full): each once. */
static bool
parse_departments(const CoreConfig *config, char **operands,
    char ***ret_departments, GError **error)
{
	g_autofree char *joined = g_strjoinv(",", operands);
	g_auto(GStrv) words = g_strsplit_set(joined, ", ", -1);
	g_autoptr(GPtrArray) known = filter_rules_targets(config);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	bool none = strcmp(joined, "none") == 0;

	for (char **word = words; *word && !none; word++) {
		if (**word == '\0' || g_ptr_array_find_with_equal_func(
		                          found, *word, g_str_equal, NULL))
			continue;
		if (!check_department(known, *word, error))
			return false;
		g_ptr_array_add(found, g_strdup(*word));
	}
	if (found->len == 0 && !none && *operands)
		return say_where(error);
	g_ptr_array_set_free_func(found, NULL);
	g_ptr_array_add(found, NULL);
	*ret_departments =
	    (char **)g_ptr_array_free(g_steal_pointer(&found), FALSE);
	return true;
}

static void
free_label(void *data)
{
	store_label_free(data);
}

bool
cli_cmd_route(CliContext *self, int argc, char **argv, GError **error)
{
	g_autofree char *by = NULL;
	gboolean as_tagged = FALSE;
	GOptionEntry entries[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by,
		    "who says so, instead of the user's name", "ADDRESS" },
		{ "as-tagged", 0, 0, G_OPTION_ARG_NONE, &as_tagged,
		    "to where its tags send it again", NULL },
		{ 0 },
	};
	g_autoptr(GPtrArray) labels =
	    g_ptr_array_new_with_free_func(free_label);
	StoreLabel *label = g_new0(StoreLabel, 1);

	g_ptr_array_add(labels, label);
	if (!cli_begin(self, entries, 1, 100, &argc, &argv, error) ||
	    !cli_parse_id(argv[1], &label->message_id, error) ||
	    !cli_label_author(by, &label->author, error))
		return false;
	if (as_tagged != (argc == 2))
		return say_where(error);
	label->holds = !as_tagged;
	label->labelled_at = core_clock_now(&self->clock);
	return cli_open_store(self, STORE_CHANGE, error) &&
	       parse_departments(
	           self->config, argv + 2, &label->departments, error) &&
	       cli_label_write(self, labels, error);
}
