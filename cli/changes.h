/* What other rules change in the stored mail, counted and shown by examples. */
#pragma once

#include "cli/command.h"
#include "filters/rules/retag.h"

/*
 * Runs filter_retag() with @options, to which this sets progress, changed and
 * data, and prints what became of it: counts by tag and department, and up to
 * ten examples each with the words; progress on a terminal.
 */
bool cli_changes_run(
    CliContext *self, FilterRetagOptions *options, GError **error);
