/* Where the parser of a query stands in its text, and how it says what is wrong
 * there. For the parser's files only. */
#pragma once

#include "core/query.h"

/* The head of a term: what stands before its ':' or '>'. */
typedef struct {
	CoreField field;
	char *header; /* owned by the function that read it */
} CoreScope;

/* A place in the text. */
typedef struct {
	const char *at;   /* NULL: none */
	int line, column; /* from 1 */
} CorePlace;

/* All is borrowed. */
typedef struct {
	const char *text, *at;
	CorePlace last; /* what was located last: a line may be very long */
	int first_line, depth;
	CoreScope scope;   /* of the innermost field:( ) */
	GPtrArray *faults; /* CoreQueryFault * */
} CoreCursor;

/* The line and column, from 1, of @at in the text: soonest for what stands
 * behind the place asked for before. */
void core_cursor_locate(
    CoreCursor *self, const char *at, int *ret_line, int *ret_column);

/* Notes a sentence about @at. */
void core_cursor_fault(CoreCursor *self, const char *at, const char *format,
    ...) G_GNUC_PRINTF(3, 4);

/* Skips what a fault has made unreadable: up to the next `and`, `or`, the end
 * of the text or of the group that the cursor is in. */
void core_cursor_recover(CoreCursor *self);

void core_cursor_skip_blanks(CoreCursor *self);

/* Behind the last word before the cursor: where something is missing. */
const char *core_cursor_behind_last(const CoreCursor *self);

/* Whether a word is over before @c: a blank, quote, parenthesis or the end. */
bool core_cursor_ends_word(char c);

/* Whether @keyword, in any case, is the word at the cursor. */
bool core_cursor_at_keyword(const CoreCursor *self, const char *keyword);

/* Goes behind blanks and @keyword where that comes next. */
bool core_cursor_take_keyword(CoreCursor *self, const char *keyword);
