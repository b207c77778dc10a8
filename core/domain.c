#include "core/domain.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What countries register names below, as in "co.uk" and "com.br". */
static const char *const seconds[] = { "ac", "co", "com", "edu", "gob", "gouv",
	"gov", "govt", "ltd", "me", "ne", "net", "nom", "or", "org", "plc",
	"sch" };

/* Where the label that ends before @end begins in @domain. */
static const char *
label_before(const char *domain, const char *end)
{
	while (end > domain && end[-1] != '.')
		end--;
	return end;
}

static bool
is_second(const char *label, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++)
		if (strlen(seconds[i]) == length &&
		    memcmp(seconds[i], label, length) == 0)
			return true;
	return false;
}

const char *
core_domain_registered(const char *domain)
{
	const char *top = label_before(domain, domain + strlen(domain));

	if (top == domain)
		return domain;
	const char *second = label_before(domain, top - 1);
	if (second == domain || strlen(top) != 2 ||
	    !is_second(second, (size_t)(top - 1 - second)))
		return second;
	return label_before(domain, second - 1);
}
