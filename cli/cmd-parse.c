#include "cli/command.h"

#include "mail/serve.h"

#define FIRST_FREE_FD 3

/* What the filter starts for itself: hidden, since nobody else can talk to it.
 */
bool
cli_cmd_parse(CliContext *self, int argc, char **argv, GError **error)
{
	int fd = FIRST_FREE_FD;
	const GOptionEntry entries[] = {
		{ "fd", 0, 0, G_OPTION_ARG_INT, &fd, "the socket to the parent",
		    "NUMBER" },
		{ 0 },
	};

	return cli_begin(self, entries, 0, 0, &argc, &argv, error) &&
	       mail_serve(fd, error);
}
