/* The boundary that a header names and its body does not have. */
#pragma once

#include <glib.h>

/*
 * Where @mail is a multipart without a boundary, or with one that no line of it
 * begins with, and a line of dashes before a Content-* header shows which it
 * is, the header is written anew with that one: the parts would be text.
 *
 * Returns: (transfer full): @mail itself where nothing is to mend.
 */
GBytes *mail_boundary_mend(GBytes *mail);
