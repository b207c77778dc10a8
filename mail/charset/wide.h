/* UTF-16 under other names, and what is none under its. */
#pragma once

#include <stddef.h>

/*
 * What text that is called @name (in capitals; NULL: nothing is said) is in by
 * its byte order mark or its NULs: "UTF-16LE" or "UTF-16BE"; "UTF-8" where it
 * is called UTF-16 and cannot be. Returns: (static): NULL where nothing speaks
 * against @name.
 */
const char *mail_wide_judge(const char *bytes, size_t length, const char *name);

/* Returns: how long the byte order mark is that @bytes begin with, or 0. */
size_t mail_wide_mark(const char *bytes, size_t length);
