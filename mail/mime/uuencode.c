#include "mail/mime/uuencode.h"

#include "core/message.h"
#include "mail/line.h"

#include <string.h>

#define LINE_BYTES_MAX 63 /* of data, by the format */

/* "begin 644 NAME": the name, or NULL. (transfer full) */
static char *
begin_name(const MailLine *line)
{
	const char *at = line->start, *end = line->start + line->length;
	size_t digits = 0;

	if (line->length < 11 || memcmp(at, "begin ", 6) != 0)
		return NULL;
	at += 6;
	while (at < end && *at >= '0' && *at <= '7') {
		at++;
		digits++;
	}
	if (digits < 3 || digits > 4 || at >= end || *at != ' ')
		return NULL;
	return g_strstrip(g_strndup(at + 1, (gsize)(end - at - 1)));
}

static bool
is_end(const MailLine *line)
{
	return line->length >= 3 && memcmp(line->start, "end", 3) == 0 &&
	       strspn(line->start + 3, " \t") >= line->length - 3;
}

/* Returns: how many bytes @line stands for, or -1 where it is no data. */
static int
data_bytes(const MailLine *line)
{
	if (!line->length)
		return -1;
	int count = (line->start[0] - ' ') & 0x3f;
	size_t wanted = (size_t)(count + 2) / 3 * 4 + 1;

	/* trailing blanks may be lost, and a checksum may follow */
	if (count > LINE_BYTES_MAX || line->length > wanted + 2)
		return -1;
	for (size_t i = 0; i < line->length; i++)
		if (line->start[i] < ' ' || line->start[i] > '`')
			return -1;
	/* three in four of its signs must be there: words are shorter */
	return line->length * 4 < wanted * 3 ? -1 : count;
}

/* Reads the data from *@at on, which moves behind the block. Returns: its size
 * in bytes, or -1 where there is none. */
static int64_t
take_data(const char **at, const char *end)
{
	const char *position = *at;
	int64_t total = -1;
	MailLine line;

	while (mail_line_next(&position, end, &line)) {
		if (total >= 0 && is_end(&line)) {
			*at = position;
			break;
		}
		/* the blank that stands for no bytes may be lost */
		if (total >= 0 && !line.length)
			continue;
		int bytes = data_bytes(&line);
		if (bytes < 0)
			break;
		total = MAX(total, 0) + bytes;
		*at = position;
	}
	return total;
}

/* Hardly any mail has a line of "begin". */
static bool
may_have_any(const GString *text)
{
	const char *at = text->str, *end = text->str + text->len;
	MailLine line;

	while (mail_line_next(&at, end, &line))
		if (line.length > 6 && memcmp(line.start, "begin ", 6) == 0)
			return true;
	return false;
}

void
mail_uuencode_take(GString *text, GPtrArray *attachments)
{
	const char *at = text->str, *end = text->str + text->len;
	g_autoptr(GString) kept = NULL;
	MailLine line;

	if (!may_have_any(text))
		return;
	kept = g_string_sized_new(text->len);
	while (at < end) {
		const char *start = at;

		(void)mail_line_next(&at, end, &line); /* there is one */
		g_autofree char *name = begin_name(&line);
		int64_t bytes = name ? take_data(&at, end) : -1;
		if (bytes < 0)
			g_string_append_len(kept, start, at - start);
		else
			g_ptr_array_add(attachments,
			    core_attachment_new(
			        name, "application/octet-stream", bytes));
	}
	g_string_truncate(text, 0);
	g_string_append_len(text, kept->str, (gssize)kept->len);
}
