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
 * What stands in @text between the marks, without blanks at its ends.
 * Returns: (nullable) (transfer full): NULL where the first mark or anything
 * behind it is missing.
 */
char *core_config_marks_find(const CoreConfigMarks *self, const char *text);
