/* What a part of a mail is called. */
#pragma once

#include "mail/charset/charset.h"
#include "mail/mime/part.h"

/*
 * The file name of Content-Disposition, else the name of Content-Type; of a
 * part without either what comes nearest: its Content-Description, the subject
 * of the message that it is, or the file name in an Outlook Content-ID, with
 * the ending of its type.
 *
 * @faults: what was wrong is set, the rest is left as it is.
 * Returns: (transfer full): UTF-8 that may hold controls; NULL where there is
 * none.
 */
char *mail_part_name(const MailPart *part, MailCharsetFaults *faults);

/* Whether @part has a name of its own, not one of what comes nearest. */
bool mail_part_is_named(const MailPart *part);
