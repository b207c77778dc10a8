/* A subcommand of `tribune`, what it is handed, and the table of them all. */
#pragma once

#include "core/clock.h"
#include "core/config.h"
#include "store/store.h"

#include <glib.h>
#include <stdbool.h>

/* Lives as long as the process; filled by cli_begin(). */
typedef struct {
	char *config_path; /* --config, or the default */
	CoreClock clock;   /* --now */
	bool json;         /* --json */
	bool debug;        /* --debug */
	int exit_code; /* of a run that succeeded: 0, or what it found wrong */
	const char *command;
	CoreConfig *config; /* by cli_open_config() */
	Store *store;       /* by cli_open_store() */
} CliContext;

/*
 * Does the command; argv[0] is its name. Begins with cli_begin(). Returns:
 * false with @error set; main() prints it on one line and picks the exit code
 * from it.
 */
typedef bool (*CliRun)(CliContext *self, int argc, char **argv, GError **error);

typedef struct {
	const char *name;
	const char *arguments; /* "DEPARTMENT", "" */
	const char *summary;   /* one line for --help; NULL hides the command */
	CliRun run;
} CliCommand;

/* Returns: the table, ended by a row of NULLs (static). */
const CliCommand *cli_commands(void);

/*
 * Parses the options of a command: @entries (may be NULL, ended by { 0 }) and
 * the ones all commands share. Prints help and exits on --help. On return
 * argv[1..] are the operands. CLI_ERROR_USAGE for a wrong option or more than
 * @max_operands or less than @min_operands of them.
 */
bool cli_begin(CliContext *self, const GOptionEntry *entries, int min_operands,
    int max_operands, int *argc, char ***argv, GError **error);

/* Fills self->config. */
bool cli_open_config(CliContext *self, GError **error);

/* Fills self->config and self->store. */
bool cli_open_store(CliContext *self, StoreMode mode, GError **error);

/* The sysexits code for @error, of any domain: the one place that decides. */
int cli_exit_code(const GError *error);

#define CLI_ERROR (cli_error_quark())
typedef enum {
	CLI_ERROR_USAGE,    /* EX_USAGE: the command line is wrong */
	CLI_ERROR_EXISTS,   /* EX_CANTCREAT: it will not overwrite */
	CLI_ERROR_NO_INPUT, /* EX_NOINPUT: no such message, department or file
	                     */
} CliError;
GQuark cli_error_quark(void);

/* The commands, each in cli/cmd-NAME.c, in the order of the table. */
bool cli_cmd_setup(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_login(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_check(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_poll(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_import(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_filter(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_digest(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_escalate(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_alarm(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_send(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_run(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_status(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_backup(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_restore(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_quarantine(
    CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_contact(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_contacts(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_conversations(
    CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_search(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_learn(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_retain(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_erase(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_show(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_why(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_export(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_rules(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_tag(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_route(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_work(CliContext *self, int argc, char **argv, GError **error);
bool cli_cmd_parse(CliContext *self, int argc, char **argv, GError **error);
