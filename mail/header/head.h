/* The header block of a mail, divided as GMime does it, and what of it GMime
 * needs to know. */
#pragma once

#include "mail/header/fields.h"

#include <gmime/gmime.h>

/*
 * Divides @head, of @length bytes, which begins with a field or is blank. Lines
 * that are no field are left out with those that continue them; names may be
 * empty or have bytes beyond ASCII, values end with their line. Returns:
 * (transfer full): MailField, borrowed from @head, Content-* among them.
 */
GArray *mail_head_split(const char *head, size_t length);

/* The fields of @message, which GMime has read, without Content-*. Returns:
 * (transfer full): MailField, borrowed from @message. */
GArray *mail_head_of(GMimeMessage *message);

/* Whether @field is a Content-* one: these say how to read a body. */
bool mail_head_is_content(const MailField *field);

/*
 * A mail of @body with just the Content-* of @fields: GMime makes several
 * objects of each field it sees, and parses addresses and dates, which is half
 * of what a mail costs there. Returns: (transfer full).
 */
GByteArray *mail_head_reduce(const GArray *fields, const MailSpan *body);
