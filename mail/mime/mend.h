/* Beginnings and line ends that keep a parser from seeing a mail. */
#pragma once

#include <glib.h>

/*
 * Drops a leading mbox "From " line, makes bare CRs line ends where there is no
 * LF at all, puts a blank line before what begins with no header, and makes one
 * of the line of blanks that ends the headers.
 * Returns: (transfer full): @raw itself where nothing is to mend.
 */
GBytes *mail_mend(GBytes *raw);
