#include "mail/mime/mend.h"

#include "mail/line.h"

#include <string.h>

/* Old Macintosh mail ends its lines by CR alone. */
static GBytes *
mend_line_ends(GBytes *raw)
{
	size_t length;
	const char *data = g_bytes_get_data(raw, &length);

	if (!length || memchr(data, '\n', length) ||
	    !memchr(data, '\r', length))
		return g_bytes_ref(raw);
	char *copy = g_memdup2(data, length);
	for (size_t i = 0; i < length; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return g_bytes_new_take(copy, length);
}

static GBytes *
drop_from_line(GBytes *raw)
{
	size_t length;
	const char *data = g_bytes_get_data(raw, &length);
	const char *position = data;
	MailLine line;

	if (!length || !mail_line_next(&position, data + length, &line) ||
	    !(mail_line_has_prefix(&line, "From ") ||
	        mail_line_has_prefix(&line, ">From ")))
		return g_bytes_ref(raw);
	return g_bytes_new_from_bytes(
	    raw, (size_t)(position - data), length - (size_t)(position - data));
}

static bool
is_header(const MailLine *line)
{
	size_t name = 0;

	while (name < line->length && g_ascii_isgraph(line->start[name]) &&
	       line->start[name] != ':')
		name++;
	while (name && name < line->length && line->start[name] == ' ')
		name++;
	return name && name < line->length && line->start[name] == ':';
}

/* What begins with no header is all body: it gets the blank line before it that
 * a parser needs to see that. */
static GBytes *
begin_body(GBytes *mail)
{
	size_t length;
	const char *data = g_bytes_get_data(mail, &length), *position = data;
	MailLine line;

	if (!mail_line_next(&position, data + length, &line) || !line.length ||
	    is_header(&line))
		return g_bytes_ref(mail);
	char *copy = g_malloc(length + 1);
	*copy = '\n';
	memcpy(copy + 1, data, length);
	return g_bytes_new_take(copy, length + 1);
}

static bool
is_blank(const MailLine *line)
{
	for (size_t i = 0; i < line->length; i++)
		if (line->start[i] != ' ' && line->start[i] != '\t')
			return false;
	return line->length > 0;
}

/* A line of blanks goes on with the field above (RFC 5322 2.2.3), unless what
 * comes next can be no header: then it was meant for the end of them. */
static GBytes *
end_headers(GBytes *mail)
{
	size_t length;
	const char *data = g_bytes_get_data(mail, &length);
	const char *end = data + length, *position = data;
	MailLine line, next;

	while (mail_line_next(&position, end, &line) && line.length) {
		const char *after = position;

		if (!is_blank(&line) || !mail_line_next(&after, end, &next) ||
		    !next.length || is_blank(&next) ||
		    g_ascii_isspace(*next.start) || is_header(&next))
			continue;
		size_t head = (size_t)(line.start - data);
		size_t rest = (size_t)(end - position);
		char *copy = g_malloc(head + 1 + rest);
		memcpy(copy, data, head);
		copy[head] = '\n';
		memcpy(copy + head + 1, position, rest);
		return g_bytes_new_take(copy, head + 1 + rest);
	}
	return g_bytes_ref(mail);
}

GBytes *
mail_mend(GBytes *raw)
{
	g_autoptr(GBytes) lines = mend_line_ends(raw);
	g_autoptr(GBytes) mail = drop_from_line(lines);
	g_autoptr(GBytes) begun = begin_body(mail);

	return end_headers(begun);
}
