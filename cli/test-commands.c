#include "cli/command.h"

#include <string.h>

#define USAGE_COLUMNS 34 /* of `tribune --help`, before the summary */
#define LINE_COLUMNS 80

static void
test_each_name_is_there_once(void)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		g_assert_true(command->run != NULL);
		g_assert_nonnull(command->arguments);
		g_assert_true(
		    g_hash_table_add(names, (void *)(uintptr_t)command->name));
	}
	g_assert_cmpuint(g_hash_table_size(names), >, 10);
}

static void
test_the_help_fits_a_screen(void)
{
	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		const char *summary = command->summary;
		size_t length = summary ? strlen(summary) : 1;

		g_assert_cmpuint(
		    strlen(command->name) + 1 + strlen(command->arguments), <=,
		    USAGE_COLUMNS);
		g_assert_cmpuint(length, >, 0);
		g_assert_cmpuint(
		    2 + USAGE_COLUMNS + 1 + length, <=, LINE_COLUMNS);
		if (summary)
			g_assert_true(g_ascii_islower(summary[0]) &&
			              summary[length - 1] != '.');
	}
}

/* What the supervisor starts, or the filter, is for nobody's fingers. */
static void
test_inner_commands_are_hidden(void)
{
	for (const CliCommand *command = cli_commands(); command->name;
	     command++)
		g_assert_true((command->summary == NULL) ==
		              (strcmp(command->name, "work") == 0 ||
		                  strcmp(command->name, "parse") == 0));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/commands/names", test_each_name_is_there_once);
	g_test_add_func("/cli/commands/help", test_the_help_fits_a_screen);
	g_test_add_func("/cli/commands/hidden", test_inner_commands_are_hidden);
	return g_test_run();
}
