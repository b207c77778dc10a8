#include "cli/command.h"

#include "core/error.h"

#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static void
print_help(FILE *out)
{
	fprintf(out,
	    "Usage: tribune COMMAND [OPTION...]\n\n"
	    "Hears what customers write to a shared mailbox and makes the"
	    " company act on it.\n\nCommands:\n");
	for (const CliCommand *command = cli_commands(); command->name;
	     command++) {
		g_autofree char *usage = NULL;

		if (!command->summary)
			continue;
		usage =
		    g_strdup_printf("%s %s", command->name, command->arguments);
		fprintf(out, "  %-34s %s\n", usage, command->summary);
	}
	fprintf(out, "\n`tribune COMMAND --help` tells a command's options,"
	             " tribune(1) all of it.\n");
}

static const CliCommand *
find_command(const char *name)
{
	for (const CliCommand *command = cli_commands(); command->name;
	     command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

#ifdef TRIBUNE_NO_ISOLATION
/* A build for profiling says so each time, and takes no mail from a server. */
static bool
may_run(const char *command)
{
	bool may = strcmp(command, "run") != 0 &&
	           strcmp(command, "work") != 0 && strcmp(command, "poll") != 0;

	if (strcmp(command, "parse") != 0) /* whose parent has said it */
		fprintf(stderr,
		    "tribune: WARNING: built with --disable-isolation: mail is"
		    " read WITHOUT protection; for profiling only%s\n",
		    may ? "" : ", so this command is refused");
	return may;
}
#else
static bool
may_run(const char *command)
{
	(void)command;
	return true;
}
#endif

/* What a full disk or a gone reader took away is no success. */
static bool
run_to_the_end(const CliCommand *command, CliContext *context, int argc,
    char **argv, GError **error)
{
	if (!command->run(context, argc, argv, error))
		return false;
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "standard output: %s",
	    errno ? g_strerror(errno) : "not all of it could be written");
	return false;
}

static int
run_command(const CliCommand *command, int argc, char **argv)
{
	CliContext context = { .command = command->name };
	g_autoptr(GError) error = NULL;
	int code;

	if (run_to_the_end(command, &context, argc, argv, &error)) {
		code = context.exit_code;
	} else {
		fprintf(
		    stderr, "tribune %s: %s\n", command->name, error->message);
		code = cli_exit_code(error);
	}
	store_close(context.store);
	core_config_free(context.config);
	g_free(context.config_path);
	return code;
}

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	if (argc < 2) {
		print_help(stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return EX_OK;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("tribune %s\n", PACKAGE_VERSION);
		return EX_OK;
	}
	const CliCommand *command = find_command(argv[1]);
	if (!command) {
		fprintf(stderr,
		    "tribune: there is no command '%s'; see tribune --help\n",
		    argv[1]);
		return EX_USAGE;
	}
	if (!may_run(command->name))
		return EX_CONFIG;
	return run_command(command, argc - 1, argv + 1);
}
