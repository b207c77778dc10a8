/* The parts of a mail. */
#pragma once

#include "mail/mime/part.h"

typedef struct _MailTree MailTree;

/* Divides @body by what @fields (MailField, the mail's own) say. Returns:
 * (transfer full): borrows from both. */
MailTree *mail_tree_new(const GArray *fields, MailSpan body);

/* The same by GMime, however simple the mail is. */
MailTree *mail_tree_parse(const GArray *fields, MailSpan body);

void mail_tree_free(MailTree *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailTree, mail_tree_free)

/* Returns: (borrowed) (nullable): what the mail is or holds; NULL where nothing
 * could be made of it. */
const MailPart *mail_tree_root(const MailTree *self);
