/* `tribune rules test`: rules on mails from files. */
#pragma once

#include "cli/command.h"

/* Reads each of @files (ended by NULL) and prints what @rules (FilterRule *)
 * find in it, for which words. Nothing is stored. CLI_ERROR_NO_INPUT for a file
 * that cannot be read; the others are printed before. */
bool cli_rules_test(CliContext *self, const GPtrArray *rules,
    char *const *files, GError **error);
