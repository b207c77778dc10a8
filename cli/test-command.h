/* A command run in a process of its own on a small database, for tests. */
#pragma once

#include "cli/command.h"
#include "core/autoptr.h"
#include "store/test-rows.h"

#define TEST_COMMAND_NOW 1794819600 /* 2026-11-16T09:00:00Z */

/* The mailbox "support" was polled a minute ago. */
#define TEST_COMMAND_POLLED                                                    \
	"INSERT OR REPLACE INTO mailbox_status (mailbox, tried_at,"            \
	" complete_until) VALUES ('support', 1794819540, 1794819540)"

typedef struct {
	TestStore base;
	char *config_path;
} TestCommand;

void test_command_set_up(TestCommand *self, const void *data);
void test_command_tear_down(TestCommand *self, const void *data);

/* Adds a mail of Ann's, an hour old, that a rule tagged. Returns: its id. */
int64_t test_command_add_message(TestCommand *self);

/* Runs @run, which succeeds with the exit code @wanted_exit. Returns: (transfer
 * full): what it prints. */
char *test_command_printed(
    TestCommand *self, CliRun run, char **argv, int wanted_exit);

/* Runs @line, a command with its operands and options, as main() does. Returns:
 * (transfer full): what it prints and what is wrong. */
char *test_command_said(TestCommand *self, const char *line, int *ret_exit);

/* Runs @line, which ends with the exit code @wanted_exit and says @words among
 * others; where that begins with '!', the rest of it not. */
void test_command_assert_says(
    TestCommand *self, const char *line, int wanted_exit, const char *words);

/* Adds @text to the config: to [tribune], unless it begins a section. */
void test_command_configure(TestCommand *self, const char *text);

/* Returns: (transfer full). */
json_t *test_command_parsed(const char *text);

/* @wanted: keys and their JSON, NULL for one that is absent, ended by NULL. */
void test_command_assert_has(const json_t *json, const char *const *wanted);
