/* Who or what wrote a mail: a person, or one of the machines. */
#pragma once

#include "core/message.h"
#include "mail/mime/part.h"

/*
 * Decides origin, origin_reason and bounce of @record from its headers and
 * text and what @root (NULL: nothing) says that it is: bounce, spam (where a
 * server says so), auto-reply (RFC 3834 and what programs did before it), list,
 * notification, else person. A List-Id of one of @domains (ended by NULL; NULL:
 * none) is our own group address and no list.
 */
void mail_origin_decide(
    const MailPart *root, char *const *domains, CoreMessage *record);
