/* HTML to the text a reader would see. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	size_t max_depth; /* of nested elements: deeper tags are left out */
	size_t max_bytes; /* of text */
	bool is_thorough; /* gumbo sees all (mail/html/brief.h): the same,
	                     slowly */
} MailHtmlLimits;

typedef struct {
	char *text;        /* UTF-8, lines ended by LF */
	bool has_hidden;   /* text was left out that no reader sees */
	bool is_cut;       /* max_bytes was reached */
	bool is_flattened; /* max_depth was reached */
} MailHtml;

/*
 * Reads @html (UTF-8, may hold NULs) once, in linear time and bounded depth.
 * Blocks, rows and breaks become lines, cells are parted by a tab, list items
 * begin with "- ", quotations with "> ", a link is "text (URL)", an image is
 * its alt text.
 * @ret_html: (transfer full): mail_html_clear() it.
 */
void mail_html_read(const char *html, size_t length,
    const MailHtmlLimits *limits, MailHtml *ret_html);

void mail_html_clear(MailHtml *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailHtml, mail_html_clear)
