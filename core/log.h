/* What the program says to its operator: one line an event, never a mail's
 * words. */
#pragma once

#include <stdbool.h>

/*
 * Sends GLib's structured log to standard error as one line: time, level,
 * domain, message, then MAILBOX, FOLDER, UID, DEPARTMENT where given; coloured
 * on a terminal only; under systemd to the journal. @debug lets debug lines
 * through.
 */
void core_log_init(bool debug);
