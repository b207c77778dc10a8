/* Names that a parser took for addresses. */
#pragma once

#include <glib.h>

/*
 * A comma or quotes in a wrong place make addresses of names: "Doe, Ann
 * <ann@b.example>" is one mailbox whose name was not quoted (RFC 5322 3.4), and
 * what is in quotes alone, without an @, is a name without an address.
 *
 * @list: CoreAddress; those from @first on are mended in place, which may leave
 * fewer.
 * @max_bytes: of a joined name; longer ones are cut.
 */
void mail_loose_names_mend(GPtrArray *list, guint first, size_t max_bytes);
