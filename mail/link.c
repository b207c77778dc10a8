#include "mail/link.h"

#include <glib.h>
#include <string.h>

#define BARE_BYTES 80 /* of a link that is known again without its scheme */

/* What of @url may stand for it: the host and path, or the address; NULL where
 * it leads nowhere outside of the mail. (transfer full) */
static char *
bare_link(const char *url)
{
	static const char *const schemes[] = { "//", "http://", "https://" };
	static const char mailto[] = "mailto:";

	if (g_ascii_strncasecmp(url, mailto, strlen(mailto)) == 0) {
		url += strlen(mailto);
		return g_strndup(url, strcspn(url, "?"));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		const char *rest = url + strlen(schemes[i]);

		if (g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) ==
		    0)
			return g_strndup(
			    rest, strlen(rest) - g_str_has_suffix(rest, "/"));
	}
	return NULL;
}

bool
mail_link_is_news(const char *url, const char *text)
{
	g_autofree char *bare = bare_link(url);

	if (!bare || !*bare || strstr(text, url))
		return false;
	if (strlen(bare) > BARE_BYTES)
		return true;
	g_autofree char *slashed = g_strconcat(bare, "/", NULL);
	return !g_str_has_suffix(text, bare) &&
	       !g_str_has_suffix(text, slashed);
}
