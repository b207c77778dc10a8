/* Where in a text something stands, as a setting says it. */
#pragma once

#include <stdbool.h>

typedef struct {
	char *after;  /* it begins behind this */
	char *before; /* it ends before this; NULL: at the end */
} CoreConfigMarks;

/*
 * Parses 'after "TEXT"' or 'after "TEXT" before "TEXT"'.
 * @ret_marks: (transfer full): core_config_marks_clear() it.
 * Returns: false for anything else; nothing is written then.
 */
bool core_config_marks_parse(const char *setting, CoreConfigMarks *ret_marks);

void core_config_marks_clear(CoreConfigMarks *self);

/*
 * Behind the first mark in @text: where it begins a line, or else anywhere, and
 * in other letters (small, capital) only where it does not stand as it is
 * written. So nobody who fills in another field can be taken for it.
 * Returns: (nullable) (transfer none).
 */
const char *core_config_marks_start(
    const CoreConfigMarks *self, const char *text);

/*
 * What stands in @text between the marks, without blanks at its ends: up to
 * the last of the second ones, which are sought as the first is.
 * Returns: (nullable) (transfer full): NULL where the first mark or anything
 * behind it is missing.
 */
char *core_config_marks_find(const CoreConfigMarks *self, const char *text);
