/* What the tests of a mail's parts share. */
#pragma once

#include "mail/mime/part.h"

/*
 * Tells @root (NULL: "nothing") with all in it, as
 * "multipart/mixed[text/plain{charset=utf-8}(body)|...]": what is asked of each
 * part, in small letters, and its content still encoded, line ends as "$".
 * Returns: (transfer full).
 */
char *test_tree_told(const MailPart *root);
