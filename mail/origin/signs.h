/* What header fields and sender's names say of a mail's origin. */
#pragma once

#include "core/message.h"

#include <stdbool.h>

typedef enum {
	MAIL_SIGNS_SPAM,
	MAIL_SIGNS_AUTO_REPLY,
	MAIL_SIGNS_LIST,      /* a list of people, or of addresses */
	MAIL_SIGNS_GENERATED, /* alerts offer to be turned off, as newsletters
	                         do, but say what they are */
	MAIL_SIGNS_NEWSLETTER,
	MAIL_SIGNS_NOTIFICATION,
} MailSigns;

/* The first sign of @kind among the fields of @record, as a reason for people.
 * Returns: (nullable) (transfer full): "Precedence: bulk", or NULL. */
char *mail_signs_find(const CoreMessage *record, MailSigns kind);

/* Whether the part of @address before the @ is a machine's whatever it says:
 * "noreply", "orders-noreply", "cron". */
bool mail_signs_is_machine(const char *address);

/* Whether it may be a machine's, or people's: "news", "updates". */
bool mail_signs_may_be_machine(const char *address);
