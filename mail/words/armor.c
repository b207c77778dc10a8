#include "mail/words/armor.h"

#include "mail/fold.h"

#include <glib.h>

#define HEADER_LINES 8
#define SIGNATURE_LINES 200

/* Behind the headers, the blank line with them. */
static size_t
skip_headers(char *const *lines)
{
	for (size_t n = 1; n < HEADER_LINES && lines[n]; n++)
		if (mail_fold_is_blank(lines[n]))
			return n + 1;
	return 1;
}

/* Behind the line that ends the signature; 0 where it has no end. */
static size_t
skip_signature(char *const *lines)
{
	for (size_t n = 1; n < SIGNATURE_LINES && lines[n]; n++)
		if (g_str_has_prefix(lines[n], "-----END PGP SIGNATURE-----"))
			return n + 1;
	return 0;
}

size_t
mail_armor_find(char *const *lines)
{
	if (**lines != '-') /* most lines */
		return 0;
	if (g_str_has_prefix(*lines, "-----BEGIN PGP SIGNED MESSAGE-----"))
		return skip_headers(lines);
	if (g_str_has_prefix(*lines, "-----BEGIN PGP SIGNATURE-----"))
		return skip_signature(lines);
	return 0;
}
