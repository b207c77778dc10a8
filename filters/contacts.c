#include "filters/contacts.h"

#include "core/text.h"

#include <string.h>

#define NAME_BYTES 200

#define CUSTOMER "customer"

/* Tags that say who somebody is; of several the first counts. "kind/" also
 * stands for the parts of a kind. Only who uses the product has trouble with
 * it, gets bills for it or leaves it. */
static const struct {
	const char *tag, *type;
} types[] = {
	{ "press", "journalist" },
	{ "partner/", "partner" },
	{ "supplier/", "supplier" },
	{ "prospect/", "prospect" },
	{ "cancel-risk/", CUSTOMER },
	{ "billing/", CUSTOMER },
	{ "refund/", CUSTOMER },
	{ "delivery/", CUSTOMER },
	{ "login/", CUSTOMER },
	{ "bug/", CUSTOMER },
	{ "complaint/", CUSTOMER },
	{ "testimonial/", CUSTOMER },
	{ "advice/", CUSTOMER },
	{ "question/plan", CUSTOMER },
};

char *
filter_contact_address(const CoreAddress *address)
{
	g_autofree char *lower = NULL;

	if (!address || !address->address || !strchr(address->address, '@'))
		return NULL;
	lower = g_utf8_strdown(address->address, -1);
	g_strstrip(lower);
	return *lower ? g_steal_pointer(&lower) : NULL;
}

char *
filter_contact_name(const CoreAddress *address)
{
	g_autofree char *name = g_strdup(address->name);
	size_t length;

	for (;;) {
		g_strstrip(name);
		length = strlen(name);
		if (length < 2 || !strchr("'\"", *name) ||
		    name[length - 1] != *name)
			break;
		name[length - 1] = '\0';
		*name = ' ';
	}
	/* a list that rewrites From: "Ann Lee via Support" */
	char *via = strstr(name, " via ");
	if (via && via > name)
		*via = '\0';
	return strchr(name, '@')
	           ? g_strdup("")
	           : core_text_line(name, strlen(name), NAME_BYTES);
}

static bool
is_tag(const char *tag, const char *wanted)
{
	size_t length = strlen(wanted);

	if (wanted[length - 1] != '/')
		return strcmp(tag, wanted) == 0;
	return strncmp(tag, wanted, length - 1) == 0 &&
	       strchr("/", tag[length - 1]);
}

static bool
has_tag(const GPtrArray *matches, const char *tag)
{
	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];

		if (is_tag(match->rule->tag, tag))
			return true;
	}
	return false;
}

/* A type that is not of the table was set by a person and stays; who is a
 * customer remains one, whatever else he asks. */
static bool
may_replace(const char *known, unsigned rank)
{
	if (!known)
		return true;
	if (strcmp(known, CUSTOMER) == 0)
		return false;
	for (unsigned i = rank + 1; i < G_N_ELEMENTS(types); i++)
		if (strcmp(types[i].type, known) == 0)
			return true;
	return false;
}

const char *
filter_contact_type(const GPtrArray *matches, const char *known)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(types); i++)
		if (has_tag(matches, types[i].tag) && may_replace(known, i))
			return types[i].type;
	return known;
}
