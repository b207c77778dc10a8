#include "filters/people/organisation.h"

#include "core/domain.h"
#include "core/embedded.h"
#include "core/text.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define DOMAIN_BYTES 253 /* RFC 1035 2.3.4 */

extern const EmbeddedFile filter_public_mail[];

/* Whether @line stands in the list. */
static bool
is_listed(const char *line)
{
	g_autofree char *whole = g_strconcat("\n", line, "\n", NULL);

	return strstr(filter_public_mail[0].text, whole) != NULL;
}

char *
filter_organisation(const char *address)
{
	g_autofree char *domain = core_address_domain(address);
	size_t length = strlen(domain);

	if (length == 0 || length > DOMAIN_BYTES || *domain == '[')
		return NULL;
	const char *registered = core_domain_registered(domain);
	size_t name = strcspn(registered, ".");
	if (!name || !registered[name] || domain[length - 1] == '.')
		return NULL;
	g_autofree char *anywhere =
	    g_strdup_printf("%.*s.*", (int)name, registered);
	return is_listed(registered) || is_listed(anywhere)
	           ? NULL
	           : g_strdup(registered);
}
