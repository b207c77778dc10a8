#include "mail/received.h"

#include "mail/header/date.h"
#include "mail/header/fields.h"

#include <glib.h>
#include <string.h>

#define DATE_BYTES_MAX 200
#define LAST_AT INT64_C(253402300799) /* the end of the year 9999 */

/* Of a Received field the date stands behind the last semicolon. */
static MailSpan
date_part(const MailField *field)
{
	const char *start = field->value.start;
	const char *semicolon =
	    mail_field_is(field, "received")
	        ? g_strrstr_len(start, (gssize)field->value.length, ";")
	        : NULL;
	size_t skip = semicolon ? (size_t)(semicolon + 1 - start) : 0;

	return (MailSpan){ start + skip, field->value.length - skip };
}

static bool
parse(const MailSpan *date, int64_t *ret_at)
{
	g_autofree char *text =
	    g_strndup(date->start, MIN(date->length, DATE_BYTES_MAX));
	int64_t at;

	/* A fold counts as a blank, and GMime wants one line of ASCII. */
	for (char *c = text; *c; c++)
		if (!g_ascii_isgraph(*c))
			*c = ' ';
	if (!mail_date_read(text, &at) || at < 0 || at > LAST_AT)
		return false;
	*ret_at = at;
	return true;
}

bool
mail_received_at(const void *bytes, size_t length, int64_t *ret_at)
{
	MailSpan rest = { bytes, length };
	MailField field;
	bool seen = false, dated = false;
	int64_t at = 0;

	mail_skip_from_line(&rest);
	while (mail_field_next(&rest, &field)) {
		bool received = mail_field_is(&field, "received");

		if (!(received && !seen) &&
		    !(mail_field_is(&field, "date") && !dated))
			continue;
		MailSpan date = date_part(&field);
		bool good = parse(&date, &at);
		if (good)
			*ret_at = at;
		if (received && good)
			return true;
		seen |= received;
		dated |= good;
	}
	return dated;
}
