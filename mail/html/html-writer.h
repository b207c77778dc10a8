/* Writes what HTML shows as lines of text: blanks become one, line ends and
 * blanks are owed until words follow. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define MAIL_QUOTES_MAX 8 /* marks before a line, however deep it is quoted */

typedef struct {
	GString *out;
	size_t max_bytes; /* of out */
	int quotes;       /* blockquotes around what is written next */
	int newlines;     /* owed before the next text: 0, 1 or 2 */
	bool blank;       /* a blank is owed before the next text */
	bool line_empty;  /* nothing on the line yet but its quotation marks */
	bool has_nbsp;    /* a block of nothing else is a line */
	bool is_cut;      /* max_bytes was reached: no more is written */
} MailHtmlWriter;

/* What follows begins @newlines lines further down, at least. */
void mail_html_owe(MailHtmlWriter *self, int newlines);

/* Writes the marks of the quotations around it. */
void mail_html_begin_line(MailHtmlWriter *self);

/* Writes what is owed, then @text as it is. */
void mail_html_write(MailHtmlWriter *self, const char *text, size_t length);

/* Writes the words of @text, one blank between them. */
void mail_html_write_words(
    MailHtmlWriter *self, const char *text, size_t length);

/* Writes @text with its blanks and its line ends, three at most. */
void mail_html_write_pre(MailHtmlWriter *self, const char *text, size_t length);
