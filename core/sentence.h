/* Where sentences begin and end in what people type into mails. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Borrowed from the text that it stands in. */
typedef struct {
	const char *start;
	size_t length; /* bytes */
} CoreSentence;

/*
 * Goes on to the next sentence of @text, which is clean UTF-8:
 *
 *	CoreSentence sentence = { text, 0 };
 *	while (core_sentence_next(text, &sentence))
 *
 * A sentence has no white space at its ends, but has its mark and what closes
 * behind that: quotes, parentheses. It ends
 * - at a mark that white space follows (at a full-width one, anything), but not
 *   behind abbreviations ("z.B.", "Mr."), ordinals ("12. November"), or where a
 *   small letter goes on behind dots or a closing quote;
 * - with a line, unless that was broken for its length or a small letter goes
 *   on; always before an empty line and before a bullet ("-", "1.", ">"), which
 *   is of no sentence.
 *
 * Returns: whether there is one; @sentence stays as it is where not.
 */
bool core_sentence_next(const char *text, CoreSentence *sentence);
