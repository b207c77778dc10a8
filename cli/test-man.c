/* Holds the manual to the program: a command, option or key without its
 * paragraph fails. */
#include "cli/command.h"

#include "core/config.h"

#include <string.h>

static char *
read_manual(const char *name)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path =
	    g_build_filename(top ? top : ".", "man", name, NULL);
	g_autoptr(GError) error = NULL;
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	return text;
}

/* In the order of `tribune --help`, too. */
static void
test_every_command_has_its_paragraph(void)
{
	g_autofree char *manual = read_manual("tribune.1");
	const char *at = manual;

	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		g_autofree char *item =
		    g_strdup_printf("\n.It Nm Cm %s", command->name);

		if (!command->summary)
			continue;
		at = strstr(at, item);
		if (!at)
			g_error("tribune.1 lacks '%s', or has it too early",
			    command->name);
	}
}

/* The text of @section up to the next one; "[mailbox *]" stands in the manual
 * as "[mailbox NAME]". Returns: (transfer full). */
static char *
section_text(const char *manual, const char *section)
{
	g_auto(GStrv) words = g_strsplit(section, " ", 2);
	g_autofree char *heading =
	    g_strdup_printf(words[1] ? "\n.Ss [%s " : "\n.Ss [%s]\n", words[0]);
	const char *start = strstr(manual, heading);

	if (!start)
		g_error("tribune.conf.5 lacks section '%s'", section);
	const char *end = strstr(start + 1, "\n.S");
	return end ? g_strndup(start, (size_t)(end - start)) : g_strdup(start);
}

static void
test_every_key_has_its_paragraph(void)
{
	g_autofree char *manual = read_manual("tribune.conf.5");
	size_t keys = 0;

	for (const CoreSetting *setting = core_config_settings();
	     setting->section; setting++, keys++) {
		g_autofree char *text = section_text(manual, setting->section);
		g_autofree char *item =
		    g_strdup_printf("\n.It Ic %s\n", setting->key);

		if (!strstr(text, item))
			g_error("tribune.conf.5 lacks [%s] %s",
			    setting->section, setting->key);
	}
	g_assert_cmpuint(keys, >, 40);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/cli/man/commands", test_every_command_has_its_paragraph);
	g_test_add_func("/cli/man/keys", test_every_key_has_its_paragraph);
	return g_test_run();
}
