/* Which elements of HTML no reader sees. */
#pragma once

#include <gumbo.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
	MAIL_SEEN,   /* as what is around it is */
	MAIL_UNSEEN, /* nor is anything in it */
	MAIL_TINY,   /* its words are too small to be seen */
	MAIL_SIZED,  /* its words are seen, however small those around are */
} MailSight;

/* What the attributes and the inline style of the element @node say. Programs
 * that write newsletters make whole tables tiny, to have no gaps between
 * pictures, and the words in them large again. */
MailSight mail_hidden_judge(const GumboNode *node);

/* Whether there is text in @node, no more than @depth elements deep. */
bool mail_hidden_has_text(const GumboNode *node, size_t depth);
