/* Numbers and strings as bytes, one after the other: for pipes between our own
 * processes, which are of the same build. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void core_pack_number(GByteArray *out, uint32_t number);
void core_pack_size(GByteArray *out, int64_t number);

/* @text: NULL, or shorter than 4 GB. */
void core_pack_string(GByteArray *out, const char *text);

/* What is left to be taken apart, which may come from a process in a sender's
 * hands: borrowed. */
typedef struct {
	const char *at, *end;
	const char *field; /* what errors name */
	GError **error;
} CoreUnpack;

/* Sets the error: "FIELD @why", CORE_ERROR_DATA. Returns: false. */
bool core_unpack_refuse(const CoreUnpack *self, const char *why);

/* Each takes the next value off @self, a number of 0 to @max at most.
 * CORE_ERROR_DATA where it is none or cut off. */
bool core_unpack_number(CoreUnpack *self, int64_t max, uint32_t *ret_number);
bool core_unpack_size(CoreUnpack *self, int64_t max, int64_t *ret_number);

/* The same for what is as core_text_clean() leaves it, without lines and tabs
 * on one line, of @max_bytes at most. *ret_text: (transfer full): NULL where it
 * was. */
bool core_unpack_line(CoreUnpack *self, int64_t max_bytes, char **ret_text);
bool core_unpack_lines(CoreUnpack *self, int64_t max_bytes, char **ret_text);
