/* The parts of a mail that is written as nearly all are, without a parser that
 * must understand any. */
#pragma once

#include "mail/mime/part.h"

/*
 * Divides @body by what @fields (MailField) and the headers of the parts say,
 * into just what GMime makes of it, where they are free of all that takes
 * judgement: comments, escapes, encoded and repeated parameters, boundaries
 * that miss or contain each other, messages inside, odd encodings.
 * Returns: (transfer full) (nullable): borrows from both; NULL where there is
 * such a thing.
 */
MailPart *mail_plain_read(const GArray *fields, MailSpan body);
