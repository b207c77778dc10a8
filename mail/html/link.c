#include "mail/html/link.h"

#include <glib.h>
#include <string.h>

/* What the text of a link to @url says where it says all of it: the URL, with
 * or without the slash at its end, or the address; NULL for a @url that leads
 * nowhere outside of the mail. (transfer full) */
static char *
said_link(const char *url)
{
	static const char *const schemes[] = { "//", "http://", "https://" };
	static const char mailto[] = "mailto:";

	if (g_ascii_strncasecmp(url, mailto, strlen(mailto)) == 0) {
		url += strlen(mailto);
		return g_strndup(url, strcspn(url, "?"));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		size_t length = strlen(schemes[i]);

		if (g_ascii_strncasecmp(url, schemes[i], length) == 0)
			return url[length] ? g_strndup(url,
			                         strlen(url) -
			                             g_str_has_suffix(url, "/"))
			                   : NULL;
	}
	return NULL;
}

bool
mail_link_is_news(const char *url, const char *text)
{
	g_autofree char *said = said_link(url);

	return said && *said && !strstr(text, said);
}
