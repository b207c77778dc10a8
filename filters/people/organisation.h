/* Which organisation an address belongs to. */
#pragma once

/*
 * The registered domain of @address ("brennan.example" of
 * "ann@mail.brennan.example"), in lower case. NULL for an address at a provider
 * that is open to everybody (data/public-mail.txt), for one without a domain
 * and for a number in brackets.
 *
 * Returns: (nullable) (transfer full): at most 253 bytes.
 */
char *filter_organisation(const char *address);
