/* Beginnings and line ends that keep a parser from seeing a mail. */
#pragma once

#include <glib.h>

/*
 * Drops a leading mbox "From " line and folded lines of no field, makes line
 * ends of bare CRs where there is no LF at all and of CRCRLF, puts a blank line
 * before a body that has none before it, be it all of the mail, makes one of
 * the line of blanks that ends the headers, and mends the outermost boundary
 * (mail/mime/boundary.h). Returns: (transfer full): @raw itself where nothing
 * is to mend.
 */
GBytes *mail_mend(GBytes *raw);

/* Puts @missing (MailMissing, in order, in @mail) in. Returns: (transfer full):
 * @mail itself where there are none. */
GBytes *mail_mend_missing(GBytes *mail, const GArray *missing);
