/* One part of a mail that is text, as plain text. */
#pragma once

#include "core/limits.h"
#include "core/message.h"
#include "mail/mime/part.h"

/* Bytes of a part to one of its text: markup, and charsets of two bytes a
 * character, take more room. */
#define MAIL_TEXT_RAW 4

typedef enum {
	MAIL_TEXT_NONE,  /* no text */
	MAIL_TEXT_SPARE, /* for reading only where there is no other */
	MAIL_TEXT_PLAIN,
	MAIL_TEXT_HTML,
} MailTextKind;

/* What @part says it is. */
MailTextKind mail_text_part_kind(const MailPart *part);

/*
 * Appends the text of @part, of @kind, to @text, a blank line between what is
 * there and it; files in it become attachments of @record. Sets
 * charset-guessed, bytes-replaced, text-cut, structure-cut, html-hidden-text.
 */
void mail_text_part_read(const MailPart *part, MailTextKind kind,
    const CoreLimits *limits, CoreMessage *record, GString *text);

/* Appends @html in the same way. */
void mail_text_append_html(const char *html, size_t length,
    const CoreLimits *limits, CoreMessage *record, GString *text);

/* Appends @words, nothing where @text is beyond its limit already. */
void mail_text_append(
    const char *words, size_t length, const CoreLimits *limits, GString *text);
