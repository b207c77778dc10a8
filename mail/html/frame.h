/* The elements in which mail programs put what they quote in HTML. */
#pragma once

#include <gumbo.h>
#include <stdbool.h>

/* What Outlook draws in plain text above the header of what it quotes. */
#define MAIL_FRAME_RULE "________________________________"

typedef enum {
	MAIL_FRAME_NONE,
	MAIL_FRAME_QUOTATION, /* all in it is quoted, as in a blockquote */
	MAIL_FRAME_HEADER,    /* a header begins, and what it heads follows */
} MailFrame;

/* What the element @node is by its name, id, class or inline style. */
MailFrame mail_frame_judge(const GumboNode *node);

/* Whether the blockquote @node only sets words in, by the style and the lack of
 * all else that editors (Gmail, Apple, the new Outlook) give to such. */
bool mail_frame_is_indent(const GumboNode *node);
