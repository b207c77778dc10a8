/* What makes a mail the same mail, told from its raw bytes alone: small enough
 * for ingest to call, so without GMime. */
#pragma once

#include <glib.h>
#include <stddef.h>

/*
 * The content key: lower-case hex SHA-256 over the fields From, To, Cc,
 * Reply-To, Date, Subject, Message-ID, In-Reply-To, References, Auto-Submitted
 * and all Content-*, in this order however they stand, each as often as it is
 * there and with its length, and the body; CRLF and LF count as equal. So what
 * servers add on the way (Received, Delivered-To, ..) does not matter.
 *
 * Where Message-ID or Date is missing or blank it is over the whole mail: two
 * blank forms are two mails. So it is with more than 10,000 such fields, or a
 * header block beyond 1 MB.
 *
 * @bytes may be anything, of any @length. Returns: (transfer full).
 */
char *mail_key(const void *bytes, size_t length);

/* The same over a mail that comes in pieces, of which no more than its header
 * is held. */
typedef struct _MailKey MailKey;

MailKey *mail_key_new(void);
void mail_key_free(MailKey *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailKey, mail_key_free)

/* Adds a piece: less than 1 GB. */
void mail_key_add(MailKey *self, const void *bytes, size_t length);

/* Returns: (transfer full): the key of all that was added. @self is as new
 * then. */
char *mail_key_finish(MailKey *self);
