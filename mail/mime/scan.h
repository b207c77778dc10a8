/* Bounds a mail before a MIME parser sees it: headers, depth and parts. */
#pragma once

#include "core/limits.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	GBytes *bytes;      /* what to parse: the raw bytes where all is well */
	size_t body_offset; /* in @bytes */
	bool headers_cut;   /* a header was shortened or left out */
	bool structure_cut; /* what lay beyond a limit was left out */
	bool controls;      /* the headers held NULs, which are blanks now */
} MailScan;

/*
 * Reads @raw, mended (mail/mime/mend.h), once and in linear time. Headers
 * beyond limits->headers or headers_bytes are left out, a single long one is
 * shortened, and colons beyond the 1,000th of one become blanks; at the first
 * entity deeper than mime_depth, beyond mime_parts, or whose own headers pass
 * those limits the rest of the mail is left out.
 * @ret_scan: (transfer full): mail_scan_clear() it.
 */
void mail_scan(GBytes *raw, const CoreLimits *limits, MailScan *ret_scan);

void mail_scan_clear(MailScan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailScan, mail_scan_clear)
