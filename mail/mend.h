/* Beginnings and line ends that keep a parser from seeing a mail. */
#pragma once

#include <glib.h>

/*
 * Drops a leading mbox "From " line, makes bare CRs line ends where there is no
 * LF at all, and puts a blank line before what begins with no header.
 * Returns: (transfer full): @raw itself where nothing is to mend.
 */
GBytes *mail_mend(GBytes *raw);
