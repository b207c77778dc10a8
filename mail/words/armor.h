/* What OpenPGP writes around words that are signed where they stand. */
#pragma once

#include <stddef.h>

/*
 * How many of @lines (ended by NULL) are no words but the armor: the line
 * "-----BEGIN PGP SIGNED MESSAGE-----" with its headers, or a whole signature
 * (RFC 9580 6.2, 7). Returns: 0 for none.
 */
size_t mail_armor_find(char *const *lines);
