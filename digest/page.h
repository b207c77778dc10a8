/* A mail's HTML, put together from the fragments of data/digest/page.html. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Puts text where a fragment says {{key}}, escaped, or {{&key}}, as it is. */
typedef struct {
	const char *key, *value;
} DigestField;

/*
 * Appends the fragment @name with its @fields (ended by a NULL key). Only HTML
 * made here may go where a fragment says {{&key}}. A fragment or field that is
 * not there is a bug.
 */
void digest_page_add(GString *out, const char *name, const DigestField *fields);

/* The same as a string (transfer full). */
char *digest_page_part(const char *name, const DigestField *fields);

/* The blanks behind a preheader, so that no other text follows it there. */
char *digest_page_pad(void);

/* A link that begins a mail to @address: "mailto:ADDRESS?subject=..&body=..",
 * safe inside an attribute (transfer full). */
char *digest_page_mailto(
    const char *address, const char *subject, const char *body);
