/* Whether a mail is from the domain that it says it is from. */
#pragma once

#include "core/message.h"

/*
 * Judges the topmost Authentication-Results header (RFC 8601) that
 * @authserv_id wrote: dmarc decides; without dmarc a DKIM or SPF pass of the
 * From domain or of a domain above or below it. Headers of others are a
 * sender's own and do not count; several From addresses are never verified.
 *
 * Returns: CORE_UNKNOWN where there is no such header or no @authserv_id
 * (NULL).
 */
CoreTruth mail_auth_judge(const CoreMessage *record, const char *authserv_id);
