/* What a mail system says in its own words of a mail it could not deliver. */
#pragma once

#include "core/message.h"

/* Whether the words of @record are those of such a notice. */
bool mail_notice_is(const CoreMessage *record);

/*
 * Whether the own words of @record are such a notice from end to end: they say
 * at the start that a mail could not be delivered, name the address on a line
 * of its own unless the mail itself is returned, ask nothing and never speak of
 * themselves.
 */
bool mail_notice_is_whole(const CoreMessage *record, bool is_returned);

/* Reads addresses, status and `hard` out of the words of @record, above the
 * mail that is returned with them. Returns: (transfer full). */
CoreBounce *mail_notice_read(const CoreMessage *record);

/* The words of @record above the returned mail. Returns: (transfer full). */
char *mail_notice_text(const CoreMessage *record);
