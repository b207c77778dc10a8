/* Marks that stand in HTML for words that were put aside. */
#pragma once

#include "mail/header/fields.h"

#include <glib.h>
#include <stdbool.h>

/* Marks are the characters from U+F0000 on, four bytes of which this is the
 * first. No other character that may be there begins with it. */
#define MAIL_MARK_LEAD '\xf3'
#define MAIL_MARK_BYTES 4

/* HTML that is copied, in parts. */
typedef struct {
	const char *at, *end;
	GString *out;
	GArray *words; /* MailSpan: what was put aside */
} MailCopy;

/* How many bytes from @at on, below @end, gumbo takes as they are, whatever
 * stands beside them. */
size_t mail_mark_span(const char *at, const char *end);

/* Puts @words aside, all of which gumbo takes as they are, and a mark where
 * they were to be copied. Returns: false where they are too short for that, or
 * too many were put aside. */
bool mail_mark_put(MailCopy *self, const MailSpan *words);

/* Which of the words put aside the mark at @mark stands for. */
unsigned mail_mark_number(const char *mark);
