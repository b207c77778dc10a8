#include "filters/people/contacts.h"

#include "core/text.h"

#include <string.h>

#define NAME_BYTES 200

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
