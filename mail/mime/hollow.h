/* Mail in whose parts words may have got lost. */
#pragma once

#include "mail/mime/part.h"

/*
 * Whether a multipart in @root, which may be NULL, has no parts, or what one
 * holds cannot be decoded, so that the words may stand outside of all parts. A
 * mail of blank parts or of pictures has none.
 */
bool mail_part_is_hollow(const MailPart *root);
