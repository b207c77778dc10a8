#include "filters/people/organisation.h"

#include "core/embedded.h"
#include "core/text.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define DOMAIN_BYTES 253 /* RFC 1035 2.3.4 */

extern const EmbeddedFile filter_public_mail[];

/* What countries register names below, as in "co.uk" and "com.br". */
static const char *const seconds[] = { "ac", "co", "com", "edu", "gob", "gouv",
	"gov", "govt", "ltd", "me", "ne", "net", "nom", "or", "org", "plc",
	"sch" };

static bool
is_second(const char *label, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++)
		if (strlen(seconds[i]) == length &&
		    memcmp(seconds[i], label, length) == 0)
			return true;
	return false;
}

/* How many labels of @labels are the registry's: one, or two below a country.
 */
static unsigned
registry_labels(char *const *labels, unsigned n)
{
	const char *second = n >= 3 ? labels[n - 2] : "";

	return n >= 3 && strlen(labels[n - 1]) == 2 &&
	               is_second(second, strlen(second))
	           ? 2
	           : 1;
}

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
	g_auto(GStrv) labels = g_strsplit(domain, ".", -1);
	unsigned n = g_strv_length(labels);
	unsigned registry = registry_labels(labels, n);
	if (n < 2 || !*labels[n - 1] || !*labels[n - registry - 1])
		return NULL;
	char **from = &labels[n - registry - 1];
	g_autofree char *registered = g_strjoinv(".", from);
	g_autofree char *anywhere = g_strconcat(*from, ".*", NULL);
	return is_listed(registered) || is_listed(anywhere)
	           ? NULL
	           : g_steal_pointer(&registered);
}
