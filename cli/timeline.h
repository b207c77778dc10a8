/* One person over all their addresses, mail by mail. */
#pragma once

#include "cli/command.h"

/* Prints who contact @contact_id is, what was said of them and why, and their
 * @most latest mails (0: none) with our answers, as text or JSON. Calls for an
 * open store. */
bool cli_timeline_print(
    CliContext *context, int64_t contact_id, unsigned most, GError **error);
