/* How Lotus Notes and its heirs set off what they quote. */
#pragma once

#include <stdbool.h>

/*
 * Whether @lines (ended by NULL) begin with a line such as
 * "Ann Doe ---16.11.2026 08:00:21---Hello", or with the table that says who
 * wrote when, To whom and under which Subject, each label on a line of its own.
 */
bool mail_notes_is_header(char *const *lines);
