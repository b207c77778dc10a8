/* A mail's own header within its limits. */
#pragma once

#include "mail/mime/scan.h"

#define MAIL_COLONS_MAX 1000 /* of one header */

/* Returns: how many colons are in @bytes, up to MAIL_COLONS_MAX + 1. */
size_t mail_count_colons(const char *bytes, size_t length);

/*
 * Replaces the header block of @bytes where it is too big, has a field of too
 * many colons or holds NULs, which become blanks; sets body_offset, headers_cut
 * and controls of @scan.
 * Returns: (transfer full): @bytes itself where nothing is too much.
 */
GBytes *mail_bound_headers(
    GBytes *bytes, const CoreLimits *limits, MailScan *scan);
