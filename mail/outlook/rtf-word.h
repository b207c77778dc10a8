/* The control words of RTF that a reader of its words obeys. */
#pragma once

#include <stddef.h>

typedef enum {
	MAIL_RTF_PUT,       /* the character .value */
	MAIL_RTF_UTF16,     /* one of the number given */
	MAIL_RTF_FALLBACKS, /* how many bytes stand behind such a one */
	MAIL_RTF_PAGE,      /* the code page of all bytes */
	MAIL_RTF_PLAIN,     /* back to it */
	MAIL_RTF_FONT,      /* the code page of a font */
	MAIL_RTF_FONT_CHARSET,
	MAIL_RTF_FONTS,     /* the table of fonts */
	MAIL_RTF_FROM_HTML, /* HTML is wrapped in it */
	MAIL_RTF_TAG,       /* a piece of that */
	MAIL_RTF_SUPPRESS,  /* what is no part of it begins or ends */
	MAIL_RTF_BINARY,    /* so many bytes that are no RTF */
	MAIL_RTF_SKIP,      /* a group without words */
} MailRtfAction;

typedef struct {
	const char *name;
	MailRtfAction action;
	int value; /* where no number is given */
} MailRtfWord;

/* Returns: (borrowed, static): NULL for a word that changes nothing here. */
const MailRtfWord *mail_rtf_word(const char *name, size_t length);

/* The code page of \fcharset @number, 0 where it is that of the document. */
unsigned mail_rtf_charset_page(int number);
