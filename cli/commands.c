#include "cli/command.h"

const CliCommand *
cli_commands(void)
{
	static const CliCommand commands[] = {
		{ "setup", "", "write a commented config and starter rules",
		    cli_cmd_setup },
		{ NULL, NULL, NULL, NULL },
	};

	return commands;
}
