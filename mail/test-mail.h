/* What the tests of mail/ share. */
#pragma once

#include "core/message.h"
#include "mail/read.h"

#include <stdbool.h>

/* The default limits, our domain tideway.example and the server
 * mx.tideway.example. Strings are static. */
MailReadOptions test_mail_options(void);

/* Reads @raw with them. Returns: (transfer full). */
CoreMessage *test_mail_read(const char *raw);
CoreMessage *test_mail_read_bytes(const char *bytes, size_t length);

bool test_mail_has_flag(const CoreMessage *record, const char *flag);

/* The flags, joined by blanks. Returns: (transfer full). */
char *test_mail_flags(const CoreMessage *record);
