/* How the elements of HTML stand on the page. */
#pragma once

#include <gumbo.h>

typedef enum {
	MAIL_INLINE,
	MAIL_LINE,      /* on lines of its own */
	MAIL_PARAGRAPH, /* with a blank line before and after */
	MAIL_SKIPPED,   /* not at all */
} MailDisplay;

MailDisplay mail_display(GumboTag tag);
