#include "mail/line.h"

#include <glib.h>
#include <string.h>

bool
mail_line_next(const char **position, const char *end, MailLine *ret_line)
{
	const char *start = *position, *stop;

	if (start >= end)
		return false;
	stop = memchr(start, '\n', (size_t)(end - start));
	*position = stop ? stop + 1 : end;
	if (!stop)
		stop = end;
	if (stop > start && stop[-1] == '\r')
		stop--;
	*ret_line = (MailLine){ start, (size_t)(stop - start) };
	return true;
}

bool
mail_line_next_dashed(
    const char **position, const char *end, MailLine *ret_line)
{
	const char *start = *position, *at = start;

	/* a dash is rare in text, and not of base64 */
	while (at < end && (at = memchr(at, '-', (size_t)(end - at)))) {
		if ((at == start || at[-1] == '\n') && end - at >= 2 &&
		    at[1] == '-') {
			*position = at;
			return mail_line_next(position, end, ret_line);
		}
		at++;
	}
	*position = end;
	return false;
}

bool
mail_line_has_prefix(const MailLine *line, const char *prefix)
{
	size_t length = strlen(prefix);

	return line->length >= length &&
	       g_ascii_strncasecmp(line->start, prefix, length) == 0;
}
