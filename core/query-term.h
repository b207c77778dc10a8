/* The leaves of a query: words, phrases, regexes and measures. Each function
 * takes the one at the cursor, in the cursor's scope, and goes behind it; where
 * it is wrong it says so and goes to where a next term may begin. (transfer
 * full), never NULL. */
#pragma once

#include "core/query-cursor.h"

CoreQuery *core_term_parse_phrase(CoreCursor *self); /* at its first '"' */
CoreQuery *core_term_parse_regex(CoreCursor *self);  /* at its first '/' */
CoreQuery *core_term_parse_word(CoreCursor *self);   /* or prefix* */

/* size>5MB, age<3d: at the '>' or '<'; @start is where the field began. */
CoreQuery *core_term_parse_measure(CoreCursor *self, const char *start);

/* What stands for a term that could not be made out. */
CoreQuery *core_term_none(CoreCursor *self);
