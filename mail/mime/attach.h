/* The list of a mail's attachments: names, types, sizes. */
#pragma once

#include "core/limits.h"
#include "core/message.h"
#include "mail/mime/part.h"

/* Lists @part, of @size_bytes decoded, in @record; beyond a limit it is cut
 * or left out. Flags: names-cut, structure-cut, charset-guessed,
 * bytes-replaced. */
void mail_attach_part(const MailPart *part, int64_t size_bytes,
    const CoreLimits *limits, CoreMessage *record);

/* The same for @files (CoreAttachment *, names and types as they came) that
 * were found inside a part. */
void mail_attach_files(
    const GPtrArray *files, const CoreLimits *limits, CoreMessage *record);
