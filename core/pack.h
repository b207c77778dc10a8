/* Numbers and strings as bytes, numbers and strings each together, so that what
 * comes can be checked at once: for pipes between our own processes, which are
 * of the same build. Texts come after all lines. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is being put together. */
typedef struct {
	GByteArray *out; /* borrowed */
	size_t start;    /* where in @out this begins */
	GArray *numbers; /* uint32_t */
	size_t texts;    /* where in @out they begin; 0: no text has come */
} CorePack;

/* What is put into @self goes behind what @out holds. */
void core_pack_begin(CorePack *self, GByteArray *out);
void core_pack_end(CorePack *self);

void core_pack_number(CorePack *self, uint32_t number);
void core_pack_size(CorePack *self, int64_t number);

/* @text: NULL, or shorter than 4 GB. A line after a text is our own bug. */
void core_pack_line(CorePack *self, const char *text);
void core_pack_text(CorePack *self, const char *text);

/* Bytes of one kind that are not yet taken. */
typedef struct {
	const char *at, *end;
} CoreUnpackSpan;

/* What is left to be taken apart, which may come from a process in a sender's
 * hands: borrowed. */
typedef struct {
	CoreUnpackSpan numbers, lines, texts;
	bool are_clean;    /* all strings, if each is cut between characters */
	const char *field; /* what errors name */
	GError **error;
} CoreUnpack;

/* Begins with @bytes, which are borrowed; errors name @field until it is set
 * otherwise. CORE_ERROR_DATA where these are no such bytes. */
bool core_unpack_begin(CoreUnpack *self, const void *bytes, size_t length,
    const char *field, GError **error);

/* CORE_ERROR_DATA where something is left. */
bool core_unpack_end(const CoreUnpack *self);

/* Sets the error: "FIELD @why", CORE_ERROR_DATA. Returns: false. */
bool core_unpack_refuse(const CoreUnpack *self, const char *why);

/* Each takes the next value off @self, a number of 0 to @max at most.
 * CORE_ERROR_DATA where it is none or cut off. */
bool core_unpack_number(CoreUnpack *self, int64_t max, uint32_t *ret_number);
bool core_unpack_size(CoreUnpack *self, int64_t max, int64_t *ret_number);

/* The same for what is as core_text_clean() leaves it, a line without line feed
 * and tab, of @max_bytes at most. *ret_text: (transfer full): NULL where it
 * was. */
bool core_unpack_line(CoreUnpack *self, int64_t max_bytes, char **ret_text);
bool core_unpack_text(CoreUnpack *self, int64_t max_bytes, char **ret_text);

/* A line that is there, borrowed. */
bool core_unpack_span(
    CoreUnpack *self, int64_t max_bytes, CoreUnpackSpan *ret_line);
