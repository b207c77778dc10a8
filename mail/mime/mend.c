#include "mail/mime/mend.h"

#include "mail/mime/boundary.h"
#include "mail/mime/head-end.h"

#include <string.h>

/* Old Macintosh mail ends its lines by CR alone. */
static GBytes *
mend_bare_returns(const char *data, size_t length)
{
	char *copy = g_memdup2(data, length);

	for (size_t i = 0; i < length; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return g_bytes_new_take(copy, length);
}

/* Programs that make CRLF of each LF once too often write CRCRLF. */
static GBytes *
mend_doubled_returns(const char *data, size_t length)
{
	char *copy = g_malloc(length);
	size_t kept = 0;

	for (size_t i = 0; i < length; i++)
		if (data[i] != '\r' || i + 2 >= length || data[i + 1] != '\r' ||
		    data[i + 2] != '\n')
			copy[kept++] = data[i];
	return g_bytes_new_take(copy, kept);
}

static GBytes *
mend_line_ends(GBytes *raw)
{
	size_t length;
	const char *data = g_bytes_get_data(raw, &length);
	const char *end = length ? memchr(data, '\n', length) : NULL;

	if (end && end - data > 1 && end[-1] == '\r' && end[-2] == '\r')
		return mend_doubled_returns(data, length);
	if (!length || end || !memchr(data, '\r', length))
		return g_bytes_ref(raw);
	return mend_bare_returns(data, length);
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

/* What goes on with a field that is not there, before a header, is none of it.
 */
static GBytes *
drop_folded(GBytes *mail)
{
	size_t length;
	const char *data = g_bytes_get_data(mail, &length);
	const char *end = data + length, *position = data, *start = data;
	MailLine line;

	while (mail_line_next(&position, end, &line) && line.length &&
	       (*line.start == ' ' || *line.start == '\t'))
		start = position;
	if (start == data || !line.length || !mail_line_is_mail_field(&line))
		return g_bytes_ref(mail);
	return g_bytes_new_from_bytes(
	    mail, (size_t)(start - data), (size_t)(end - start));
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
	    mail_line_is_field(&line))
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
		    g_ascii_isspace(*next.start) || mail_line_is_field(&next))
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
mail_mend_missing(GBytes *mail, const GArray *missing)
{
	size_t length;
	const char *data = g_bytes_get_data(mail, &length);
	const char *at = data, *end = data + length;

	if (!missing->len)
		return g_bytes_ref(mail);
	GString *mended = g_string_sized_new(length + missing->len + 1);
	for (guint i = 0; i < missing->len; i++) {
		const MailMissing *one =
		    &g_array_index(missing, MailMissing, i);

		g_string_append_len(mended, at, one->at - at);
		g_string_append_c(mended, one->sign);
		at = one->at;
	}
	g_string_append_len(mended, at, end - at);
	return g_string_free_to_bytes(mended);
}

/* In the mail's own header, and behind it. */
static GBytes *
mend_header(GBytes *mail)
{
	size_t length;
	const char *position = g_bytes_get_data(mail, &length);
	const char *end = position + length;
	g_autoptr(GArray) missing =
	    g_array_new(false, false, sizeof(MailMissing));
	MailHeadEnd head = { .body = NULL };
	MailLine line;

	while (mail_line_next(&position, end, &line) && line.length) {
		MailMissing blank = { line.start, ' ' };

		if (mail_head_end_follow(&head, &line))
			g_array_append_val(missing, blank);
	}
	MailMissing line_end = { head.body, '\n' };
	if (head.body)
		g_array_append_val(missing, line_end);
	return mail_mend_missing(mail, missing);
}

GBytes *
mail_mend(GBytes *raw)
{
	g_autoptr(GBytes) lines = mend_line_ends(raw);
	g_autoptr(GBytes) mail = drop_from_line(lines);
	g_autoptr(GBytes) headed = drop_folded(mail);
	g_autoptr(GBytes) begun = begin_body(headed);
	g_autoptr(GBytes) ended = end_headers(begun);
	g_autoptr(GBytes) mended = mend_header(ended);

	return mail_boundary_mend(mended);
}
