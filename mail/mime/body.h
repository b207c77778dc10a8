/* The words of a mail and the list of its attachments. */
#pragma once

#include "core/limits.h"
#include "core/message.h"
#include "mail/mime/part.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Fills text and attachments of @record from @root and all in it: the plain
 * text of alternatives where it says anything, else the HTML; a forwarded
 * message's words only where there are no others. Attachments are measured,
 * never held. Sets charset-guessed, bytes-replaced, controls-removed, text-cut,
 * structure-cut, html-hidden-text, names-cut.
 */
void mail_body_read(
    const MailPart *root, const CoreLimits *limits, CoreMessage *record);

/* Takes @bytes, which no parser made sense of, for the text of @record. */
void mail_body_read_flat(const char *bytes, size_t length,
    const CoreLimits *limits, CoreMessage *record);

/* Whether @text has nothing but white space. NULL is blank. */
bool mail_body_is_blank(const char *text);
