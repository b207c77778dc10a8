/* What a part of a mail is called, and of which type it is. */
#pragma once

#include "mail/charset.h"

#include <gmime/gmime.h>

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
char *mail_part_name(GMimeObject *entity, MailCharsetFaults *faults);

/* Whether @entity has a name of its own, not one of what comes nearest. */
bool mail_part_is_named(GMimeObject *entity);

/* Its type in lower case: "text/plain" (transfer full). */
char *mail_part_type(GMimeObject *entity);
