/* What `tribune tag` and `tribune route` have in common: labels by somebody. */
#pragma once

#include "cli/command.h"
#include "store/labels.h"

/*
 * Who says it: @by, or the name of the user at the terminal. CLI_ERROR_USAGE
 * when @by is no plain address.
 * @ret_author: (transfer full).
 */
bool cli_label_author(const char *by, char **ret_author, GError **error);

/*
 * Notes @labels (StoreLabel *, of one message) all or none, and prints what
 * holds of the message then. Calls for an open store. CLI_ERROR_NO_INPUT when
 * there is no such message or it is not read.
 */
bool cli_label_write(CliContext *self, const GPtrArray *labels, GError **error);

/* "2026-11-16T08:00:00Z, ann@example.com: not bug": one line of a history.
 * Returns: (transfer full). */
char *cli_label_format(const StoreLabel *label);
