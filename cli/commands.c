#include "cli/command.h"

const CliCommand *
cli_commands(void)
{
	static const CliCommand commands[] = {
		{ NULL, NULL, NULL, NULL },
	};

	return commands;
}
