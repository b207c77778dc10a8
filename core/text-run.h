/* How far bytes are text that needs no mending. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Of a character that is invisible and steers how others are shown. */
bool core_text_run_is_control(gunichar c);

/* How many of @bytes are printable ASCII, line feeds and tabs before the first
 * that is none. */
size_t core_text_run_plain(const char *bytes, size_t length);

/* How many are as core_text_clean() leaves them, whole characters. */
size_t core_text_run_clean(const char *bytes, size_t length);
