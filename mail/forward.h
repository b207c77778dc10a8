/* A colleague's forward, which is the mail of whom it forwards. */
#pragma once

#include "mail/mime/part.h"
#include "mail/read.h"

/*
 * Where @record, read from @root, is a person's mail from one of
 * @options->domains, not proven forged, and forwards a mail of somebody from
 * elsewhere, by hand or as an attached message: makes that one From, keeps the
 * colleague's address as forwarded_by and takes the sender's words as own
 * words; those of an attached message follow the text. `verified` is unknown
 * then, since nobody vouches for the sender.
 */
void mail_forward_read(
    const MailPart *root, const MailReadOptions *options, CoreMessage *record);
