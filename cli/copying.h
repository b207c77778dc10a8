/* What `backup` and `restore` show of their work. */
#pragma once

#include "cli/command.h"
#include "store/backup.h"

/* The line on a terminal that says how far a copy is; where standard error is
 * none, @watch is NULL. */
typedef struct {
	const StoreBackupWatch *watch; /* for store/backup.h */
	StoreBackupWatch line;
	const char *verb; /* borrowed */
	int64_t drawn_us; /* g_get_monotonic_time() */
} CliCopying;

/* @self must stay where it is until the end. */
void cli_copying_begin(CliCopying *self, const char *verb);
void cli_copying_end(CliCopying *self);

/* Prints what is in @file, that it is @verdict and, unless it is NULL, as what
 * the file before is @kept; one JSON object with --json. */
void cli_copying_print(const CliContext *context, const char *file,
    const StoreBackupFacts *facts, const char *verdict, const char *kept);

/* CLI_ERROR_NO_INPUT unless @path is a file. */
bool cli_need_file(const char *path, GError **error);
